#include "crawler/coverage.hpp"

#include <algorithm>
#include <cmath>

namespace baotin::crawler {
namespace {

constexpr std::string_view kLinks = "links ";

constexpr double kRemembered = 400; // pages in the baseline; older ones fade
constexpr double kEnough = 8;       // pages before which nothing is judged
constexpr double kCarriedOver = 20; // of the baseline, to a new rule
constexpr double kFall = 4;         // a broken rule matches this many times less than it used to
constexpr double kAlarm =
    16; // e^16 ≈ 10^7: as many pages between two false alarms, where the baseline is true
constexpr double kDoubt = 1.5;            // standard deviations of the misses seen
constexpr double kMostOfOne = kAlarm / 4; // no page says more: an alarm takes four
constexpr double kUnusual = 0.9;          // a rule that matches so often is doubted when it misses
constexpr std::size_t kOddPages = 64;
constexpr std::size_t kWantedBack = 4, kWantedMended = 3; // different pages in a row
constexpr std::size_t kLeftBehind = 8;

template <class Value>
bool has(const std::vector<Value>& all, const Value& one)
{
    return std::ranges::find(all, one) != all.end();
}

} // namespace

// --- one field

double FieldCoverage::baseline() const
{
    // Jeffreys' prior: what never missed yet may still.
    return (matched_ + 0.5) / (matched_ + missed_ + 1);
}

double FieldCoverage::recent() const
{
    if (recent_.empty()) return 0;
    return 1 - static_cast<double>(recent_missed()) / static_cast<double>(recent_.size());
}

std::size_t FieldCoverage::recent_missed() const
{
    return static_cast<std::size_t>(std::ranges::count(recent_, '0'));
}

bool FieldCoverage::known() const
{
    return matched_ + missed_ >= kEnough;
}

bool FieldCoverage::doubtful() const
{
    return drifting_ || (known() && evidence_ > 0 && baseline() >= kUnusual);
}

bool FieldCoverage::is_odd(archive::PageId page) const
{
    return has(odd_, page);
}

void FieldCoverage::use(std::string rules)
{
    if (rules == rules_) return;
    bool first = rules_.empty();
    rules_ = std::move(rules);
    if (first) return;
    auto weight = std::min(1.0, kCarriedOver / std::max(1.0, matched_ + missed_));
    matched_ *= weight;
    missed_ *= weight;
    evidence_ = tried_matched_ = tried_missed_ = 0;
    recent_.clear();
    odd_.clear();
    good_.clear();
    wanted_ = kWantedMended;
}

void FieldCoverage::saw(archive::PageId page, std::string_view url, bool matched)
{
    std::erase(odd_, page);
    if (!matched) {
        example_ = url;
        odd_.push_back(page);
        if (odd_.size() > kOddPages) odd_.erase(odd_.begin());
    }
    recent_ += matched ? '1' : '0';
    if (recent_.size() > kRecent) recent_.erase(0, 1);
    if (drifting_)
        try_to_recover(page, matched);
    else
        weigh(matched);
}

void FieldCoverage::try_to_recover(archive::PageId page, bool matched)
{
    if (!matched) {
        good_.clear();
        return;
    }
    if (!has(good_, page)) good_.push_back(page);
    if (good_.size() >= wanted_) end_drift();
}

void FieldCoverage::end_drift()
{
    drifting_ = false;
    good_.clear();
}

void FieldCoverage::weigh(bool matched)
{
    if (!known()) {
        learn(matched ? 1 : 0, matched ? 0 : 1);
        return;
    }
    // How many miss is known to the root of their number at best; and none of a few may be luck.
    auto usual = std::max(0.0, baseline() - kDoubt * std::sqrt(missed_ + 0.25) / (matched_ + missed_ + 1));
    auto broken = usual / kFall;
    auto says = matched ? -std::log(kFall) : std::log((1 - broken) / (1 - usual));
    evidence_ = std::max(0.0, evidence_ + std::min(says, kMostOfOne));
    (matched ? tried_matched_ : tried_missed_) += 1;
    if (evidence_ == 0) {
        learn(tried_matched_, tried_missed_);
        tried_matched_ = tried_missed_ = 0;
    } else if (evidence_ >= kAlarm) {
        drifting_ = true;
        wanted_ = kWantedBack;
        evidence_ = tried_matched_ = tried_missed_ = 0;
    }
}

void FieldCoverage::learn(double matched, double missed)
{
    matched_ += matched;
    missed_ += missed;
    auto weight = std::min(1.0, kRemembered / (matched_ + missed_));
    matched_ *= weight;
    missed_ *= weight;
}

// --- a site

void Coverage::saw(const RuleLook& look)
{
    auto is_left = [&](const auto& entry) {
        auto named = [&](const parsers::RuleMatch& match) { return match.field == entry.first; };
        return !entry.first.starts_with(kLinks) && !has(look.fields, entry.first) &&
               std::ranges::none_of(look.matches, named);
    };
    std::erase_if(fields_, is_left); // its rules were taken away
    for (const auto& [name, matched] : look.matches) {
        auto& field = fields_[name];
        field.use(std::string(look.rules));
        bool missed_before = look.missed_before && has(*look.missed_before, name);
        bool first = !look.missed_before && !field.is_odd(look.page);
        bool before = !missed_before && !field.is_odd(look.page);
        if (!first && before == matched) continue;
        bool drifted = field.drifting();
        field.saw(look.page, look.url, matched);
        // By the same rules all is as before: what they read then is not in doubt.
        if (drifted && !field.drifting()) std::erase(left_behind_, std::string(look.rules));
        if (field.drifting() && !matched && !has(left_behind_, std::string(look.rules)))
            left_behind_.emplace_back(look.rules);
    }
    if (left_behind_.size() > kLeftBehind) left_behind_.erase(left_behind_.begin());
}

void Coverage::saw_listing(const std::string& url, std::string_view rules, archive::PageId page, bool found)
{
    auto& field = fields_[std::string(kLinks) + url];
    field.use(std::string(rules));
    field.saw(page, url, found);
    if (found) field.end_drift(); // it is one page: once is proof
}

void Coverage::keep_listings(const std::vector<std::string>& urls)
{
    std::erase_if(fields_, [&](const auto& entry) {
        return entry.first.starts_with(kLinks) && !has(urls, entry.first.substr(kLinks.size()));
    });
}

bool Coverage::drifting() const
{
    return std::ranges::any_of(fields_, [](const auto& entry) { return entry.second.drifting(); });
}

bool Coverage::drifting(std::string_view field) const
{
    auto found = fields_.find(field);
    return found != fields_.end() && found->second.drifting();
}

bool Coverage::doubts(std::string_view field) const
{
    auto found = fields_.find(field);
    return found != fields_.end() && found->second.doubtful();
}

bool Coverage::knows_listing(const std::string& url) const
{
    auto found = fields_.find(std::string(kLinks) + url);
    return found != fields_.end() && found->second.known() && found->second.baseline() > 0.5;
}

bool Coverage::knows(std::string_view field) const
{
    auto found = fields_.find(field);
    return found != fields_.end() && found->second.known();
}

bool Coverage::left_behind(std::string_view rules) const
{
    return has(left_behind_, std::string(rules));
}

} // namespace baotin::crawler
