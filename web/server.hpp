#pragma once

#include "archive/reads.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace prometheus {
class Registry;
}

namespace baotin::web {

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 8680; ///< 0: any free port, see Server::port()
    std::optional<std::string>
        token; ///< where set, everything but /healthz asks for `Authorization: Bearer TOKEN`
    std::chrono::milliseconds timeout =
        std::chrono::seconds(30);  ///< to send a request, and again to take its answer
    std::size_t connections = 256; ///< at once; further ones are answered 503
};

/// What /healthz answers: is the daemon doing its work?
struct Health {
    bool ok = true;
    std::string detail; ///< one line of what is wrong
};

/// The daemon's web side: `/healthz`, `/metrics` (OpenMetrics),
/// `/api/events?since=CURSOR[&limit=N][&backfill=1]`, `/api/search?q=WORDS…`, `/api/events.atom?site=…&q=…`
/// (docs/archive.md).
///
/// Lives on the loop; archive reads happen off it, through `reads`, which must outlive the server, as must
/// `registry`. Changes nothing. Limits: 64 KiB of request header, no bodies, 30 s a request, 256 connections.
class Server {
public:
    /// Binds and listens at once. Throws std::runtime_error with a sentence for the operator where the
    /// address is in use or not ours.
    Server(boost::asio::any_io_executor loop, ServerOptions options, archive::Reads& reads,
           prometheus::Registry& registry, std::function<Health()> health);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] unsigned short port() const;
    void stop(); ///< no further connections; those open are closed

private:
    class Listener;
    std::shared_ptr<Listener> listener_;
};

} // namespace baotin::web
