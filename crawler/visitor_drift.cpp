#include "crawler/drift.hpp"
#include "crawler/reading_mark.hpp"
#include "crawler/visit_note.hpp"
#include "crawler/visitor.hpp"

#include <algorithm>
#include <utility>

namespace baotin::crawler {

using archive::Outcome;
using archive::Page;

/// What the site's rules matched on an article's page, before anything is made of it.
boost::asio::awaitable<void> Visitor::learn_coverage(Page page, Site site,
                                                     std::vector<parsers::RuleMatch> matches)
{
    auto rules = reading_of(*site);
    RuleLook look{page.id, page.url, rules, std::move(matches), std::nullopt, site->rules.fields()};
    if (is_reading_of_today(page.reading, rules)) look.missed_before = missed_fields(page.reading);
    lessons_.rules_seen(site->id, look);
    auto lessons = lessons_.to_keep(site->id, clock_.now());
    for (auto& lesson : lessons)
        co_await memory_.keep(std::move(lesson));
}

/// A page that gives no text. It is kept where the site's rules are to blame, so that the mended ones can
/// read it.
boost::asio::awaitable<Visited> Visitor::unreadable(Page page, Site site, Unreadable failure, std::string url,
                                                    int status)
{
    if (!failure.rule_matches.empty()) {
        co_await learn_coverage(page, site, failure.rule_matches);
        const auto& coverage = lessons_.coverage(site->id);
        auto to_blame = [&](const parsers::RuleMatch& match) {
            return !match.matched && coverage.doubts(match.field);
        };
        if (std::ranges::any_of(failure.rule_matches, to_blame))
            co_return co_await hold(std::move(page), std::move(site), std::move(failure.detail),
                                    std::move(url), std::move(failure.raw_page));
    }
    auto result =
        co_await noted(std::move(page), std::move(site), failure.outcome, status, std::move(failure.detail));
    result.not_the_page = failure.not_the_page;
    co_return result;
}

/// Keeps the page instead of taking its text over. It did not fail: its next visit is planned as ever.
boost::asio::awaitable<Visited> Visitor::hold(Page page, Site site, std::string why, std::string url,
                                              std::string raw_page)
{
    archive::HeldVisit visit;
    visit.note = note_of(page, *site, Outcome::unchanged, 200, std::move(why));
    visit.note.outcome = Outcome::unreadable;
    visit.url = std::move(url);
    visit.raw_page = std::move(raw_page);
    auto result = visited(page, visit.note);
    co_await recorder_.hold(std::move(visit));
    co_return result;
}

} // namespace baotin::crawler
