#include "daemon/node.hpp"

#include "alerts/hook_router.hpp"
#include "config/warnings.hpp"
#include "daemon/output.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace baotin::daemon {
namespace {

/// Enough for every hook's few requests at once, so that hooks that stall leave the others theirs; some more
/// for hooks to come.
int webhook_connections(const config::Config& config)
{
    int all = 32;
    for (const auto& hook : config.hooks)
        all += hook.concurrency;
    return std::min(all, 2048);
}

std::unique_ptr<archive::Store> claimed_store(const config::Config& config)
{
    auto store = archive::open_sqlite(config.store.sqlite_file, archive::OpenMode::create);
    store->claim();
    return store;
}

} // namespace

Node::Node(config::Snapshot config) : config_(std::move(config)), store_(claimed_store(*config_))
{
    auto loop = loop_.get_executor();
    reads_ = std::make_unique<archive::Reads>(store_->reader());
    care_reads_ = std::make_unique<archive::Reads>(store_->reader());
    web_reads_ = std::make_unique<archive::Reads>(store_->reader());
    auto router = std::make_shared<const alerts::HookRouter>(config_);
    archive::RecorderOptions recording;
    recording.registry = &registry_;
    recorder_ = std::make_unique<archive::Recorder>(loop, store_->writer(), std::move(router), recording);
    pool_ = std::make_unique<crawler::ParsePool>(std::max(1U, std::thread::hardware_concurrency()));

    net::HttpOptions pages;
    pages.user_agent = config_->crawler.user_agent;
    pages.connections = config_->crawler.connections;
    pages.registry = &registry_;
    http_ = std::make_unique<net::HttpClient>(loop, std::move(pages));
    net::HttpOptions hooks;
    hooks.user_agent = config_->crawler.user_agent;
    hooks.connections = webhook_connections(*config_);
    webhooks_ = std::make_unique<net::HttpClient>(loop, std::move(hooks));

    dispatcher_ =
        std::make_unique<alerts::Dispatcher>(loop, *webhooks_, *recorder_, *reads_, config_, now, &registry_);
    crawler::CrawlerParts parts{
        *http_, *recorder_, *reads_, *pool_, clock_, [this] { dispatcher_->wake(); }, &registry_};
    crawler_ = std::make_unique<crawler::Crawler>(loop, std::move(parts), config_);
    warn();
}

Node::~Node() = default;

void Node::warn() const
{
    for (const auto& warning : config::warnings(*config_))
        spdlog::warn("{}", warning);
}

boost::asio::awaitable<void> Node::reload(config::Snapshot config)
{
    config_ = std::move(config);
    recorder_->set_router(std::make_shared<const alerts::HookRouter>(config_));
    dispatcher_->reload(config_);
    warn();
    co_await crawler_->reload(config_);
}

boost::asio::awaitable<void> Node::stop()
{
    recorder_->stop_waiting();
    co_await crawler_->stop();
    co_await dispatcher_->stop();
    http_->shutdown();
    webhooks_->shutdown();
}

} // namespace baotin::daemon
