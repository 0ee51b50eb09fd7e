#include "parsers/robots.hpp"

#include "parsers/robots_lines.hpp"
#include "parsers/text/utf8.hpp"
#include "parsers/url_reference.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace baotin::parsers {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::chrono::milliseconds kLongestDelay = std::chrono::hours{24};

bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

bool same_words(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

/// Does a `User-agent` value name `agent`? Its product token is what it begins with (RFC 9309 §2.2.1):
/// `Baotin/1.0` too. A crawler whose name is no such token (`1bot`) is named by the whole first word.
bool names(std::string_view value, std::string_view agent)
{
    const auto end = std::ranges::find_if_not(value, is_token_char);
    const std::string_view token = value.substr(0, static_cast<std::size_t>(end - value.begin()));
    const std::string_view word = value.substr(0, value.find_first_of(" \t/"));
    return !word.empty() && (same_words(token, agent) || same_words(word, agent));
}

/// `*`, also with something behind it (`User-agent: * # all`, `* foo`).
bool names_all(std::string_view value)
{
    return value.starts_with('*') && (value.size() == 1 || value[1] == ' ' || value[1] == '\t');
}

std::optional<std::chrono::milliseconds> read_delay(std::string_view value)
{
    double seconds = 0;
    const auto read =
        std::from_chars(value.data(), value.data() + value.size(), seconds, std::chars_format::fixed);
    if (read.ec != std::errc{} || !(seconds >= 0)) return std::nullopt;
    if (seconds >= std::chrono::duration<double>(kLongestDelay).count()) return kLongestDelay;
    return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    std::string result;
    std::size_t at = 0;
    for (std::size_t found; (found = text.find(what, at)) != npos; at = found + what.size())
        result.append(text, at, found - at).append(with);
    text = result.append(text, at);
}

/// One form of paths and patterns: escapes as in normal URLs; in the query `:`, `/` and `?` are data, escaped
/// or not (the second row of RFC 9309's table in §2.2.2).
std::string comparable(std::string_view text)
{
    std::string escaped = normal_escapes(text);
    const std::size_t question = escaped.find('?');
    if (question == npos || escaped.find('%', question) == npos) return escaped;
    std::string query = escaped.substr(question + 1);
    replace_all(query, "%3A", ":");
    replace_all(query, "%2F", "/");
    replace_all(query, "%3F", "?");
    return escaped.substr(0, question + 1) + query;
}

/// A path in which `*` and `$` are escaped: raw ones are special in patterns only.
std::string comparable_path(std::string_view path)
{
    std::string text = comparable(path);
    if (text.find_first_of("*$") != npos) {
        replace_all(text, "*", "%2A");
        replace_all(text, "$", "%24");
    }
    return text;
}

/// Path and query of a URL that may lack its scheme, as Google's parser takes them.
std::string_view path_of(std::string_view url)
{
    std::size_t begin = 0;
    if (url.starts_with("//")) begin = 2;
    const std::size_t early = url.find_first_of("/?;", begin);
    std::size_t protocol = url.find("://", begin);
    if (early != npos && protocol != npos && early < protocol)
        protocol = npos; // it stands in the path or query
    begin = protocol == npos ? begin : protocol + 3;
    const std::size_t path = url.find_first_of("/?;", begin);
    const std::size_t hash = url.find('#', begin);
    if (path == npos || hash < path) return {};
    return url.substr(path, hash == npos ? npos : hash - path);
}

/// memmem is linear; std::string_view::find is not on hostile texts.
std::size_t find(std::string_view text, std::string_view piece, std::size_t from)
{
    if (piece.empty()) return from;
    const void* found = ::memmem(text.data() + from, text.size() - from, piece.data(), piece.size());
    return found == nullptr ? npos : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// `pattern` against the beginning of `path`: `*` is any text, `$` at the end is the path's end. Each piece
/// between stars is sought at its earliest place, which never misses a match.
bool pattern_matches(std::string_view pattern, std::string_view path)
{
    const bool anchored = pattern.ends_with('$');
    if (anchored) pattern.remove_suffix(1);
    std::size_t star = pattern.find('*');
    const std::string_view first = pattern.substr(0, star);
    if (!path.starts_with(first)) return false;
    std::size_t at = first.size();
    if (star == npos) return !anchored || at == path.size();
    while (true) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        const std::string_view piece = pattern.substr(0, star);
        if (star == npos && anchored) return path.size() - at >= piece.size() && path.ends_with(piece);
        at = find(path, piece, at);
        if (at == npos) return false;
        at += piece.size();
        if (star == npos) return true;
    }
}

/// `/dir/` where the pattern is `/dir/index.html`: an allowed index page allows the directory (Google).
std::string_view directory_of_index(std::string_view pattern)
{
    const std::size_t slash = pattern.rfind('/');
    const bool index = slash != npos && pattern.substr(slash).starts_with("/index.htm");
    return index ? pattern.substr(0, slash + 1) : std::string_view{};
}

} // namespace

Robots Robots::parse(std::string_view bytes, std::string_view agent)
{
    agent = agent.substr(0, agent.find('/')); // `baotin/1.0`: the product token alone
    Robots of_agent, of_all;
    bool in_agent = false, in_all = false, agent_seen = false, rules_seen = false;
    std::vector<std::string> sitemaps;
    const auto for_each_current = [&](auto&& apply) {
        if (in_agent) apply(of_agent);
        if (in_all) apply(of_all);
    };
    for (const RobotsLine& line : read_robots_lines(bytes)) {
        switch (line.key) {
        case RobotsKey::user_agent:
            // Only rules end the list of agents that a group is for (§2.2.1, §2.2.4).
            if (rules_seen) in_agent = in_all = rules_seen = false;
            in_all = in_all || names_all(line.value);
            in_agent = in_agent || names(line.value, agent);
            agent_seen = agent_seen || in_agent;
            break;
        case RobotsKey::allow:
        case RobotsKey::disallow:
            rules_seen = true;
            for_each_current([&](Robots& robots) {
                robots.add_rule(line.value, line.key == RobotsKey::allow, line.text, line.number);
            });
            break;
        case RobotsKey::crawl_delay:
            if (const auto delay = read_delay(line.value))
                for_each_current([&](Robots& robots) {
                    robots.crawl_delay_ = std::max(robots.crawl_delay_.value_or(*delay), *delay);
                });
            break;
        case RobotsKey::sitemap:
            if (!line.value.empty() && std::ranges::find(sitemaps, line.value) == sitemaps.end() &&
                sitemaps.size() < kMaxSitemaps)
                sitemaps.emplace_back(utf8::mended(line.value));
            break;
        case RobotsKey::unknown:
            break;
        }
    }
    Robots robots = agent_seen ? std::move(of_agent) : std::move(of_all);
    robots.sitemaps_ = std::move(sitemaps);
    return robots;
}

void Robots::add_rule(std::string_view value, bool allow, std::string_view line, int line_number)
{
    if (value.empty()) return; // an empty rule says nothing (§2.2.2)
    std::string pattern = comparable(value);
    const std::size_t length = pattern.size();
    if (allow)
        if (const std::string_view directory = directory_of_index(pattern); !directory.empty())
            rules_.push_back(
                {std::string{directory} + '$', directory.size() + 1, true, utf8::mended(line), line_number});
    // `$` is special at the end alone.
    if (const std::size_t dollar = pattern.find('$'); dollar < pattern.size() - 1) {
        const bool anchored = pattern.ends_with('$');
        if (anchored) pattern.pop_back();
        replace_all(pattern, "$", "%24");
        if (anchored) pattern += '$';
    }
    rules_.push_back({std::move(pattern), length, allow, utf8::mended(line), line_number});
}

Robots Robots::allow_all()
{
    return {};
}

Robots Robots::disallow_all()
{
    Robots robots;
    robots.rules_.push_back({"/", 1, false, "", 0});
    return robots;
}

Robots::Verdict Robots::verdict(std::string_view url) const
{
    std::string path = comparable_path(path_of(url));
    if (!path.starts_with('/')) path.insert(0, 1, '/');
    if (path == "/robots.txt") return {};
    const Rule* best = nullptr;
    for (const Rule& rule : rules_) {
        const bool stronger = best == nullptr || rule.length > best->length ||
                              (rule.length == best->length && rule.allow && !best->allow);
        if (stronger && pattern_matches(rule.pattern, path)) best = &rule;
    }
    if (best == nullptr) return {};
    return {best->allow, best->line, best->line_number};
}

} // namespace baotin::parsers
