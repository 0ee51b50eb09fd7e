#include "net/http_client.hpp"

#include "net/curl_engine.hpp"

#include <algorithm>

namespace baotin::net {

std::optional<std::string_view> Response::header(std::string_view name) const
{
    const auto found =
        std::ranges::find(headers, name, [](const auto& header) { return std::string_view(header.first); });
    if (found == headers.end()) return std::nullopt;
    return found->second;
}

HttpClient::HttpClient(boost::asio::any_io_executor loop, HttpOptions options)
    : engine_(std::make_unique<Engine>(std::move(loop), std::move(options)))
{
}

HttpClient::~HttpClient() = default;

boost::asio::awaitable<FetchResult> HttpClient::fetch(Request request)
{
    return engine_->fetch(std::move(request));
}

void HttpClient::shutdown()
{
    engine_->shutdown();
}

int HttpClient::in_flight() const
{
    return engine_->in_flight();
}

} // namespace baotin::net
