#pragma once

#include "archive/lesson.hpp"
#include "crawler/aging.hpp"
#include "crawler/coverage.hpp"
#include "crawler/honesty.hpp"
#include "crawler/news_flow.hpp"
#include "crawler/rhythm.hpp"
#include "crawler/schedule.hpp"
#include "crawler/volatility.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace baotin::crawler {

/// What visits have taught about each site: its rhythm, how its articles age, its flow of news, whether its
/// validators can be believed, how often its rules match. Lives on the loop; the archive keeps what to_keep()
/// answers.
class SiteLessons {
public:
    /// What the archive kept. Replaces what was known.
    void load(const std::vector<archive::Lesson>& lessons);

    [[nodiscard]] Outlook outlook(const std::string& site, double share);
    [[nodiscard]] bool wants_full_look(const std::string& site, double chance);

    /// A source was read as it is at `now`, before that at `since`, and `news` articles were new.
    void source_seen(const std::string& site, Time since, Time now, int news);
    /// An article was read as it is at the age `to` hours, before that at the age `from`.
    void article_seen(const std::string& site, double from, double to, bool changed);
    /// A page changed, and its validators did not (a lie) or did as well.
    void validators_checked(const std::string& site, bool lied);

    /// A second look found that these parts, or the date of publication, change by themselves.
    void volatile_found(const std::string& site, const std::vector<parsers::VolatilePart>& parts,
                        bool published, Time now);
    [[nodiscard]] const Volatility& volatility(const std::string& site) { return sites_[site].volatility; }
    /// An article's page was read: what the site's rules matched on it.
    void rules_seen(const std::string& site, const RuleLook& look);
    void listing_seen(const std::string& site, const std::string& url, std::string_view rules,
                      archive::PageId page, bool found);
    /// The listings that the site has today.
    void keep_listings(const std::string& site, const std::vector<std::string>& urls);
    [[nodiscard]] const Coverage& coverage(const std::string& site) { return sites_[site].coverage; }

    [[nodiscard]] const NewsFlow& news_flow(const std::string& site) { return sites_[site].news_flow; }

    /// What to write down of the site now: news, lies and misses at once, what every visit moves a little
    /// once an hour.
    [[nodiscard]] std::vector<archive::Lesson> to_keep(const std::string& site, Time now);
    /// What was learned of all sites and not written down yet, before the end.
    [[nodiscard]] std::vector<archive::Lesson> all_to_keep(Time now);

private:
    struct Site {
        Rhythm rhythm;
        Aging aging;
        NewsFlow news_flow;
        Honesty honesty;
        Volatility volatility;
        bool volatile_since_kept = false;
        Coverage coverage;
        bool looked_since_kept = false, odd_since_kept = false; // of the coverage; odd: a miss, or a drift
        bool news_since_kept = false, checked_since_kept = false, seen_since_kept = false;
        Time kept_at{};
    };
    std::unordered_map<std::string, Site> sites_;
};

} // namespace baotin::crawler
