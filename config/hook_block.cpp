#include "config/hook_block.hpp"

#include "config/fields.hpp"
#include "config/secret.hpp"
#include "config/where_block.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>

namespace baotin::config {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLongestName = 64;
constexpr int kMostConcurrency = 16;
constexpr int kMostInUnit = 10'000;
constexpr std::chrono::milliseconds kShortestTimeout = 1s, kLongestTimeout = 60s;

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
    for (const auto type : event_types())
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
                fmt::format("unknown event {}{}", in_quotes(*type), suggestion(*type, event_types())));
        else if (std::ranges::find(events, *type) != events.end())
            item.refuse(fmt::format("{} stands here twice", *type));
        else
            events.push_back(*type);
    }
    return events;
}

/// `10/s`, `120/m`, `600/h`.
std::optional<Rate> as_rate(const Value& value)
{
    const auto text = value.text("a rate such as \"10/s\" or \"120/m\"");
    if (!text) return {};
    Rate rate;
    const auto* end = text->data() + text->size();
    const auto [slash, error] = std::from_chars(text->data(), end, rate.count);
    const std::string_view unit(slash, static_cast<std::size_t>(end - slash));
    constexpr std::pair<std::string_view, std::chrono::milliseconds> units[] = {
        {"/s", std::chrono::seconds(1)}, {"/m", std::chrono::minutes(1)}, {"/h", std::chrono::hours(1)}};
    const auto* found =
        std::ranges::find(units, unit, &std::pair<std::string_view, std::chrono::milliseconds>::first);
    if (error == std::errc{} && found != std::end(units) && rate.count >= 1 && rate.count <= kMostInUnit) {
        rate.per = found->second;
        return rate;
    }
    value.refuse(fmt::format("{} is no rate: it is a whole number from 1 to {} and /s, /m or /h, such as "
                             "\"10/s\"",
                             in_quotes(*text), kMostInUnit));
    return {};
}

/// How much of a receiver's time one hook may take.
void read_pace(Table& block, Hook& hook)
{
    if (const auto concurrency = block.take("concurrency"))
        if (const auto number = concurrency->number(1, kMostConcurrency))
            hook.concurrency = static_cast<int>(*number);
    if (const auto rate = block.take("rate"))
        if (const auto read = as_rate(*rate)) hook.rate = read;
    const auto timeout = block.take("timeout");
    const auto time = timeout ? as_duration(*timeout) : std::nullopt;
    if (!time) return;
    if (*time >= kShortestTimeout && *time <= kLongestTimeout)
        hook.timeout = *time;
    else
        timeout->refuse(fmt::format("timeout is from {} to {} seconds", kShortestTimeout / 1'000ms,
                                    kLongestTimeout / 1'000ms));
}

Hook read_hook(Table& block, Secrets secrets, HookMentions& mentions)
{
    Hook hook;
    if (const auto name = block.need("name", "\"newsroom\"")) put(hook.name, as_hook_name(*name));
    if (const auto url = block.need("url", "\"https://example.org/hooks/baotin\""))
        put(hook.url, as_hook_url(*url));
    hook.keys = read_hook_secrets(block, secrets);
    const auto events = block.take("events");
    hook.events = events ? as_events(*events) : article_events();
    mentions.rules.push_back(block.place());
    if (auto where = block.table("where")) {
        mentions.rules.back() = where->place();
        hook.where = read_where(*where, mentions);
    }
    read_pace(block, hook);
    const std::pair<std::string_view, bool&> flags[] = {
        {"allow_private", hook.allow_private}, {"backfill", hook.backfill}, {"cosmetic", hook.cosmetic}};
    for (const auto& [key, flag] : flags)
        if (const auto value = block.take(key)) put(flag, value->flag());
    block.refuse_unknown_keys();
    return hook;
}

} // namespace

std::vector<Hook> read_hooks(Table& root, Secrets secrets, HookMentions& mentions)
{
    std::vector<Hook> hooks;
    std::map<std::string, Place> names;
    for (Table& block : root.tables("hook")) {
        hooks.push_back(read_hook(block, secrets, mentions));
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
