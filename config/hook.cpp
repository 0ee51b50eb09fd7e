#include "config/hook.hpp"

#include <array>

namespace baotin::config {

namespace {

// The first kBuilt are built.
constexpr std::array<std::string_view, 12> kEventTypes{
    "article.new",   "article.changed", "article.removed", "article.restored",
    "article.moved", "site.failing",    "site.recovered",  "site.challenge",
    "site.silent",   "hook.failing",    "site.drift",      "story.spread"};
constexpr std::size_t kBuilt = 11;

} // namespace

std::span<const std::string_view> event_types()
{
    return kEventTypes;
}

std::span<const std::string_view> built_event_types()
{
    return event_types().first(kBuilt);
}

} // namespace baotin::config
