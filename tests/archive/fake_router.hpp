#pragma once

#include "archive/event.hpp"

#include <fmt/format.h>

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace baotin::archive {

/// Tells every event to the same hooks (a backfill to nobody) and remembers what it was asked to word.
class FakeRouter final : public Router {
public:
    struct Told {
        Event event;
        std::optional<Article> article;
    };

    explicit FakeRouter(std::vector<std::string> hooks = {"newsroom"}) : hooks_(std::move(hooks)) {}

    [[nodiscard]] std::vector<std::string> route(const Event& event, const Article* article) const override
    {
        if (event.role && article != nullptr) {
            const std::lock_guard lock(mutex_);
            judged_.push_back({event, *article});
        }
        if (event.backfill) return {};
        auto hooks = hooks_;
        if (asks_for_roles_ && event.role) hooks.emplace_back(to_string(*event.role));
        return hooks;
    }

    /// Further hooks: one for firsts, one for repeats.
    void ask_for_roles() { asks_for_roles_ = true; }
    [[nodiscard]] bool asks_for_roles() const override { return asks_for_roles_; }
    /// What it was asked to route with a role, in order.
    [[nodiscard]] std::vector<Told> judged() const
    {
        const std::lock_guard lock(mutex_);
        return judged_;
    }

    [[nodiscard]] std::string compose(const Event& event, const Article* article) const override
    {
        const std::lock_guard lock(mutex_);
        told_.push_back({event, article == nullptr ? std::nullopt : std::optional(*article)});
        return fmt::format(R"({{"type":"{}","title":"{}"}})", to_string(event.type),
                           article == nullptr ? "" : article->text.title);
    }

    [[nodiscard]] std::vector<Told> told() const
    {
        const std::lock_guard lock(mutex_);
        return told_;
    }

private:
    std::vector<std::string> hooks_;
    bool asks_for_roles_ = false;
    mutable std::mutex mutex_;
    mutable std::vector<Told> told_, judged_;
};

} // namespace baotin::archive
