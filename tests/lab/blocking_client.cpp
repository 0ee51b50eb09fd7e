#include "blocking_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <stdexcept>

namespace baotin::lab {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::uint64_t kMostBody = 256u << 20;
constexpr std::size_t kReadAtOnce = 64u << 10;

tcp::endpoint endpoint_of(std::string_view base)
{
    constexpr std::string_view scheme = "http://";
    const auto colon = base.rfind(':');
    unsigned short port = 0;
    if (!base.starts_with(scheme) || colon < scheme.size() ||
        std::from_chars(base.data() + colon + 1, base.data() + base.size(), port).ec != std::errc())
        throw std::invalid_argument(fmt::format("\"{}\" is not http://ADDRESS:PORT", base));
    return {asio::ip::make_address(std::string(base.substr(scheme.size(), colon - scheme.size()))), port};
}

} // namespace

std::string Response::header(std::string_view name) const
{
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? std::string() : found->second;
}

class BlockingClient::Connection {
public:
    Connection(std::string_view base, std::chrono::milliseconds patience)
        : server_(endpoint_of(base)), patience_(patience)
    {
    }

    Response ask(const http::request<http::string_body>& request)
    {
        const bool kept = stream_.has_value();
        std::optional<Response> response = attempt(request);
        if (!response && kept) response = attempt(request); // the kept connection had been closed meanwhile
        return response.value_or(Response());
    }

private:
    /// Runs one asynchronous step to its end; Beast's deadlines only hold for those.
    template <typename Start>
    beast::error_code run(Start start)
    {
        beast::error_code result;
        stream_->expires_after(patience_);
        start([&result](beast::error_code error, auto...) { result = error; });
        io_.restart();
        io_.run();
        return result;
    }

    bool connect()
    {
        if (stream_) return true;
        stream_.emplace(io_);
        buffer_.clear();
        buffer_.reserve(kReadAtOnce); // Beast reads no more at a time than fits
        if (!run([this](auto done) { stream_->async_connect(server_, done); })) return true;
        stream_.reset();
        return false;
    }

    /// Nothing where the connection failed before any of the answer.
    std::optional<Response> attempt(const http::request<http::string_body>& request)
    {
        if (!connect()) return std::nullopt;
        http::response_parser<http::string_body> parser;
        parser.body_limit(kMostBody);
        if (request.method() == http::verb::head) parser.skip(true);
        beast::error_code error = run([&](auto done) { http::async_write(*stream_, request, done); });
        if (!error) error = run([&](auto done) { http::async_read(*stream_, buffer_, parser, done); });
        const bool whole = !error && parser.is_done();
        const bool keep = whole && parser.keep_alive();
        if (!keep) stream_.reset();
        if (!parser.is_header_done()) return std::nullopt;
        return to_response(parser.release(), whole);
    }

    static Response to_response(http::response<http::string_body>&& message, bool whole)
    {
        Response response;
        response.status = static_cast<int>(message.result_int());
        for (const auto& field : message) {
            std::string name(field.name_string());
            for (char& c : name)
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            response.headers[name] = std::string(field.value());
        }
        response.body = std::move(message.body());
        response.whole = whole;
        return response;
    }

    const tcp::endpoint server_;
    const std::chrono::milliseconds patience_;
    asio::io_context io_{1};
    std::optional<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
};

BlockingClient::BlockingClient(std::string_view base, std::chrono::milliseconds patience)
    : connection_(std::make_unique<Connection>(base, patience))
{
}

BlockingClient::~BlockingClient() = default;

Response BlockingClient::ask(std::string_view method, std::string_view target, std::string_view body,
                             const Headers& headers)
{
    http::request<http::string_body> request(
        http::string_to_verb(beast::string_view(method.data(), method.size())),
        beast::string_view(target.data(), target.size()), 11);
    request.set(http::field::host, "127.0.0.1");
    for (const auto& [name, value] : headers)
        request.set(name, value);
    request.body() = std::string(body);
    request.prepare_payload();
    return connection_->ask(request);
}

} // namespace baotin::lab
