#include "web/session.hpp"

#include "web/atom_feed.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <utility>

namespace baotin::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t most_header = 64u << 10;
constexpr std::size_t events_at_once = 100;
constexpr std::chrono::seconds last_moment(1);
constexpr std::size_t most_unread = 256u << 10;

using Serializer = http::response_serializer<http::string_body>;
using Parser = http::request_parser<http::empty_body>;

http::response<http::string_body> made(Reply reply, unsigned version)
{
    http::response<http::string_body> response(static_cast<http::status>(reply.status), version);
    response.set(http::field::server, "baotin");
    response.set(http::field::content_type, reply.type);
    response.set(http::field::cache_control, "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : reply.headers)
        response.set(name, value);
    response.body() = std::move(reply.body);
    response.prepare_payload();
    return response;
}

Request read(const http::request<http::empty_body>& message)
{
    Request request;
    request.method = message.method_string();
    request.target = message.target();
    request.authorization = message[http::field::authorization];
    request.accept = message[http::field::accept];
    return request;
}

/// What to tell a client that sent no request that can be read; nothing where it just left or was too slow.
std::optional<Reply> complaint(beast::error_code error)
{
    if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return error_reply(431, "the request's header is longer than 64 KiB");
    if (error.category() == http::make_error_code(http::error::bad_method).category())
        return error_reply(400, "this is not an HTTP request");
    return std::nullopt;
}

std::vector<archive::StoredEvent> collect(archive::Reader& reader, const EventsWanted& wanted)
{
    std::vector<archive::StoredEvent> events;
    auto cursor = wanted.since;
    for (std::size_t bytes = 0; events.size() < wanted.limit && bytes < most_event_bytes;) {
        auto count = std::min(events_at_once, wanted.limit - events.size());
        auto some = reader.events(cursor, count, wanted.backfill);
        for (auto& event : some) {
            bytes += event.body.size();
            cursor = event.cursor;
            events.push_back(std::move(event));
        }
        if (some.size() < count) break;
    }
    return events;
}

/// The article as it was at the revision that is wanted.
std::optional<archive::Article> article_of(archive::Reader& reader, const ArticleWanted& wanted)
{
    auto article = reader.article(wanted.id);
    if (!article || !wanted.revision || *wanted.revision == article->revision) return article;
    auto revisions = reader.revisions(wanted.id);
    auto found = std::ranges::find(revisions, *wanted.revision, &archive::Revision::number);
    if (found == revisions.end()) return std::nullopt;
    article->text = found->text;
    article->content_hash = found->content_hash;
    article->revision = found->number;
    return article;
}

} // namespace

class Session::Stream : public beast::tcp_stream {
    using beast::tcp_stream::tcp_stream;
};

/// Named so that Beast stays out of the header.
struct Session::Response : http::response<http::string_body> {
    explicit Response(http::response<http::string_body> other)
        : http::response<http::string_body>(std::move(other))
    {
    }
};

Session::Session(asio::ip::tcp::socket socket, std::shared_ptr<const Sources> sources)
    : stream_(std::make_unique<Stream>(std::move(socket))), sources_(std::move(sources))
{
}

Session::~Session() = default;

void Session::close()
{
    stream_->close();
}

void Session::turn_away()
{
    auto reply = error_reply(503, "too many connections, come back soon");
    auto busy = fmt::format("HTTP/1.1 503 Service Unavailable\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
                            "Connection: close\r\nRetry-After: 5\r\n\r\n{}",
                            reply.type, reply.body.size(), reply.body);
    boost::system::error_code ignored;
    stream_->socket().non_blocking(true, ignored);
    stream_->socket().write_some(asio::buffer(busy), ignored);
    stream_->socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    close();
}

asio::awaitable<void> Session::serve(std::shared_ptr<Session> self)
{
    auto& stream = *self->stream_;
    auto timeout = self->sources_->options.timeout;
    beast::flat_buffer buffer(most_header + 1024);
    for (bool open = true; open;) {
        Parser parser;
        parser.header_limit(most_header);
        parser.body_limit(boost::none);
        stream.expires_after(timeout); // for the whole header: trickling it gains no time
        auto [error, size] =
            co_await http::async_read_header(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
        std::optional<Reply> reply;
        if (error) {
            reply = complaint(error);
        } else {
            auto request = read(parser.get());
            reply = co_await self->answer(std::move(request));
        }
        if (!reply) break;

        Response response(made(*std::move(reply), parser.get().version()));
        // A body would have to be read before the next request: there is none that we want.
        open = !error && parser.get().keep_alive() && parser.is_done();
        response.keep_alive(open);
        bool head = !error && parser.get().method() == http::verb::head;
        stream.expires_after(timeout);
        open = co_await self->send(std::move(response), head) && open;
    }
    co_await self->part();
}

asio::awaitable<bool> Session::send(Response response, bool head)
{
    Serializer serializer(response);
    if (head) {
        auto [error, size] =
            co_await http::async_write_header(*stream_, serializer, asio::as_tuple(asio::use_awaitable));
        co_return !error;
    }
    auto [error, size] =
        co_await http::async_write(*stream_, serializer, asio::as_tuple(asio::use_awaitable));
    co_return !error;
}

/// Reads on for a moment: closing on unread bytes would reset the connection, and the client might lose the
/// answer.
asio::awaitable<void> Session::part()
{
    boost::system::error_code over;
    stream_->socket().shutdown(asio::ip::tcp::socket::shutdown_send, over);
    stream_->expires_after(last_moment);
    std::array<char, 4096> unread;
    for (std::size_t rest = most_unread; !over && rest > 0;) {
        auto [error, size] =
            co_await stream_->async_read_some(asio::buffer(unread), asio::as_tuple(asio::use_awaitable));
        over = error;
        rest -= std::min(size, rest);
    }
    stream_->close();
}

asio::awaitable<Reply> Session::answer(Request request)
{
    auto way = route(request, sources_->options.token);
    if (auto* reply = std::get_if<Reply>(&way)) co_return std::move(*reply);
    if (std::holds_alternative<HealthWanted>(way)) co_return health_reply(sources_->health());
    if (auto* metrics = std::get_if<MetricsWanted>(&way))
        co_return metrics_reply(sources_->registry.Collect(), metrics->openmetrics);
    co_return co_await look_up(std::move(way));
}

asio::awaitable<Reply> Session::look_up(Route wanted)
{
    auto read = [wanted = std::move(wanted)](archive::Reader& reader) -> Reply {
        if (const auto* search = std::get_if<SearchWanted>(&wanted))
            return search_reply(reader.search(search->query));
        if (const auto* feed = std::get_if<FeedWanted>(&wanted))
            return atom_reply(*feed, reader.newest_events(feed->query));
        if (const auto* article = std::get_if<ArticleWanted>(&wanted))
            return article_reply(article_of(reader, *article));
        const auto& events = std::get<EventsWanted>(wanted);
        return events_reply(events, collect(reader, events));
    };
    try {
        co_return co_await sources_->reads.run(std::move(read));
    } catch (const std::exception& failure) {
        spdlog::error("web: the archive cannot be read: {}", failure.what());
    }
    co_return error_reply(500, "the archive cannot be read; the log says why");
}

} // namespace baotin::web
