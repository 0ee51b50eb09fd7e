#pragma once

#include "alerts/dispatcher.hpp"
#include "config/secret.hpp"
#include "tests/alerts/newsroom.hpp"
#include "tests/lab/webhook_receiver.hpp"

#include <gmock/gmock.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace baotin {

using namespace std::chrono_literals;

/// The dispatcher between a real archive and a real receiver.
class DispatcherTest : public testing::Test {
protected:
    config::Hook hook(const std::string& name,
                      std::vector<std::string> events = {"article.new", "article.changed"})
    {
        auto made = samples::hook(name, std::move(events));
        made.url = receiver.url("/" + name);
        made.keys = {config::decode_secret(receiver.secret()).value()};
        made.allow_private = true;
        return made;
    }

    void open(std::vector<config::Hook> hooks)
    {
        config = samples::configuration(std::move(hooks));
        newsroom = std::make_unique<Newsroom>(loop, config);
    }

    void start()
    {
        loop.call([this] {
            net::HttpOptions options;
            options.user_agent = "baotin-test";
            if (!http) http = std::make_unique<net::HttpClient>(loop.executor(), options);
            auto clock = [this] { return newsroom->now(); };
            dispatcher = std::make_unique<alerts::Dispatcher>(loop.executor(), *http, newsroom->recorder(),
                                                              newsroom->reads(), config, clock, &registry);
            dispatcher->start();
        });
    }

    void stop() { loop.run(dispatcher->stop()); }
    void wake()
    {
        loop.call([this] { dispatcher->wake(); });
    }

    /// Jumps to the time of the next retry.
    void jump(std::chrono::milliseconds time)
    {
        newsroom->advance(time);
        wake();
    }

    void TearDown() override
    {
        if (dispatcher) stop();
        loop.call([this] {
            dispatcher.reset();
            http.reset();
        });
        loop.stop();
    }

    std::vector<lab::Received> received(const std::string& path)
    {
        auto all = receiver.received();
        std::erase_if(all, [&](const lab::Received& one) { return one.path != path; });
        return all;
    }

    bool receives(const std::string& path, std::size_t count, std::chrono::milliseconds patience = 20s)
    {
        return eventually([&] { return received(path).size() >= count; }, patience);
    }

    bool all_are(const std::string& hook, const std::string& state)
    {
        return eventually([&] {
            auto states = newsroom->states(hook);
            return std::count(states.begin(), states.end(), state) ==
                   static_cast<std::ptrdiff_t>(states.size());
        });
    }

    LoopThread loop;
    lab::WebhookReceiver receiver;
    prometheus::Registry registry;
    std::shared_ptr<config::Config> config;
    std::unique_ptr<Newsroom> newsroom;
    std::unique_ptr<net::HttpClient> http;
    std::unique_ptr<alerts::Dispatcher> dispatcher;
};

} // namespace baotin
