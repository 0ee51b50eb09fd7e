#include "http_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>
#include <iterator>
#include <optional>
#include <thread>

namespace baotin::lab {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMostBody = 16u << 20;
constexpr std::uint32_t kMostHead = 64u << 10;
constexpr int kMostConnections = 1000; // below the usual limit of 1024 descriptors
constexpr auto kIdle = std::chrono::seconds(60);
constexpr auto kTrickle = std::chrono::milliseconds(10);

using Buffers = std::array<asio::const_buffer, 2>;

/// A port, who answers on it, and how many are connected to the server as a whole.
struct Service {
    std::shared_ptr<Door> door;
    HttpServer::Handler handler;
    std::shared_ptr<int> connections;
};

/// Counts a request as in flight while it lives.
class InFlight {
public:
    explicit InFlight(Door& door) : door_(door)
    {
        const int now = ++door_.in_flight;
        if (now > door_.most_at_once) door_.most_at_once = now;
    }
    ~InFlight() { --door_.in_flight; }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

private:
    Door& door_;
};

class Counted {
public:
    explicit Counted(std::shared_ptr<int> count) : count_(std::move(count)) { ++*count_; }
    ~Counted() { --*count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

private:
    std::shared_ptr<int> count_;
};

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

Request to_request(http::request<http::string_body>&& message)
{
    Request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    const auto question = request.target.find('?');
    request.path = request.target.substr(0, question);
    if (question != std::string::npos) request.query = request.target.substr(question + 1);
    for (const auto& field : message)
        request.headers[lower({field.name_string().data(), field.name_string().size()})] =
            std::string(field.value());
    request.body = std::move(message.body());
    return request;
}

std::string head_of(const Reply& reply, bool keep_alive)
{
    const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(reply.status)));
    std::string head =
        fmt::format("HTTP/1.1 {} {}\r\nServer: nginx\r\nDate: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", reply.status,
                    std::string_view(reason.data(), reason.size()), fmt::gmtime(std::time(nullptr)));
    for (const auto& [name, value] : reply.headers)
        fmt::format_to(std::back_inserter(head), "{}: {}\r\n", name, value);
    const bool bodiless = reply.status == 304 || reply.status == 204;
    if (reply.manner == Reply::Manner::repeated)
        head += "Transfer-Encoding: chunked\r\n";
    else if (!bodiless)
        fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n",
                       reply.body ? reply.body->size() : 0);
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

asio::awaitable<bool> write_two(beast::tcp_stream& stream, std::string_view first, std::string_view second)
{
    const Buffers buffers = {asio::buffer(first.data(), first.size()),
                             asio::buffer(second.data(), second.size())};
    const auto [error, written] = co_await asio::async_write(stream, buffers, kAwait);
    co_return !error;
}

asio::awaitable<bool> trickle(beast::tcp_stream& stream, const Reply& reply, std::string_view head,
                              std::string_view body)
{
    asio::steady_timer timer(stream.get_executor());
    const auto pieces = std::clamp<std::size_t>(static_cast<std::size_t>(reply.duration / kTrickle), 1,
                                                std::max<std::size_t>(body.size(), 1));
    const std::size_t piece = (body.size() + pieces - 1) / pieces;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t sent = 0, step = 1; sent < body.size(); sent += piece, ++step) {
        stream.expires_after(kIdle);
        const bool ok = co_await write_two(stream, head, body.substr(sent, piece));
        if (!ok) co_return false;
        head = {};
        timer.expires_at(start + reply.duration * step / pieces);
        const auto [error] = co_await timer.async_wait(kAwait);
        if (error) co_return false;
    }
    co_return true;
}

asio::awaitable<bool> repeat(beast::tcp_stream& stream, const Reply& reply, std::string_view head,
                             std::string_view body)
{
    bool ok = co_await write_two(stream, head, std::string_view());
    std::string chunk = fmt::format("{:x}\r\n", body.size());
    chunk.append(body).append("\r\n");
    for (std::size_t i = 0; ok && i < reply.times; ++i) {
        stream.expires_after(kIdle);
        ok = co_await write_two(stream, chunk, std::string_view());
    }
    if (ok) ok = co_await write_two(stream, "0\r\n\r\n", std::string_view());
    co_return ok;
}

asio::awaitable<void> wait_for_the_end(beast::tcp_stream& stream)
{
    stream.expires_never();
    std::array<char, 1024> scratch{};
    while (true) {
        const auto [error, read] = co_await stream.async_read_some(asio::buffer(scratch), kAwait);
        if (error) co_return;
    }
}

void reset(beast::tcp_stream& stream)
{
    boost::system::error_code ignored;
    stream.socket().set_option(asio::socket_base::linger(true, 0), ignored);
    stream.socket().close(ignored);
}

/// Answers in the manner asked for; false where the connection cannot go on.
asio::awaitable<bool> answer(beast::tcp_stream& stream, const Reply& reply, bool keep_alive, bool head_only)
{
    const std::string head = head_of(reply, keep_alive);
    const bool bodiless = head_only || reply.status == 304 || reply.status == 204;
    const std::string_view body =
        reply.body && !bodiless ? std::string_view(*reply.body) : std::string_view();
    bool ok = false;
    stream.expires_after(kIdle);
    switch (reply.manner) {
    case Reply::Manner::whole:
        ok = co_await write_two(stream, head, body);
        break;
    case Reply::Manner::trickled:
        if (body.empty())
            ok = co_await write_two(stream, head, std::string_view());
        else
            ok = co_await trickle(stream, reply, head, body);
        break;
    case Reply::Manner::repeated:
        if (body.empty())
            ok = co_await write_two(stream, head, std::string_view());
        else
            ok = co_await repeat(stream, reply, head, body);
        break;
    case Reply::Manner::cut_off:
        co_await write_two(stream, head, body.substr(0, body.size() / 2));
        break;
    case Reply::Manner::reset:
        reset(stream);
        break;
    case Reply::Manner::dropped:
        break;
    case Reply::Manner::never:
        co_await wait_for_the_end(stream);
        break;
    }
    co_return ok&& keep_alive;
}

Reply bad_request()
{
    Reply reply;
    reply.status = 400;
    return reply;
}

/// A handler that throws has a bug: whoever asked shall see it, and the server goes on.
Reply handle(const HttpServer::Handler& handler, const Request& request)
{
    try {
        return handler(request);
    } catch (const std::exception& bug) {
        Reply reply;
        reply.status = 500;
        reply.headers = {{"Content-Type", "text/plain"}};
        reply.body = std::make_shared<const std::string>(bug.what());
        return reply;
    }
}

/// One request and its answer; false where the connection ends.
asio::awaitable<bool> serve_one(beast::tcp_stream& stream, beast::flat_buffer& buffer, const Service& service,
                                int nth)
{
    http::request_parser<http::string_body> parser;
    parser.body_limit(kMostBody);
    parser.header_limit(kMostHead);
    stream.expires_after(kIdle);
    const auto [error, read] = co_await http::async_read(stream, buffer, parser, kAwait);
    if (error) {
        // An error of the parser, not of the connection: there is still somebody to tell.
        if (error.category() == http::make_error_code(http::error::bad_method).category() &&
            error != http::error::end_of_stream && error != http::error::partial_message) {
            const Reply reply = bad_request();
            co_await answer(stream, reply, false, false);
        }
        co_return false;
    }
    const InFlight in_flight(*service.door);
    // Whoever is at another connection's door already counts as in flight too: let the loop read them first.
    co_await asio::post(stream.get_executor(), asio::use_awaitable);
    const bool keep_alive = parser.keep_alive();
    const bool head_only = parser.get().method() == http::verb::head;
    Request request = to_request(parser.release());
    request.nth = nth;
    const Reply reply = handle(service.handler, request);
    const bool goes_on = co_await answer(stream, reply, keep_alive, head_only);
    co_return goes_on;
}

asio::awaitable<void> serve_connection(beast::tcp_stream stream, Service service)
{
    const Counted counted(service.connections);
    beast::flat_buffer buffer;
    bool goes_on = true;
    for (int nth = 1; goes_on; ++nth)
        goes_on = co_await serve_one(stream, buffer, service, nth);
    boost::system::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> accept_all(tcp::acceptor acceptor, Service service)
{
    asio::steady_timer pause(acceptor.get_executor());
    while (true) {
        auto [error, socket] = co_await acceptor.async_accept(kAwait);
        if (error == asio::error::operation_aborted) co_return;
        if (error) { // out of descriptors, say: asking again at once would only spin
            pause.expires_after(std::chrono::milliseconds(20));
            co_await pause.async_wait(kAwait);
            continue;
        }
        if (*service.connections >= kMostConnections) continue;
        boost::system::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        beast::tcp_stream stream(std::move(socket));
        Service copy = service;
        asio::co_spawn(acceptor.get_executor(), serve_connection(std::move(stream), std::move(copy)),
                       asio::detached);
    }
}

} // namespace

std::string Request::header(std::string_view name) const
{
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? std::string() : found->second;
}

class HttpServer::Loop {
public:
    Loop() : work_(asio::make_work_guard(io_)), thread_([this] { io_.run(); }) {}
    ~Loop()
    {
        io_.stop();
        thread_.join();
    }

    std::shared_ptr<const Door> open(Handler handler, unsigned short port)
    {
        tcp::acceptor acceptor(io_, tcp::endpoint(asio::ip::address_v4::loopback(), port), true);
        Service service{std::make_shared<Door>(), std::move(handler), connections_};
        service.door->port = acceptor.local_endpoint().port();
        const std::shared_ptr<const Door> door = service.door;
        asio::co_spawn(io_, accept_all(std::move(acceptor), std::move(service)), asio::detached);
        return door;
    }

private:
    asio::io_context io_{1};
    std::shared_ptr<int> connections_ = std::make_shared<int>(0); // touched by the loop's thread alone
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::thread thread_;
};

HttpServer::HttpServer() : loop_(std::make_unique<Loop>())
{
}
HttpServer::~HttpServer() = default;

std::shared_ptr<const Door> HttpServer::open(Handler handler, unsigned short port)
{
    return loop_->open(std::move(handler), port);
}

} // namespace baotin::lab
