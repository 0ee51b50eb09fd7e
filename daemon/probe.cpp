#include "daemon/probe.hpp"

#include "crawler/polite_fetch.hpp"
#include "daemon/output.hpp"
#include "net/http_client.hpp"
#include "parsers/url.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace baotin::daemon {
namespace {

net::HttpOptions client_options(const config::Crawler& settings)
{
    net::HttpOptions options;
    options.user_agent = settings.user_agent;
    options.connections = settings.connections;
    return options;
}

} // namespace

class Probe::Loop {
public:
    explicit Loop(config::Crawler settings)
        : settings_(std::move(settings)),
          http_(io_.get_executor(), client_options(settings_)),
          fetch_(http_, budgets_, memory_, settings_, clock_)
    {
    }

    template <class Answer>
    Answer wait_for(boost::asio::awaitable<Answer> work)
    {
        std::optional<Answer> answer;
        std::exception_ptr failure;
        auto done = [&](std::exception_ptr thrown, Answer result) {
            failure = thrown;
            if (!failure) answer.emplace(std::move(result));
        };
        boost::asio::co_spawn(io_, std::move(work), done);
        io_.restart();
        io_.run();
        if (failure) std::rethrow_exception(failure);
        return std::move(*answer);
    }

    boost::asio::awaitable<std::expected<crawler::Fetched, crawler::NotFetched>> fetch(std::string url,
                                                                                       Site site)
    {
        archive::Page page;
        page.url = url;
        auto host = parsers::host_key(url);
        crawler::Turn turn(budgets_, std::move(host), site->visit.delay, clock_);
        co_return co_await fetch_.fetch(std::move(page), std::move(site), std::move(url), false, turn);
    }

    boost::asio::awaitable<std::shared_ptr<const crawler::RobotsEntry>> robots(std::string url)
    {
        auto host = parsers::host_key(url);
        crawler::Turn turn(budgets_, std::move(host), std::chrono::milliseconds(0), clock_);
        co_return co_await fetch_.robots_of(std::move(url), turn);
    }

private:
    config::Crawler settings_;
    boost::asio::io_context io_{1};
    crawler::SystemClock clock_{io_.get_executor()};
    crawler::NoMemory memory_;
    crawler::HostBudgets budgets_;
    net::HttpClient http_;
    crawler::PoliteFetch fetch_;
};

Probe::Probe(config::Crawler settings, Addresses addresses)
{
    settings.allow_private = settings.allow_private || addresses == Addresses::any;
    loop_ = std::make_unique<Loop>(std::move(settings));
}

Probe::~Probe() = default;

std::expected<crawler::WirePage, std::string> Probe::fetch(const std::string& url, Site site)
{
    auto fetched = loop_->wait_for(loop_->fetch(url, std::move(site)));
    if (!fetched) return std::unexpected(std::move(fetched.error().detail));
    return crawler::wire_page(std::move(fetched->response), std::move(fetched->url));
}

std::shared_ptr<const crawler::RobotsEntry> Probe::robots(const std::string& url)
{
    return loop_->wait_for(loop_->robots(url));
}

} // namespace baotin::daemon
