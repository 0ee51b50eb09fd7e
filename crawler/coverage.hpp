#pragma once

#include "archive/page.hpp"
#include "parsers/article.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::crawler {

/// archive::Lesson::what of a Coverage.
inline constexpr const char* kCoverageLesson = "coverage";

/// What one reading of an article's page says of the site's rules.
struct RuleLook {
    archive::PageId page = 0;
    std::string_view url;
    std::string_view rules; ///< reading_of() the site
    std::vector<parsers::RuleMatch> matches;
    /// What the page's reading before, by the same rules, did not match; nothing where it is the first by
    /// them.
    std::optional<std::vector<std::string>> missed_before;
    /// Every field that the site names rules for, in any generation of its markup: `matches` may lack some.
    std::vector<std::string> fields{};
};

/// How often one field's own rule matches: a long-run baseline, and what the last pages say against it.
///
/// Evidence is Page's cumulative sum of log-likelihood ratios ("the share fell to a quarter" against "it is
/// as ever"), never below 0. What was seen while it stood at 0 is the baseline; what is seen since is on
/// trial. A value.
class FieldCoverage {
public:
    static constexpr std::size_t kRecent = 20; ///< pages

    void saw(archive::PageId page, std::string_view url, bool matched);
    void end_drift();
    /// A new rule for the same field: what is usual stays believed, with little weight; all else is
    /// forgotten.
    void use(std::string rules);

    [[nodiscard]] double baseline() const; ///< share of pages that match, in the long run
    [[nodiscard]] double recent() const;   ///< share of the last pages
    [[nodiscard]] std::size_t recent_pages() const { return recent_.size(); }
    [[nodiscard]] std::size_t recent_missed() const;
    [[nodiscard]] bool drifting() const { return drifting_; }
    [[nodiscard]] bool known() const;    ///< seen often enough to judge by
    [[nodiscard]] bool doubtful() const; ///< a miss is unusual, and there were some of late
    [[nodiscard]] const std::string& rules() const { return rules_; }
    [[nodiscard]] const std::string& example() const { return example_; } ///< the last URL that did not match

    [[nodiscard]] bool is_odd(archive::PageId page) const; ///< its last look that counted was a miss
    [[nodiscard]] boost::json::object json() const;
    static std::optional<FieldCoverage> parse(const boost::json::object& json);

private:
    void try_to_recover(archive::PageId page, bool matched);
    void weigh(bool matched);
    void learn(double matched, double missed);

    std::string rules_, example_;
    std::string recent_; ///< `1` matched, `0` missed; the newest last
    double matched_ = 0, missed_ = 0;
    double evidence_ = 0;
    double tried_matched_ = 0, tried_missed_ = 0; ///< since evidence was 0
    bool drifting_ = false;
    std::size_t wanted_ = 0;                  ///< different pages in a row that must match to end the drift
    std::vector<archive::PageId> odd_, good_; ///< the last pages that missed; that matched since, in a drift
};

/// Of one site, per field with rules and per listing, how often the *configured* selectors match, before any
/// fallback filled in; and which of them fell below their own baseline: the site drifts. A value; JSON is its
/// lesson.
///
/// A page counts once per state: what is read again and again, or broken for ever, says nothing new, but a
/// page that matched and does not any more does.
class Coverage {
public:
    void saw(const RuleLook& look);
    /// A listing was read, and `links` found something or nothing. `rules`: reading_of() the source.
    void saw_listing(const std::string& url, std::string_view rules, archive::PageId page, bool found);
    /// Only these listings are configured: what was learned of others is forgotten, their drift too.
    void keep_listings(const std::vector<std::string>& urls);

    [[nodiscard]] bool drifting() const;
    [[nodiscard]] bool drifting(std::string_view field) const;
    [[nodiscard]] bool doubts(std::string_view field) const;        ///< drifting, or suspected to
    [[nodiscard]] bool knows_listing(const std::string& url) const; ///< … to have links, as a rule
    /// Was a text read by rules that the site then left behind? What a first reading by the mended ones finds
    /// different is the gap, and no news.
    /// Have this field's rules been seen long enough to say what is usual?
    [[nodiscard]] bool knows(std::string_view field) const;
    [[nodiscard]] bool left_behind(std::string_view rules) const;

    /// By name: `title` …, or `links URL` of a listing.
    [[nodiscard]] const std::map<std::string, FieldCoverage, std::less<>>& fields() const { return fields_; }

    [[nodiscard]] std::string json() const;
    static std::optional<Coverage> parse(std::string_view json); ///< nothing where it is not json()'s

private:
    std::map<std::string, FieldCoverage, std::less<>> fields_;
    std::vector<std::string> left_behind_;
};

} // namespace baotin::crawler
