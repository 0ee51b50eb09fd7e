#include "config/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace baotin::config {

namespace {

constexpr std::size_t kLongestWord = 100; // nobody means a name of ours by more
constexpr std::size_t kLongestQuote = 80;

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

std::optional<std::size_t> nearest(std::string_view word, std::span<const std::string> names)
{
    if (word.size() > kLongestWord) return {};
    std::optional<std::size_t> best;
    std::size_t limit = std::max<std::size_t>(1, (word.size() + 1) / 3);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::size_t distance = edit_distance(word, names[i]);
        if (distance > limit || (best && distance == limit)) continue;
        best = i;
        limit = distance;
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string> names)
{
    if (const auto index = nearest(word, names)) return fmt::format("; did you mean \"{}\"?", names[*index]);
    if (names.empty()) return {};
    return fmt::format("; valid: {}", fmt::join(names, ", "));
}

std::string suggestion(std::string_view word, std::span<const std::string_view> names)
{
    return suggestion(word, std::vector<std::string>(names.begin(), names.end()));
}

std::string in_quotes(std::string_view text)
{
    std::string line(text);
    if (line.size() > kLongestQuote) {
        std::size_t end = kLongestQuote;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80)
            --end;
        line = line.substr(0, end) + "…";
    }
    std::ranges::replace_if(
        line, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return fmt::format("\"{}\"", line);
}

} // namespace baotin::config
