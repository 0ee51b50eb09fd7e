#include "config/hook.hpp"

#include <algorithm>
#include <array>

namespace baotin::config {

namespace {

constexpr std::array<std::string_view, 12> kEventTypes{
    "article.new",   "article.changed", "article.removed", "article.restored",
    "article.moved", "site.failing",    "site.recovered",  "site.challenge",
    "site.silent",   "hook.failing",    "site.drift",      "story.spread"};

bool same_province(const std::vector<std::string>& names, const std::optional<parsers::Province>& province)
{
    const auto is_it = [&](const std::string& name) {
        const auto found = parsers::find_province(name);
        return found && found->successor == province->successor;
    };
    return province && std::ranges::any_of(names, is_it);
}

bool holds(const std::vector<std::string>& values, std::string_view value)
{
    return std::ranges::find(values, value) != values.end();
}

} // namespace

std::span<const std::string_view> event_types()
{
    return kEventTypes;
}

bool matches(const Where& where, const Site& site)
{
    return (where.site.empty() || holds(where.site, site.id)) &&
           (where.kind.empty() || holds(where.kind, to_string(site.kind))) &&
           (where.province.empty() || same_province(where.province, site.province));
}

} // namespace baotin::config
