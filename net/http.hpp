#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::net {

class CookieJar;

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Time and size limits of one request.
struct Limits {
    std::chrono::milliseconds connect = std::chrono::seconds(10);
    /// From the request sent to the first header line.
    std::chrono::milliseconds first_byte = std::chrono::seconds(30);
    std::chrono::milliseconds total = std::chrono::seconds(60);
    /// Less than 100 bytes of body a second for this long ends it, once the answer has begun.
    std::chrono::seconds stalled{20};
    std::size_t max_body = 8u << 20; ///< bytes as sent; counted while they stream in, nothing beyond is kept
    std::size_t max_headers = 64u << 10;
};

/// How requests reach their servers where somebody wants it otherwise than the plain way. Requests of equal
/// transports share connections and TLS sessions; those of different ones never do, so that a server that one
/// request did not verify is not taken for verified by another.
struct Transport {
    std::string ca_file; ///< PEM: authorities (or missing intermediates) trusted besides the usual ones
    bool legacy_renegotiation = false; ///< also talk to servers that do not know RFC 5746
    bool verify = true;                ///< false: any certificate of any name will do
    /// `http://`, `socks5://` or `socks5h://` `[user:password@]host:port`; empty: none. Its own address may
    /// be private, since somebody chose it; whom it connects to is out of our sight.
    std::string proxy;

    bool operator==(const Transport&) const = default;
};

struct Request {
    std::string method = "GET"; ///< GET, HEAD or POST
    std::string url;            ///< http or https
    Headers headers;  ///< `Accept-Encoding` is the caller's business: bodies are handed over as sent
    std::string body; ///< POST only
    Limits limits;
    bool allow_private = false; ///< may the address actually connected to be private or loopback?
    std::shared_ptr<const Transport> transport; ///< null: directly, the system's authorities, verified
    std::shared_ptr<CookieJar> cookies;         ///< null: no cookie is sent or kept
};

enum class HttpVersion { http_1_0, http_1_1, http_2 };

struct Response {
    int status = 0;
    HttpVersion version = HttpVersion::http_1_1;
    Headers headers;     ///< of the final response, names in lower case
    std::string body;    ///< as sent: not inflated
    std::string address; ///< the IP address actually connected to: the proxy's where there is one
    std::chrono::microseconds elapsed{0}; ///< from fetch() to the last byte
    bool reused_connection = false;

    /// The first header of this name (lower case).
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

enum class FetchError {
    bad_url,         ///< not http or https, or unreadable
    unresolved,      ///< the name has no address
    refused_address, ///< the address is private, loopback, link-local … and that was not allowed
    unreachable,     ///< no connection
    tls,             ///< the handshake or the certificate failed
    timed_out,       ///< one of the Limits ran out
    too_large,       ///< body or headers passed their limit
    cut_off,         ///< the connection broke, or the body ended early
    protocol,        ///< not HTTP
    cancelled
};
std::string_view to_string(FetchError error); ///< the field word: `timed-out`, `refused-address` …

struct FetchFailure {
    FetchError error;
    std::string detail; ///< one sentence, without credentials
    /// Where its head had come whole: the answer, and what there is of its body.
    std::optional<Response> begun{};
};

using FetchResult = std::expected<Response, FetchFailure>;

/// Whoever can fetch: HttpClient over sockets, a simulation's web in virtual time.
class Fetcher {
public:
    virtual ~Fetcher() = default;

    /// Answers any status as a Response. Honours the coroutine's cancellation: the transfer is ended and
    /// `FetchError::cancelled` answered. Throws std::invalid_argument on what no caller should ask for:
    /// another method, or a header with a line break in it.
    virtual boost::asio::awaitable<FetchResult> fetch(Request request) = 0;
};

} // namespace baotin::net
