#include "alerts/dispatcher.hpp"

#include "alerts/hook_line.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>

namespace baotin::alerts {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// The lines of all hooks that are or were configured, by name. A hook that left keeps its line, which rests:
/// it may come back while its last attempt is still on the way.
class Dispatcher::Hooks {
public:
    Hooks(std::shared_ptr<Desk> desk, config::Snapshot config)
        : desk_(std::move(desk)), config_(std::move(config))
    {
    }

    void start()
    {
        started_ = true;
        configure();
    }

    void reload(config::Snapshot config)
    {
        config_ = std::move(config);
        if (started_) configure();
    }

    void wake()
    {
        for (auto& [name, line] : lines_)
            line->wake();
    }

    void stop()
    {
        started_ = false;
        for (auto& [name, line] : lines_)
            line->stop();
    }

    static asio::awaitable<void> drain(std::shared_ptr<Hooks> self)
    {
        self->stop();
        co_await wait_for_end(self, 4s);
        for (auto& [name, line] : self->lines_)
            line->cancel();
        co_await wait_for_end(self, 1s);
    }

private:
    void configure()
    {
        for (auto& [name, line] : lines_)
            if (config_->hook(name) == nullptr) line->configure(std::nullopt);
        for (const auto& hook : config_->hooks) {
            auto& line = lines_[hook.name];
            bool fresh = line == nullptr;
            if (fresh) line = std::make_shared<HookLine>(desk_, hook.name);
            line->configure(hook);
            if (fresh) line->start();
        }
    }

    [[nodiscard]] bool ended() const
    {
        return std::all_of(lines_.begin(), lines_.end(),
                           [](const auto& entry) { return entry.second->ended(); });
    }

    static asio::awaitable<void> wait_for_end(std::shared_ptr<Hooks> self, std::chrono::milliseconds patience)
    {
        auto deadline = std::chrono::steady_clock::now() + patience;
        while (!self->ended() && std::chrono::steady_clock::now() < deadline) {
            self->desk_->idle.expires_at(deadline);
            co_await self->desk_->idle.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }

    std::shared_ptr<Desk> desk_;
    config::Snapshot config_;
    std::map<std::string, std::shared_ptr<HookLine>> lines_;
    bool started_ = false;
};

Dispatcher::Dispatcher(asio::any_io_executor loop, net::HttpClient& http, archive::Recorder& recorder,
                       archive::Reads& reads, config::Snapshot config, std::function<parsers::Time()> now,
                       prometheus::Registry* registry)
{
    auto idle = asio::steady_timer(loop);
    std::shared_ptr<Desk> desk(new Desk{.loop = loop,
                                        .http = http,
                                        .recorder = recorder,
                                        .reads = reads,
                                        .now = std::move(now),
                                        .metrics = DeliveryMetrics(registry),
                                        .idle = std::move(idle)});
    hooks_ = std::make_shared<Hooks>(desk, std::move(config));
    desk->queued = [hooks = std::weak_ptr(hooks_)] {
        if (auto alive = hooks.lock()) alive->wake();
    };
}

Dispatcher::~Dispatcher()
{
    hooks_->stop();
}

void Dispatcher::start()
{
    hooks_->start();
}

void Dispatcher::wake()
{
    hooks_->wake();
}

void Dispatcher::reload(config::Snapshot config)
{
    hooks_->reload(std::move(config));
}

asio::awaitable<void> Dispatcher::stop()
{
    return Hooks::drain(hooks_);
}

} // namespace baotin::alerts
