#include "daemon/archive_watch.hpp"
#include "daemon/commands.hpp"
#include "daemon/node.hpp"
#include "daemon/output.hpp"
#include "daemon/service_manager.hpp"
#include "daemon/setting.hpp"
#include "web/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <tuple>

namespace baotin::daemon {
namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

constexpr auto kShutdown = 9s; // less than the ten seconds that we promise
constexpr auto kDay = 24h;

/// What of the configuration cannot be swapped while we run.
bool reads_at_start_differ(const config::Config& a, const config::Config& b)
{
    auto web = [](const config::Web& one) { return std::tie(one.address, one.port, one.token); };
    auto crawler = [](const config::Crawler& one) {
        return std::tie(one.user_agent, one.connections, one.allow_private, one.timeout, one.connect_timeout,
                        one.first_byte_timeout, one.stall_timeout, one.max_page, one.max_header,
                        one.max_redirects, one.max_ratio);
    };
    return a.store.url != b.store.url || web(a.web) != web(b.web) || crawler(a.crawler) != crawler(b.crawler);
}

std::string sentence(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "an unknown failure";
    }
}

/// `baotin run`: the node, its web side, and the signals that steer them. Lives on the main thread.
class Service {
public:
    explicit Service(config::Snapshot config)
        : started_with_(config),
          node_(std::move(config)),
          signals_(node_.loop(), SIGTERM, SIGINT, SIGHUP),
          deadline_(node_.loop()),
          care_(node_.loop()),
          watch_(node_.loop().get_executor(), node_.care_reads(), node_.recorder(),
                 node_.config().store.sqlite_file),
          web_(std::make_unique<web::Server>(node_.loop().get_executor(), web_options(), node_.web_reads(),
                                             node_.registry(), [this] { return health(); }))
    {
    }

    ExitCode run();

private:
    [[nodiscard]] web::ServerOptions web_options() const
    {
        const auto& web = node_.config().web;
        return {web.address, web.port, web.token};
    }
    [[nodiscard]] web::Health health() const
    {
        if (stopping_) return {false, "stopping"};
        if (auto trouble = watch_.trouble()) return {false, *std::move(trouble)};
        return {};
    }
    [[nodiscard]] std::string status() const
    {
        const auto& config = node_.config();
        return fmt::format("watching {}, telling {}", counted(config.sites.size(), "site"),
                           counted(config.hooks.size(), "hook"));
    }

    awaitable<void> obey_signals();
    awaitable<void> reload();
    awaitable<void> take_care();
    awaitable<void> stop();
    void failed(std::exception_ptr failure);

    config::Snapshot started_with_;
    Node node_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer deadline_;
    boost::asio::steady_timer care_;
    ArchiveWatch watch_;
    std::unique_ptr<web::Server> web_;
    ServiceManager manager_;
    std::exception_ptr failure_;
    bool stopping_ = false;
};

ExitCode Service::run()
{
    auto ended = [this](std::exception_ptr failure) {
        if (failure) failed(failure);
    };
    boost::asio::co_spawn(node_.loop(), obey_signals(), ended);
    boost::asio::co_spawn(node_.loop(), take_care(), ended);
    boost::asio::co_spawn(node_.loop(), watch_.watch_disk(), ended);
    auto derived = [this](std::exception_ptr failure) {
        if (failure) watch_.gave_up(sentence(failure));
    };
    auto told = [this] { node_.dispatcher().wake(); };
    boost::asio::co_spawn(node_.loop(), watch_.index_texts(), derived);
    boost::asio::co_spawn(node_.loop(), watch_.join_stories(std::move(told)), derived);
    boost::asio::co_spawn(node_.loop(), watch_.pack_pages(), derived);
    if (node_.left_by_force()) boost::asio::co_spawn(node_.loop(), watch_.check_file(), ended);
    boost::asio::co_spawn(node_.loop(), node_.crawler().run(), ended);
    node_.dispatcher().start();
    spdlog::info("baotin {} {}; web on {}:{}", BAOTIN_VERSION, status(), node_.config().web.address,
                 web_->port());
    manager_.ready(status());
    node_.loop().run();
    if (failure_)
        throw CommandError(sentence(failure_), ExitCode::problem); // and the service manager starts us anew
    spdlog::info("stopped");
    return ExitCode::ok;
}

awaitable<void> Service::obey_signals()
{
    for (;;) {
        auto signal = co_await signals_.async_wait(boost::asio::use_awaitable);
        if (signal != SIGHUP) {
            spdlog::info("signal {}: stopping", signal);
            break;
        }
        co_await reload();
    }
    co_await stop();
}

/// The whole new configuration, or the old one and the reason.
awaitable<void> Service::reload()
{
    manager_.reloading();
    auto config = config::load(node_.config().file);
    if (config) {
        bool restart = reads_at_start_differ(**config, *started_with_);
        if (restart)
            spdlog::warn("[store], [web] and [crawler] are read at the start only: restart to apply them");
        auto snapshot = std::move(*config);
        co_await node_.reload(std::move(snapshot));
        spdlog::info("reloaded: {}", status());
    } else {
        for (const auto& problem : config.error())
            spdlog::error("{}", config::to_string(problem));
        spdlog::error("reload refused: the old configuration stays in force");
    }
    manager_.ready(status());
}

/// Daily: raw pages past their age, or their site's room, go.
awaitable<void> Service::take_care()
{
    constexpr std::size_t at_once = 500; // a short transaction, so that visits do not wait for it
    for (;;) {
        auto before = now() - node_.config().store.keep_pages;
        std::size_t dropped = 0, batch = 0;
        do {
            batch = co_await node_.recorder().drop_raw_pages(before, at_once);
            dropped += batch;
        } while (batch == at_once && !stopping_);
        if (dropped > 0) spdlog::info("{} stored pages were older than keep_pages and dropped", dropped);
        const auto room = node_.config().store.keep_pages_size;
        dropped = 0;
        do {
            batch = co_await node_.recorder().drop_raw_pages_beyond(room, at_once);
            dropped += batch;
        } while (batch >= at_once && !stopping_);
        if (dropped > 0) spdlog::info("{} stored pages were beyond keep_pages_size and dropped", dropped);
        if (stopping_) co_return;
        care_.expires_after(kDay);
        boost::system::error_code woken;
        auto token = boost::asio::redirect_error(boost::asio::use_awaitable, woken);
        co_await care_.async_wait(token);
        if (stopping_) co_return;
    }
}

awaitable<void> Service::stop()
{
    if (stopping_) co_return;
    stopping_ = true;
    manager_.stopping();
    signals_.cancel();
    care_.cancel();
    watch_.stop();
    web_->stop();
    deadline_.expires_after(kShutdown);
    deadline_.async_wait([](boost::system::error_code error) {
        if (error) return;
        spdlog::error("not stopped after {} s: leaving; nothing that was recorded is lost",
                      kShutdown.count());
        std::_Exit(static_cast<int>(ExitCode::problem));
    });
    co_await node_.stop();
    deadline_.cancel();
}

/// A bug or a broken store: end cleanly and let the service manager start us anew.
void Service::failed(std::exception_ptr failure)
{
    if (stopping_) return;
    failure_ = failure;
    boost::asio::co_spawn(node_.loop(), stop(), [](std::exception_ptr) {});
}

} // namespace

ExitCode run(const Common& common)
{
    auto config = load_config(common);
    Service service(std::move(config));
    return service.run();
}

} // namespace baotin::daemon
