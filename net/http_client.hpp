#pragma once

#include "net/http.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>

namespace prometheus {
class Registry;
}

namespace baotin::net {

struct HttpOptions {
    std::string user_agent;
    int connections = 64;       ///< in flight at once over all hosts; further fetches wait their turn
    int kept_connections = 256; ///< beyond those, for hosts that will be asked again
    prometheus::Registry* registry = nullptr; ///< optional
    std::string ca_file;                      ///< PEM; empty: the system's certificate authorities
};

/// libcurl multi driven by Asio: an awaitable HTTP client that keeps and reuses connections.
///
/// Lives on the loop: every call and completion happens on the executor's one thread. Redirects are never
/// followed (the caller asks robots.txt and the host's budget first) and only http and https are spoken.
/// Destroying it ends what is in flight; the fetching coroutines must not be resumed afterwards, so call
/// shutdown() first and let them finish.
class HttpClient final : public Fetcher {
public:
    HttpClient(boost::asio::any_io_executor loop, HttpOptions options);
    ~HttpClient() override;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    boost::asio::awaitable<FetchResult> fetch(Request request) override;

    /// Ends every fetch in flight, and every later one at once, as `cancelled`.
    void shutdown();

    /// Fetches on the wire now; those that wait their turn are not counted.
    [[nodiscard]] int in_flight() const;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

} // namespace baotin::net
