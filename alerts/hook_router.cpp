#include "alerts/hook_router.hpp"

#include "alerts/payload.hpp"
#include "alerts/rules.hpp"

#include <algorithm>
#include <optional>

namespace baotin::alerts {

HookRouter::HookRouter(config::Snapshot config) : config_(std::move(config))
{
    rules_.reserve(config_->hooks.size());
    for (const auto& hook : config_->hooks)
        rules_.emplace_back(hook, *config_);
}

HookRouter::~HookRouter() = default;

std::vector<std::string> HookRouter::route(const archive::Event& event, const archive::Article* article) const
{
    std::optional<SearchedText> text;
    if (article != nullptr) text.emplace(*article);
    const Told told{event, text ? &*text : nullptr};
    std::vector<std::string> hooks;
    for (const auto& rule : rules_)
        if (rule.wants(told)) hooks.push_back(rule.hook());
    return hooks;
}

bool HookRouter::asks_for_roles() const
{
    return std::ranges::any_of(rules_, &Rule::asks_for_role);
}

std::string HookRouter::compose(const archive::Event& event, const archive::Article* article) const
{
    return compose_payload(event, article, *config_);
}

} // namespace baotin::alerts
