#include "config/hook_block.hpp"

#include "config/fields.hpp"
#include "config/secret.hpp"
#include "parsers/text/canonical.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace baotin::config {

namespace {

constexpr std::array<std::string_view, 3> kKinds{"police", "press", "government"};
constexpr std::size_t kLongestName = 64;

std::optional<std::string> as_hook_name(const Value& value)
{
    auto name = value.text("a string such as \"newsroom\"");
    if (!name) return {};
    const bool plain = std::ranges::all_of(*name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    });
    if (plain && name->size() <= kLongestName) return name;
    value.refuse(
        fmt::format("{} is no name of a hook: letters a-z and A-Z, digits, -, _ and . only, at most {}",
                    in_quotes(*name), kLongestName));
    return {};
}

/// Kept as it is written: a subscriber's URL may carry parameters that a crawler would drop.
std::optional<std::string> as_hook_url(const Value& value)
{
    const auto normal = as_url(value);
    if (!normal) return {};
    auto url = *value.text("");
    const bool plain =
        std::ranges::all_of(url, [](unsigned char c) { return c > ' ' && c < 0x7F && c != '\\'; });
    if (!plain) {
        value.refuse(fmt::format("{} holds letters that no URL holds; write it as {}", in_quotes(url),
                                 in_quotes(*normal)));
        return {};
    }
    const auto host = url.substr(0, url.find_first_of("/?#", url.find("//") + 2));
    if (host.find('@') == std::string::npos) return url;
    value.refuse(
        "a password does not belong into this file; deliveries are signed, that is what the receiver checks");
    return {};
}

std::vector<std::string> article_events()
{
    std::vector<std::string> events;
    for (const auto type : built_event_types())
        if (type.starts_with("article.")) events.emplace_back(type);
    return events;
}

std::vector<std::string> as_events(const Value& value)
{
    std::vector<std::string> events;
    const auto items = value.one_or_many();
    if (items.empty())
        value.refuse("an empty list tells nothing; leave events out to hear of every article.* event");
    for (const Value& item : items) {
        const auto type = item.text("the name of an event such as \"article.new\"");
        if (!type) continue;
        if (std::ranges::find(event_types(), *type) == event_types().end())
            item.refuse(
                fmt::format("unknown event {}{}", in_quotes(*type), suggestion(*type, built_event_types())));
        else if (std::ranges::find(built_event_types(), *type) == built_event_types().end())
            item.refuse(
                fmt::format("{} is part of the contract but not built in this version; take it out", *type));
        else if (std::ranges::find(events, *type) != events.end())
            item.refuse(fmt::format("{} stands here twice", *type));
        else
            events.push_back(*type);
    }
    return events;
}

/// The items of one key of `where`. An empty list could never match.
std::vector<Value> where_items(Table& where, std::string_view key)
{
    const auto value = where.take(key);
    if (!value) return {};
    auto items = value->one_or_many();
    if (items.empty()) value->refuse(fmt::format("{} = [] would never match; leave it out", key));
    return items;
}

void read_words(Table& where, std::string_view key, std::vector<std::string>& words)
{
    for (const Value& item : where_items(where, key)) {
        const auto text = item.text("a word or phrase such as \"bầu cử\"");
        if (!text) continue;
        auto word = parsers::canonical_line(*text);
        const bool says_something =
            std::ranges::any_of(word, [](unsigned char c) { return c >= 0x80 || std::isalnum(c); });
        if (says_something)
            words.push_back(std::move(word));
        else
            item.refuse(fmt::format("{} has neither letter nor digit", in_quotes(*text)));
    }
}

Where read_where(Table& block, std::vector<SiteMention>& mentions)
{
    Where where;
    for (const Value& item : where_items(block, "site"))
        if (const auto id = item.text("the id of a site")) {
            where.site.push_back(*id);
            mentions.push_back({*id, item.place()});
        }
    for (const Value& item : where_items(block, "kind"))
        if (const auto index = as_choice(item, kKinds)) where.kind.emplace_back(kKinds[*index]);
    for (const Value& item : where_items(block, "province"))
        if (as_province(item)) where.province.push_back(*item.text(""));
    for (const Value& item : where_items(block, "mentions"))
        if (as_province(item)) where.mentions.push_back(*item.text(""));
    read_words(block, "any", where.any);
    read_words(block, "all", where.all);
    if (const auto exact = block.take("exact")) put(where.exact, exact->flag());
    block.refuse_unknown_keys();
    return where;
}

Hook read_hook(Table& block, std::vector<SiteMention>& mentions)
{
    Hook hook;
    if (const auto name = block.need("name", "\"newsroom\"")) put(hook.name, as_hook_name(*name));
    if (const auto url = block.need("url", "\"https://example.org/hooks/baotin\""))
        put(hook.url, as_hook_url(*url));
    put(hook.secret, read_hook_secret(block));
    const auto events = block.take("events");
    hook.events = events ? as_events(*events) : article_events();
    if (auto where = block.table("where")) hook.where = read_where(*where, mentions);
    const std::pair<std::string_view, bool&> flags[] = {
        {"allow_private", hook.allow_private}, {"backfill", hook.backfill}, {"cosmetic", hook.cosmetic}};
    for (const auto& [key, flag] : flags)
        if (const auto value = block.take(key)) put(flag, value->flag());
    block.refuse_unknown_keys();
    return hook;
}

} // namespace

std::vector<Hook> read_hooks(Table& root, std::vector<SiteMention>& mentions)
{
    std::vector<Hook> hooks;
    std::map<std::string, Place> names;
    for (Table& block : root.tables("hook")) {
        hooks.push_back(read_hook(block, mentions));
        const std::string& name = hooks.back().name;
        const auto [first, is_new] = names.try_emplace(name, block.place());
        if (!name.empty() && !is_new)
            block.take("name")->refuse(
                fmt::format("a [[hook]] named {} stands in line {} already; deliveries are kept by "
                            "name, so names must differ",
                            in_quotes(name), first->second.line));
    }
    return hooks;
}

} // namespace baotin::config
