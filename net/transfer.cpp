#include "net/transfer.hpp"

#include "net/address_guard.hpp"
#include "net/cookie_jar.hpp"
#include "net/curl_option.hpp"
#include "net/fetch_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace baotin::net {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds oldest_connection = 24h;
constexpr auto slack = 500ms; // by which curl is first to say why there is no connection

bool is_https(std::string_view url)
{
    return url.size() > 4 && (url[4] | 0x20) == 's';
}

HttpVersion version_of(long curls)
{
    if (curls == CURL_HTTP_VERSION_1_0) return HttpVersion::http_1_0;
    return curls >= CURL_HTTP_VERSION_2_0 ? HttpVersion::http_2 : HttpVersion::http_1_1;
}

template <class Value>
Value get(CURL* easy, CURLINFO what)
{
    Value value{};
    curl_easy_getinfo(easy, what, &value);
    return value;
}

std::string spelled(const sockaddr& address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.sa_family == AF_INET)
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(), text.size());
    else if (address.sa_family == AF_INET6)
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text.data(),
                  text.size());
    return text.data();
}

/// AF_UNSPEC, which is no public address, when it cannot be read.
sockaddr_storage parsed(const char* address)
{
    sockaddr_storage storage{};
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
        storage.ss_family = AF_INET;
    else if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1)
        storage.ss_family = AF_INET6;
    return storage;
}

} // namespace

Transfer::Transfer(const HttpOptions& options, const Transport& transport, TlsTrust& trust,
                   HttpMetrics& metrics, LazyTimer& deadlines)
    : options_(options),
      transport_(transport),
      trust_(trust),
      metrics_(metrics),
      deadlines_(deadlines),
      easy_(curl_easy_init())
{
    if (!easy_) throw std::runtime_error("curl: curl_easy_init failed");
    set_fixed_options();
}

void Transfer::set_fixed_options()
{
    CURL* const easy = easy_.get();
    set_option(easy, CURLOPT_ERRORBUFFER, reason_.data());
    set_option(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
    set_option(easy, CURLOPT_OPENSOCKETDATA, this);
    set_option(easy, CURLOPT_CLOSESOCKETFUNCTION, &Transfer::close_socket);
    set_option(easy, CURLOPT_CLOSESOCKETDATA, &metrics_); // a connection outlives its first transfer
    set_option(easy, CURLOPT_PREREQFUNCTION, &Transfer::before_request);
    set_option(easy, CURLOPT_PREREQDATA, this);
    set_option(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set_option(easy, CURLOPT_HEADERDATA, this);
    set_option(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set_option(easy, CURLOPT_WRITEDATA, this);

    set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set_option(easy, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_2TLS));
    set_option(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set_option(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    set_proxy();
    set_keeping();
    set_option(easy, CURLOPT_NETRC, long(CURL_NETRC_IGNORED));
    set_option(easy, CURLOPT_NOSIGNAL, 1L);
    // Most pages in two reads instead of six. Refused, without harm, to a handle that still has its buffer
    // because others go on using the connection it shared.
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 64L << 10);
    // A lookup that is given up must not be waited for: the thread it runs in would hold up the whole loop.
    set_option(easy, CURLOPT_QUICK_EXIT, 1L);
    if (!options_.user_agent.empty()) set_option(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
    trust_.apply(easy);
}

/// The server says how long a connection lives; curl's own 118 s of idleness would close it before most
/// pages' next visit. A day at most, so that a host that has moved is noticed.
void Transfer::set_keeping()
{
    CURL* const easy = easy_.get();
    set_option(easy, CURLOPT_MAXAGE_CONN, long(oldest_connection.count()));
    set_option(easy, CURLOPT_MAXLIFETIME_CONN, long(oldest_connection.count()));
    // Keeps what stands between (NAT, load balancers) from forgetting it, and tells us where that failed.
    set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    set_option(easy, CURLOPT_TCP_KEEPIDLE, 60L);
    set_option(easy, CURLOPT_TCP_KEEPINTVL, 15L);
}

void Transfer::set_proxy()
{
    CURL* const easy = easy_.get();
    const bool none = transport_.proxy.empty();
    set_option(easy, CURLOPT_PROXY, transport_.proxy.c_str()); // "": nor one that the environment names
    set_option(easy, CURLOPT_NOPROXY, none ? "*" : "");
    set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L); // what the proxy says is not the server's answer
}

void Transfer::begin(Request request)
{
    request_ = std::move(request);
    head_ = ResponseHead(request_.limits.max_headers);
    body_ = ReceivedBody(request_.limits.max_body);

    CURL* const easy = easy_.get();
    set_option(easy, CURLOPT_URL, request_.url.c_str());
    // The handshake tells whether requests can share the connection. Plain HTTP would have to wait for a
    // whole answer to learn that they cannot.
    set_option(easy, CURLOPT_PIPEWAIT, is_https(request_.url) ? 1L : 0L);
    set_method();
    set_option(easy, CURLOPT_HTTPHEADER, request_head_.assemble(request_));
    if (request_.cookies) open_jar();
    set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, long(request_.limits.connect.count()));
    set_option(easy, CURLOPT_TIMEOUT_MS, long(request_.limits.total.count()));
    set_option(easy, CURLOPT_LOW_SPEED_LIMIT, 0L);
    set_option(easy, CURLOPT_LOW_SPEED_TIME, 0L);
    // Curl's own limit does not run while this waits for another request's handshake.
    due_ = std::chrono::steady_clock::now() + request_.limits.connect + slack;
    deadlines_.no_later_than(*due_);
}

void Transfer::set_method()
{
    CURL* const easy = easy_.get();
    if (request_.method == "HEAD") set_option(easy, CURLOPT_NOBODY, 1L);
    if (request_.method != "POST") return;
    set_option(easy, CURLOPT_POST, 1L);
    set_option(easy, CURLOPT_POSTFIELDS, request_.body.c_str());
    set_option(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request_.body.size()));
}

void Transfer::open_jar()
{
    set_option(easy_.get(), CURLOPT_SHARE, request_.cookies->share());
    set_option(easy_.get(), CURLOPT_COOKIEFILE, ""); // no file: this wakes the cookie engine
}

void Transfer::close_jar()
{
    set_option(easy_.get(), CURLOPT_COOKIEFILE, static_cast<const char*>(nullptr)); // the engine sleeps again
    set_option(easy_.get(), CURLOPT_SHARE, static_cast<CURLSH*>(nullptr));
}

void Transfer::rest()
{
    if (request_.cookies) close_jar(); // before it may go
    // GET leaves nothing behind that begin() does not set again; the other methods' options hang together in
    // odd ways. And curl 7.88 counts the dead connections that it replaced over the life of a handle, and
    // fails at the sixth: only a reset begins anew, and costs nothing beside the connection that was opened.
    const bool connected = get<long>(easy_.get(), CURLINFO_NUM_CONNECTS) > 0;
    if (request_.method != "GET" || connected) {
        curl_easy_reset(easy_.get());
        set_fixed_options();
    }
    request_ = {};
    head_ = ResponseHead(0);
    body_ = ReceivedBody(0);
    due_.reset();
    asked_ = false;
    refused_.clear();
    too_large_.clear();
    reason_[0] = '\0';
}

FetchResult Transfer::end(CURLcode code)
{
    if (code != CURLE_OK) return std::unexpected(failure(code));
    return response();
}

FetchResult Transfer::end_overdue()
{
    const auto& limits = request_.limits;
    auto detail = asked_ ? fmt::format("The request was sent, and no answer began within {} ms",
                                       limits.first_byte.count())
                         : fmt::format("No connection within {} ms", limits.connect.count());
    return std::unexpected(FetchFailure{FetchError::timed_out, std::move(detail)});
}

Response Transfer::response()
{
    Response response;
    response.status = static_cast<int>(get<long>(easy_.get(), CURLINFO_RESPONSE_CODE));
    response.version = version_of(get<long>(easy_.get(), CURLINFO_HTTP_VERSION));
    response.headers = std::move(head_.headers);
    response.body = body_.release();
    if (const auto* address = get<const char*>(easy_.get(), CURLINFO_PRIMARY_IP)) response.address = address;
    response.reused_connection = get<long>(easy_.get(), CURLINFO_NUM_CONNECTS) == 0;
    return response;
}

FetchFailure Transfer::failure(CURLcode code)
{
    auto failure = cause_of(code);
    if (head_.complete()) failure.begun = response();
    // It may be the session that the server stumbled over.
    if (failure.error == FetchError::tls) trust_.forget_session(request_.url);
    return failure;
}

FetchFailure Transfer::cause_of(CURLcode code)
{
    if (!too_large_.empty()) return {FetchError::too_large, std::move(too_large_)};
    auto failure = describe(code, reason_.data());
    const bool no_connection = failure.error == FetchError::unreachable ||
                               code == CURLE_ABORTED_BY_CALLBACK ||
                               (failure.error == FetchError::timed_out && !head_.begun());
    if (refused_.empty() || !no_connection) return failure;
    return {
        FetchError::refused_address,
        fmt::format("Not an address of the public Internet: {} (allow_private = true permits it)", refused_)};
}

bool Transfer::permits(const sockaddr& address)
{
    if (!transport_.proxy.empty()) return true; // it is the proxy's
    if (request_.allow_private || is_public_address(address)) return true;
    constexpr std::size_t enough = 200; // a name may have any number of addresses
    if (refused_.size() < enough) refused_.append(refused_.empty() ? "" : ", ").append(spelled(address));
    return false;
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype, curl_sockaddr* address)
{
    if (!static_cast<Transfer*>(self)->permits(address->addr)) return CURL_SOCKET_BAD;
    const auto socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket < 0) return CURL_SOCKET_BAD;
    static_cast<Transfer*>(self)->metrics_.count_opened();
    // A kept connection that somebody on the way has forgotten answers nothing, not even a reset: it must
    // break before `first_byte` is over, so that curl tries again on a new one.
    const auto& limits = static_cast<Transfer*>(self)->request_.limits;
    const auto patience = static_cast<unsigned>(std::max(limits.connect, limits.first_byte / 2).count());
    ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
    return socket;
}

int Transfer::close_socket(void* metrics, curl_socket_t socket)
{
    static_cast<HttpMetrics*>(metrics)->count_closed();
    return ::close(socket);
}

int Transfer::before_request(void* self, char* address, char*, int, int)
{
    auto& transfer = *static_cast<Transfer*>(self);
    // Asked again here because a kept connection may have been opened for a request that was allowed to.
    const auto connected_to = parsed(address);
    if (!transfer.permits(reinterpret_cast<const sockaddr&>(connected_to))) return CURL_PREREQFUNC_ABORT;
    transfer.asked_ = true;
    transfer.due_ = std::chrono::steady_clock::now() + transfer.request_.limits.first_byte;
    transfer.deadlines_.no_later_than(*transfer.due_);
    return CURL_PREREQFUNC_OK;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self)
{
    const std::string_view line(data, size * count);
    return static_cast<Transfer*>(self)->keep_header(line) ? line.size() : CURL_WRITEFUNC_ERROR;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self)
{
    const std::string_view chunk(data, size * count);
    return static_cast<Transfer*>(self)->keep_body(chunk) ? chunk.size() : CURL_WRITEFUNC_ERROR;
}

bool Transfer::keep_header(std::string_view line)
{
    if (due_) {
        due_.reset();
        // Only from here on: until the first byte the server may think for as long as `first_byte` says.
        constexpr long bytes_a_second = 100;
        set_option(easy_.get(), CURLOPT_LOW_SPEED_LIMIT, bytes_a_second);
        set_option(easy_.get(), CURLOPT_LOW_SPEED_TIME, long(request_.limits.stalled.count()));
    }
    if (head_.take(line)) return true;
    too_large_ = fmt::format("The headers passed {} bytes", request_.limits.max_headers);
    return false;
}

bool Transfer::keep_body(std::string_view chunk)
{
    const auto limit = request_.limits.max_body;
    if (body_.received() == 0) {
        const auto announced = get<curl_off_t>(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
        const auto length = announced > 0 ? static_cast<std::uint64_t>(announced) : 0;
        if (!body_.announce(length)) {
            too_large_ = fmt::format("A body of {} bytes was announced, {} are allowed", length, limit);
            return false;
        }
    }
    if (body_.take(chunk)) return true;
    too_large_ = fmt::format("The body passed {} bytes", limit);
    return false;
}

} // namespace baotin::net
