#include "parsers/robots_lines.hpp"

#include <algorithm>
#include <array>

namespace baotin::parsers {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kMaxBytes = 500u << 10; // RFC 9309 §2.5
/// Longer lines are cut here, as Google's parser cuts them: eight times the longest URL that browsers took.
constexpr std::size_t kMaxLine = 2083 * 8 - 2;

struct Key {
    std::string_view name;
    RobotsKey key;
};

/// A key counts by how it begins, misspellings included (from Google's parser).
constexpr std::array<Key, 13> kKeys = {{{"user-agent", RobotsKey::user_agent},
                                        {"useragent", RobotsKey::user_agent},
                                        {"user agent", RobotsKey::user_agent},
                                        {"allow", RobotsKey::allow},
                                        {"disallow", RobotsKey::disallow},
                                        {"dissallow", RobotsKey::disallow},
                                        {"dissalow", RobotsKey::disallow},
                                        {"disalow", RobotsKey::disallow},
                                        {"diasllow", RobotsKey::disallow},
                                        {"disallaw", RobotsKey::disallow},
                                        {"crawl-delay", RobotsKey::crawl_delay},
                                        {"sitemap", RobotsKey::sitemap},
                                        {"site-map", RobotsKey::sitemap}}};

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\v\f\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool begins_with(std::string_view text, std::string_view lower_case)
{
    return text.size() >= lower_case.size() &&
           std::ranges::equal(text.substr(0, lower_case.size()), lower_case, [](char c, char lower) {
               return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == lower;
           });
}

RobotsKey key_of(std::string_view name)
{
    for (const Key& key : kKeys)
        if (begins_with(name, key.name)) return key.key;
    return RobotsKey::unknown;
}

/// Key and value as written; both empty where the line has no such shape.
std::pair<std::string_view, std::string_view> split(std::string_view line)
{
    std::size_t separator = line.find(':');
    if (separator == npos) {
        // Some forget the colon: white space stands for it, where there are exactly two words.
        separator = line.find_first_of(" \t");
        if (separator == npos || trimmed(line.substr(separator)).find_first_of(" \t") != npos) return {};
    }
    return {trimmed(line.substr(0, separator)), trimmed(line.substr(separator + 1))};
}

void read_line(std::string_view raw, int number, std::vector<RobotsLine>& lines)
{
    const std::string_view text = trimmed(raw.substr(0, kMaxLine));
    const auto [name, value] = split(trimmed(text.substr(0, text.find('#'))));
    if (const RobotsKey key = key_of(name); key != RobotsKey::unknown)
        lines.push_back({key, value, text, number});
}

/// Without a byte order mark, whole or torn.
std::string_view without_mark(std::string_view bytes)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < mark.size() && bytes.starts_with(mark[i]); ++i)
        bytes.remove_prefix(1);
    return bytes;
}

} // namespace

std::vector<RobotsLine> read_robots_lines(std::string_view bytes)
{
    // What a cut leaves of its last line could forbid more than the whole line: pass it over.
    if (bytes.size() > kMaxBytes) bytes = bytes.substr(0, bytes.find_last_of("\r\n", kMaxBytes - 1) + 1);
    bytes = without_mark(bytes);
    std::vector<RobotsLine> lines;
    for (int number = 1; !bytes.empty(); ++number) {
        const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
        read_line(bytes.substr(0, end), number, lines);
        const std::size_t step = bytes.substr(end).starts_with("\r\n") ? 2 : 1;
        bytes.remove_prefix(std::min(end + step, bytes.size()));
    }
    return lines;
}

} // namespace baotin::parsers
