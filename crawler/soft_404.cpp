#include "crawler/soft_404.hpp"

#include "parsers/hash.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLongestNotFound = 2000; // bytes of text; beyond that it is something else
constexpr std::size_t kSketch = 128;           // smallest hashes that are kept
constexpr double kSame = 0.85, kSameUnderOneTitle = 0.6;
constexpr Time::duration kWeekly = std::chrono::days(7), kTryAgain = 24h, kAskingTakes = 1h;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The smallest hashes of the text's word pairs: two sketches tell how alike two texts are.
std::vector<std::uint32_t> sketch_of(const parsers::ArticleText& text)
{
    auto words = parsers::fold(text.title + " " + text.summary + " " + text.body);
    std::vector<std::uint32_t> hashes;
    for (std::size_t first = 0; first < words.size();) {
        auto space = words.find_first_of(" \n", first);
        if (space == words.npos) break;
        auto end = std::min(words.find_first_of(" \n", space + 1), words.size());
        auto pair = std::string_view(words).substr(first, end - first);
        hashes.push_back(static_cast<std::uint32_t>(parsers::quick_hash(pair)));
        first = space + 1;
    }
    std::ranges::sort(hashes);
    hashes.erase(std::ranges::unique(hashes).begin(), hashes.end());
    if (hashes.size() > kSketch) hashes.resize(kSketch);
    return hashes;
}

/// Estimates the Jaccard index: how many of the union's smallest hashes stand in both.
double likeness(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b)
{
    std::vector<std::uint32_t> all, both;
    std::ranges::set_union(a, b, std::back_inserter(all));
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    if (all.empty()) return 1;
    if (a.size() == kSketch || b.size() == kSketch) {
        all.resize(std::min(all.size(), kSketch));
        std::erase_if(both, [&](auto hash) { return hash > all.back(); });
    }
    return static_cast<double>(both.size()) / static_cast<double>(all.size());
}

/// A number that no article has yet, and that fits 32 bits where it is short: `29741` → `987…` of nine
/// digits.
std::string improbable_number(std::size_t digits, std::minstd_rand& random)
{
    std::string number = "9";
    while (number.size() < std::max<std::size_t>(digits, 9))
        number += static_cast<char>('0' + random() % 10);
    return number;
}

/// The same kinds of signs in the same order. Short runs stay: the `t` of `-t29741` says what it is.
std::string improbable(std::string_view text, std::minstd_rand& random)
{
    auto last_digit = text.find_last_of("0123456789");
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        auto kind = is_digit(text[at]) ? is_digit : is_letter;
        auto end = at;
        while (end < text.size() && kind(text[end]))
            ++end;
        auto run = text.substr(at, std::max<std::size_t>(end - at, 1));
        bool number = is_digit(run[0]), word = is_letter(run[0]) && run.size() > 2;
        bool last = at <= last_digit && last_digit < at + run.size();
        if (number && (run.size() > 3 || last)) {
            result += improbable_number(run.size(), random);
        } else if (word) {
            for (std::size_t i = 0; i < run.size(); ++i)
                result += static_cast<char>('a' + random() % 26);
        } else {
            result += run;
        }
        at += run.size();
    }
    return result;
}

std::string without_escapes(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size())
            at += 2;
        else
            result += text[at];
    }
    return result;
}

/// Only the values: `id=7&cat=tin` → `id=9…&cat=tin`.
std::string improbable_query(std::string_view query, std::minstd_rand& random)
{
    std::string result;
    while (!query.empty()) {
        auto end = std::min(query.find('&'), query.size());
        auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        auto equals = std::min(pair.find('='), pair.size());
        auto value = pair.substr(std::min(equals + 1, pair.size()));
        bool number = !value.empty() && std::ranges::all_of(value, is_digit);
        if (!result.empty()) result += '&';
        result += pair.substr(0, equals);
        if (equals < pair.size()) result += '=';
        result += number ? improbable_number(value.size(), random) : std::string(value);
    }
    return result;
}

} // namespace

NotFoundAnswer soft_answer(const parsers::ArticleText& text, std::string address)
{
    NotFoundAnswer answer{NotFoundAnswer::Kind::soft, std::move(address), {}, {}};
    if (text.body.size() + text.summary.size() > kLongestNotFound) return answer;
    answer.title = parsers::fold(text.title);
    answer.sketch = sketch_of(text);
    return answer;
}

std::string improbable_sibling(std::string_view article, std::uint64_t seed)
{
    std::minstd_rand random(static_cast<std::minstd_rand::result_type>(seed));
    auto question = std::min(article.find('?'), article.size());
    auto path = article.substr(0, question);
    bool folder = path.ends_with('/');
    if (folder) path.remove_suffix(1);
    auto slash = path.rfind('/');
    auto name = without_escapes(path.substr(slash + 1));
    auto dot = name.rfind('.');
    auto extension = dot != name.npos && name.size() - dot <= 6 ? name.substr(dot) : std::string();
    name.resize(name.size() - extension.size());
    if (name.empty()) name = "trang";
    auto sibling = std::string(path.substr(0, slash + 1)) + improbable(name, random) + extension;
    if (folder) sibling += '/';
    if (question < article.size()) sibling += '?' + improbable_query(article.substr(question + 1), random);
    return sibling;
}

std::optional<std::string> soft_404_at(const NotFoundAnswer& answer, std::string_view asked,
                                       std::string_view ended)
{
    if (answer.address.empty() || asked == ended || ended != answer.address) return std::nullopt;
    return fmt::format("a soft 404: leads to {}, as addresses that cannot exist do", ended);
}

std::optional<std::string> soft_404_in(const NotFoundAnswer& answer, const parsers::ArticleText& text)
{
    if (answer.sketch.empty() || text.body.size() + text.summary.size() > 2 * kLongestNotFound)
        return std::nullopt;
    bool one_title = parsers::fold(text.title) == answer.title;
    if (likeness(answer.sketch, sketch_of(text)) < (one_title ? kSameUnderOneTitle : kSame))
        return std::nullopt;
    return fmt::format("a soft 404: \"{}\", as at addresses that cannot exist", text.title);
}

void SoftNotFound::load(const std::vector<archive::Lesson>& lessons)
{
    for (const auto& lesson : lessons) {
        if (lesson.what != kLesson) continue;
        auto read = read_not_found_lesson(lesson.value);
        if (!read) continue;
        Known known{std::move(read->answer), lesson.at, read->next};
        sites_.try_emplace(lesson.site, std::move(known));
    }
}

bool SoftNotFound::is_due(const std::string& site, Time now) const
{
    auto found = sites_.find(site);
    return found == sites_.end() || found->second.next <= now;
}

void SoftNotFound::asking(const std::string& site, Time now)
{
    sites_[site].next = now + kAskingTakes;
}

archive::Lesson SoftNotFound::learn(const std::string& site, NotFoundAnswer answer, Time now, double jitter)
{
    auto& known = sites_[site];
    bool told = answer.kind != NotFoundAnswer::Kind::unknown;
    // A try that told nothing leaves what was known.
    if (told) known.answer = std::move(answer);
    known.asked = now;
    auto wait = (told ? kWeekly : kTryAgain) * (0.8 + 0.4 * jitter);
    known.next = now + std::chrono::duration_cast<Time::duration>(wait);
    return {site, kLesson, to_json(known.answer, known.next), now};
}

void SoftNotFound::suspect_redesign(const std::string& site, Time now)
{
    auto found = sites_.find(site);
    if (found != sites_.end() && now - found->second.asked > kTryAgain) found->second.next = now;
}

const NotFoundAnswer* SoftNotFound::answer_of(const std::string& site) const
{
    auto found = sites_.find(site);
    return found == sites_.end() ? nullptr : &found->second.answer;
}

} // namespace baotin::crawler
