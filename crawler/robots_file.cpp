#include "crawler/robots_file.hpp"

#include "parsers/compression.hpp"
#include "parsers/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr seconds kLongestFresh = 24h; // RFC 9309 §2.4: no longer than a day
constexpr seconds kShortestFresh = 1h;
constexpr Time::duration kFirstRetry = 10min, kLastRetry = 6h;
constexpr Time::duration kGrace = std::chrono::days(30); // §2.3.1.4
constexpr std::size_t kMaxBytes = 500u << 10;            // §2.5; one more tells the parser that it was cut
constexpr std::size_t kMaxInflated = 8 * kMaxBytes;

bool begins_with(std::string_view text, std::string_view lower_case)
{
    return text.size() >= lower_case.size() &&
           std::ranges::equal(text.substr(0, lower_case.size()), lower_case, [](char c, char lower) {
               return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == lower;
           });
}

std::optional<seconds> fresh_for(std::string_view cache_control)
{
    std::optional<seconds> shortest;
    auto at_most = [&](seconds time) { shortest = std::min(shortest.value_or(time), time); };
    while (!cache_control.empty()) {
        auto end = std::min(cache_control.find(','), cache_control.size());
        auto word = cache_control.substr(0, end);
        cache_control.remove_prefix(std::min(end + 1, cache_control.size()));
        while (word.starts_with(' ') || word.starts_with('\t'))
            word.remove_prefix(1);
        if (begins_with(word, "no-cache") || begins_with(word, "no-store")) at_most(0s);
        constexpr std::string_view max_age = "max-age=";
        long count = 0;
        auto digits = begins_with(word, max_age) ? word.substr(max_age.size()) : std::string_view{};
        auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (!digits.empty() && read.ec == std::errc{} && count >= 0) at_most(seconds(count));
    }
    return shortest;
}

} // namespace

RobotsAnswer read_robots_answer(const net::Response& response, const std::string& url)
{
    if (response.status >= 500 || response.status == 429 || response.status < 200)
        return {{}, {}, fmt::format("{} answered {}", url, response.status)};
    auto fresh = fresh_for(response.header("cache-control").value_or(""));
    if (response.status >= 300 && response.status < 400)
        return {{}, {}, fmt::format("{} answered {}", url, response.status)};
    if (response.status >= 400) return {std::string(), fresh, {}};
    auto text =
        parsers::decompress(response.body, response.header("content-encoding").value_or(""), kMaxInflated);
    if (!text) return {{}, {}, fmt::format("{} cannot be inflated", url)};
    if (text->size() > kMaxBytes) text->resize(kMaxBytes + 1);
    return {parsers::utf8::mended(*text), fresh, {}};
}

archive::RobotsFile remembered(archive::RobotsFile before, RobotsAnswer answer, Time now)
{
    auto file = std::move(before);
    if (answer.text) {
        auto fresh = std::clamp(answer.fresh_for.value_or(kLongestFresh), kShortestFresh, kLongestFresh);
        file.text = std::move(answer.text);
        file.fetched_at = now;
        file.expires_at = now + fresh;
        file.unreachable_since.reset();
        file.detail.clear();
        return file;
    }
    if (!file.unreachable_since) file.unreachable_since = now;
    // As long again as it has been unreachable: that doubles, and needs no counter.
    file.expires_at =
        now + std::clamp<Time::duration>(now - *file.unreachable_since, kFirstRetry, kLastRetry);
    file.detail = std::move(answer.unreachable);
    return file;
}

RobotsForce force_of(const archive::RobotsFile& file, Time now)
{
    // The last copy stays in force however long the outage lasts: §2.3.1.4 leaves the choice. That there was
    // no file bridges a day: a site in ruins may be about to say something.
    bool bridges = file.text && (!file.text->empty() || !file.unreachable_since ||
                                 now - *file.unreachable_since <= kLongestFresh);
    if (bridges) return RobotsForce::text;
    if (file.unreachable_since && now - *file.unreachable_since > kGrace) return RobotsForce::allowed;
    return RobotsForce::forbidden;
}

} // namespace baotin::crawler
