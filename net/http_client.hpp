#pragma once

#include <boost/asio/any_io_executor.hpp>
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

namespace prometheus {
class Registry;
}

namespace baotin::net {

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

struct Request {
    std::string method = "GET"; ///< GET, HEAD or POST
    std::string url;            ///< http or https
    Headers headers;  ///< `Accept-Encoding` is the caller's business: bodies are handed over as sent
    std::string body; ///< POST only
    Limits limits;
    bool allow_private = false; ///< may the address actually connected to be private or loopback?
};

struct Response {
    int status = 0;
    Headers headers;                      ///< of the final response, names in lower case
    std::string body;                     ///< as sent: not inflated
    std::string address;                  ///< the IP address actually connected to
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
};

struct HttpOptions {
    std::string user_agent;
    int connections = 64; ///< in flight at once over all hosts; further fetches wait their turn
    prometheus::Registry* registry = nullptr; ///< optional
    std::string ca_file;                      ///< PEM; empty: the system's certificate authorities
};

/// libcurl multi driven by Asio: an awaitable HTTP client that keeps and reuses connections.
///
/// Lives on the loop: every call and completion happens on the executor's one thread. Redirects are never
/// followed (the caller asks robots.txt and the host's budget first) and only http and https are spoken.
/// Destroying it ends what is in flight; the fetching coroutines must not be resumed afterwards, so call
/// shutdown() first and let them finish.
class HttpClient {
public:
    HttpClient(boost::asio::any_io_executor loop, HttpOptions options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Answers any status as a Response. Honours the coroutine's cancellation: the transfer is ended and
    /// `FetchError::cancelled` answered. Throws std::invalid_argument on what no caller should ask for:
    /// another method, or a header with a line break in it.
    boost::asio::awaitable<std::expected<Response, FetchFailure>> fetch(Request request);

    /// Ends every fetch in flight, and every later one at once, as `cancelled`.
    void shutdown();

    /// Fetches on the wire now; those that wait their turn are not counted.
    [[nodiscard]] int in_flight() const;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

} // namespace baotin::net
