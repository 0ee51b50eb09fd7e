#include "web/server.hpp"

#include "web/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <set>
#include <stdexcept>
#include <utility>

namespace baotin::web {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

[[noreturn]] void refuse(const ServerOptions& options, const boost::system::error_code& error)
{
    auto where = fmt::format("{}:{}", options.address, options.port);
    if (error == asio::error::address_in_use)
        throw std::runtime_error(
            fmt::format("cannot listen on {}: another program has this port (is baotin already running?); "
                        "choose another in [web] listen of baotin.toml",
                        where));
    if (error == asio::error::access_denied)
        throw std::runtime_error(
            fmt::format("cannot listen on {}: ports below 1024 need a privilege; choose a higher one in "
                        "[web] listen of baotin.toml",
                        where));
    if (error == boost::system::errc::address_not_available)
        throw std::runtime_error(
            fmt::format("cannot listen on {}: this machine does not have that address; mend [web] listen "
                        "of baotin.toml",
                        where));
    throw std::runtime_error(fmt::format("cannot listen on {}: {}", where, error.message()));
}

tcp::endpoint endpoint_of(const ServerOptions& options)
{
    auto text = options.address == "localhost" ? std::string("127.0.0.1") : options.address;
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    boost::system::error_code error;
    auto address = asio::ip::make_address(text, error);
    if (error)
        throw std::runtime_error(
            fmt::format("cannot listen on {}: it is not an IP address; mend [web] listen of baotin.toml",
                        options.address));
    return {address, options.port};
}

tcp::acceptor listening(const asio::any_io_executor& loop, const ServerOptions& options)
{
    auto endpoint = endpoint_of(options);
    tcp::acceptor acceptor(loop);
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true),
                            error); // connections of the last run may linger
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) refuse(options, error);
    return acceptor;
}

} // namespace

/// The listening socket and the sessions it made. Lives on the loop; its coroutine keeps it alive.
class Server::Listener : public std::enable_shared_from_this<Listener> {
public:
    Listener(asio::any_io_executor loop, std::shared_ptr<const Sources> sources)
        : acceptor_(listening(loop, sources->options)),
          port_(acceptor_.local_endpoint().port()),
          pause_(loop),
          sources_(std::move(sources))
    {
    }

    void start()
    {
        auto task = accept(shared_from_this());
        auto ended = [](std::exception_ptr failure) {
            if (failure) std::rethrow_exception(failure);
        };
        asio::co_spawn(acceptor_.get_executor(), std::move(task), ended);
    }

    [[nodiscard]] unsigned short port() const { return port_; }

    void stop()
    {
        stopped_ = true;
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        auto sessions = sessions_; // one that is closed leaves the set
        for (const auto& session : sessions)
            session->close();
    }

private:
    static asio::awaitable<void> accept(std::shared_ptr<Listener> self)
    {
        auto& acceptor = self->acceptor_;
        while (!self->stopped_) {
            auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
            if (self->stopped_) break;
            if (!error) {
                self->welcome(std::move(socket));
                continue;
            }
            // No descriptors left, say: the connection stays in the backlog, and asking at once would spin.
            spdlog::warn("web: cannot accept a connection: {}", error.message());
            self->pause_.expires_after(std::chrono::milliseconds(200));
            co_await self->pause_.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }

    void welcome(tcp::socket socket)
    {
        auto session = std::make_shared<Session>(std::move(socket), sources_);
        if (sessions_.size() >= sources_->options.connections) {
            session->turn_away();
            return;
        }
        sessions_.insert(session);
        auto task = Session::serve(session);
        auto ended = [self = shared_from_this(), session](std::exception_ptr failure) {
            self->sessions_.erase(session);
            report(failure);
        };
        asio::co_spawn(acceptor_.get_executor(), std::move(task), std::move(ended));
    }

    /// One request's trouble is not the daemon's.
    static void report(std::exception_ptr failure)
    {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            spdlog::error("web: a request broke off: {}", error.what());
        }
    }

    tcp::acceptor acceptor_;
    unsigned short port_;
    asio::steady_timer pause_;
    std::shared_ptr<const Sources> sources_;
    std::set<std::shared_ptr<Session>> sessions_;
    bool stopped_ = false;
};

Server::Server(asio::any_io_executor loop, ServerOptions options, archive::Reads& reads,
               prometheus::Registry& registry, std::function<Health()> health)
{
    std::shared_ptr<const Sources> sources(
        new Sources{std::move(options), reads, registry, std::move(health)});
    listener_ = std::make_shared<Listener>(std::move(loop), std::move(sources));
    listener_->start();
}

Server::~Server()
{
    listener_->stop();
}

unsigned short Server::port() const
{
    return listener_->port();
}

void Server::stop()
{
    listener_->stop();
}

} // namespace baotin::web
