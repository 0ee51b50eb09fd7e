#pragma once

#include "archive/reads.hpp"
#include "web/routes.hpp"
#include "web/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>

namespace prometheus {
class Registry;
}

namespace baotin::web {

/// What answers are made of. Lives on the loop; the references outlive the server.
struct Sources {
    ServerOptions options;
    archive::Reads& reads;
    prometheus::Registry& registry;
    std::function<Health()> health;
};

/// One connection: request after request, until the client closes it, is too slow or speaks no HTTP. Keeps
/// `sources` alive.
///
/// Lives on the loop.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(boost::asio::ip::tcp::socket socket, std::shared_ptr<const Sources> sources);
    ~Session();

    static boost::asio::awaitable<void> serve(std::shared_ptr<Session> self);
    /// Says once, without waiting, that there are too many connections.
    void turn_away();
    void close();

private:
    class Stream;
    struct Response;
    boost::asio::awaitable<Reply> answer(Request request);
    boost::asio::awaitable<Reply> read_events(EventsWanted wanted);
    boost::asio::awaitable<Reply> read_article(ArticleWanted wanted);
    boost::asio::awaitable<bool> send(Response response, bool head); ///< false: the client has not taken it
    boost::asio::awaitable<void> part();

    std::unique_ptr<Stream> stream_;
    std::shared_ptr<const Sources> sources_;
};

} // namespace baotin::web
