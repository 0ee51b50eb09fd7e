#include "net/fetch_error.hpp"

#include "net/tls_cause.hpp"

#include <algorithm>
#include <utility>

namespace baotin::net {
namespace {

struct Meaning {
    CURLcode code;
    FetchError error;
};

constexpr Meaning meanings[] = {
    {CURLE_URL_MALFORMAT, FetchError::bad_url},
    {CURLE_COULDNT_RESOLVE_HOST, FetchError::unresolved},
    {CURLE_COULDNT_CONNECT, FetchError::unreachable},
    {CURLE_COULDNT_RESOLVE_PROXY, FetchError::unreachable},
    {CURLE_PROXY, FetchError::unreachable},
    {CURLE_INTERFACE_FAILED, FetchError::unreachable},
    {CURLE_NO_CONNECTION_AVAILABLE, FetchError::unreachable},
    {CURLE_SSL_CONNECT_ERROR, FetchError::tls},
    {CURLE_SSL_CERTPROBLEM, FetchError::tls},
    {CURLE_SSL_CIPHER, FetchError::tls},
    {CURLE_PEER_FAILED_VERIFICATION, FetchError::tls},
    {CURLE_USE_SSL_FAILED, FetchError::tls},
    {CURLE_SSL_CACERT_BADFILE, FetchError::tls},
    {CURLE_SSL_SHUTDOWN_FAILED, FetchError::tls},
    {CURLE_SSL_CRL_BADFILE, FetchError::tls},
    {CURLE_SSL_ISSUER_ERROR, FetchError::tls},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, FetchError::tls},
    {CURLE_SSL_INVALIDCERTSTATUS, FetchError::tls},
    {CURLE_SSL_CLIENTCERT, FetchError::tls},
    {CURLE_OPERATION_TIMEDOUT, FetchError::timed_out},
    {CURLE_FILESIZE_EXCEEDED, FetchError::too_large},
    {CURLE_OUT_OF_MEMORY,
     FetchError::too_large}, // what curl 7.88 answers to a header line of more than 100 kB
    {CURLE_PARTIAL_FILE, FetchError::cut_off},
    {CURLE_GOT_NOTHING, FetchError::cut_off},
    {CURLE_SEND_ERROR, FetchError::cut_off},
    {CURLE_RECV_ERROR, FetchError::cut_off},
    {CURLE_HTTP2_STREAM, FetchError::cut_off},
    {CURLE_ABORTED_BY_CALLBACK, FetchError::cancelled},
};

} // namespace

std::string_view to_string(FetchError error)
{
    switch (error) {
    case FetchError::bad_url:
        return "bad-url";
    case FetchError::unresolved:
        return "unresolved";
    case FetchError::refused_address:
        return "refused-address";
    case FetchError::unreachable:
        return "unreachable";
    case FetchError::tls:
        return "tls";
    case FetchError::timed_out:
        return "timed-out";
    case FetchError::too_large:
        return "too-large";
    case FetchError::cut_off:
        return "cut-off";
    case FetchError::protocol:
        return "protocol";
    case FetchError::cancelled:
        return "cancelled";
    }
    return "unknown";
}

FetchFailure describe(CURLcode code, std::string reason)
{
    if (reason.empty()) reason = curl_easy_strerror(code);
    std::ranges::replace_if(
        reason, [](unsigned char letter) { return letter < ' '; }, ' ');
    const auto found = std::ranges::find(meanings, code, &Meaning::code);
    // Whatever else curl can say is about what the server sent: HTTP/0.9, unknown encodings, broken HTTP/2
    // frames.
    auto error = found == std::end(meanings) ? FetchError::protocol : found->error;
    // Curl tells broken chunks from a broken connection in words only.
    if (code == CURLE_RECV_ERROR && reason.find("chunked-encoding") != reason.npos)
        error = FetchError::protocol;
    // A proxy that refuses to connect is told so too.
    if (code == CURLE_RECV_ERROR && reason.starts_with("CONNECT tunnel failed")) {
        error = FetchError::unreachable;
        reason = "The proxy did not connect to the server: " + reason;
    }
    if (error == FetchError::tls) reason = tls_cause(reason);
    return {error, std::move(reason)};
}

} // namespace baotin::net
