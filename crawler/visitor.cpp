#include "crawler/visitor.hpp"

#include "crawler/schedule.hpp"
#include "crawler/visit_note.hpp"

#include <utility>

namespace baotin::crawler {

using archive::Outcome;
using archive::Page;

std::string_view to_string(ReadBy by)
{
    switch (by) {
    case ReadBy::regions:
        return "regions";
    case ReadBy::whole_page:
        return "whole_page";
    }
    std::unreachable();
}

Visitor::Visitor(PoliteFetch& fetch, ParsePool& pool, archive::Reads& reads, archive::Recorder& recorder,
                 Memory& memory, SiteLessons& lessons, Share share, PageLimits limits, Clock& clock)
    : fetch_(fetch),
      pool_(pool),
      reads_(reads),
      recorder_(recorder),
      memory_(memory),
      lessons_(lessons),
      share_(std::move(share)),
      limits_(limits),
      clock_(clock),
      not_found_(fetch, pool, memory, limits, clock),
      recent_pages_(recorder)
{
}

void Visitor::reloaded()
{
    recent_pages_.clear();
    todays_readings_.clear();
    gate_plans_.clear();
}

boost::asio::awaitable<Visited> Visitor::visit(archive::PageId id, Site site, Turn turn)
{
    auto page = recent_pages_.take(id);
    if (!page) {
        auto load = [id](archive::Reader& reader) { return reader.page(id); };
        page = co_await reads_.run(std::move(load));
    }
    if (!page) co_return Visited{};
    Visited result;
    if (archive::is_source(page->kind))
        result = co_await visit_source(std::move(*page), std::move(site), std::move(turn));
    else
        result = co_await visit_article(std::move(*page), std::move(site), std::move(turn));
    recent_pages_.visited(id);
    co_return result;
}

/// A visit that changes nothing but the page's own history.
boost::asio::awaitable<Visited> Visitor::noted(Page page, Site site, Outcome outcome, int status,
                                               std::string detail)
{
    auto note = note_of(page, *site, outcome, status, std::move(detail));
    auto result = visited(page, note);
    co_await recorder_.note(std::move(note));
    co_return result;
}

/// An answer that is whole but not what was asked for.
boost::asio::awaitable<Visited> Visitor::not_the_page(Page page, Site site, int status, std::string detail)
{
    auto result =
        co_await noted(std::move(page), std::move(site), Outcome::unreadable, status, std::move(detail));
    result.not_the_page = true;
    co_return result;
}

archive::VisitNote Visitor::note_of(const Page& page, const config::Site& site, Outcome outcome, int status,
                                    std::string detail, std::optional<int> news)
{
    auto now = clock_.now();
    auto outlook = lessons_.outlook(site.id, share_(page, site));
    auto history = history_of(page, outcome);
    archive::VisitNote note;
    if (news && teaches(page)) {
        note.rate = after_visit(history, outlook, *page.last_visit, now, *news);
        history.rate = *note.rate;
    }
    if (news.value_or(0) > 0 || outcome == Outcome::recorded) history.last_change = now;
    note.page = page.id;
    note.at = now;
    note.next_visit = next_visit(history, outlook, site.visit, now, chance());
    note.outcome = outcome;
    note.status = status;
    note.detail = std::move(detail);
    return note;
}

/// A visit that showed the page as it was before.
boost::asio::awaitable<Visited> Visitor::unchanged(Page page, Site site, Gate gate, Fetched fetched)
{
    second_looks_.forget(page.id);
    auto note = note_of(page, *site, Outcome::unchanged, fetched.response.status, std::string(), 0);
    fetched.validators.regions_hash = page.validators.regions_hash; // the regions are the same
    // A 304 has no bytes to compare with next time.
    bool renewed = gate != Gate::not_modified && fetched.validators != page.validators;
    if (renewed) note.validators = std::move(fetched.validators);
    auto result = visited(page, note);
    result.gate = gate;
    learn(page, *site, 0);
    recent_pages_.put(std::move(page), std::move(note));
    co_await keep_lessons(site->id);
    co_return result;
}

/// The site's own lessons from a page that was seen as it is.
void Visitor::learn(const Page& page, const config::Site& site, int news)
{
    if (!teaches(page)) return;
    auto now = clock_.now();
    if (archive::is_source(page.kind)) {
        lessons_.source_seen(site.id, *page.last_visit, now, news);
        return;
    }
    auto history = history_of(page, Outcome::unchanged);
    lessons_.article_seen(site.id, age_of(history, *page.last_visit), age_of(history, now), news > 0);
}

boost::asio::awaitable<void> Visitor::keep_lessons(std::string site)
{
    auto lessons = lessons_.to_keep(site, clock_.now());
    for (auto& lesson : lessons)
        co_await memory_.keep(std::move(lesson));
}

/// Could the page be asked for conditionally, and is it time to see whether its validators tell the truth?
bool Visitor::wants_full_look(const Page& page, const config::Site& site)
{
    bool has_validators = !page.validators.etag.empty() || !page.validators.last_modified.empty();
    return has_validators && lessons_.wants_full_look(site.id, chance());
}

} // namespace baotin::crawler
