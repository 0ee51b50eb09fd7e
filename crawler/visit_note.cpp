#include "crawler/visit_note.hpp"

namespace baotin::crawler {
namespace {

using archive::Outcome;
using archive::Page;

int failures_after(const Page& page, Outcome outcome)
{
    return archive::succeeded(outcome) ? 0 : page.failures + 1;
}

/// What the page's next visit has to know of it, once the note is written.
archive::DuePage due_page(const Page& page, const archive::VisitNote& note)
{
    archive::DuePage due{.id = page.id,
                         .site = page.site,
                         .url = page.url,
                         .kind = page.kind,
                         .next_visit = note.next_visit,
                         .found_at = page.found_at,
                         .last_visit = note.at,
                         .last_change = page.last_change};
    if (note.outcome == Outcome::recorded) due.last_change = note.at;
    due.rate = note.rate.value_or(page.rate);
    due.backfill = page.backfill;
    return due;
}

} // namespace

Visited visited(const Page& page, const archive::VisitNote& note)
{
    Visited result;
    result.outcome = note.outcome;
    result.detail = note.detail;
    result.status = note.status;
    result.failures = failures_after(page, note.outcome);
    result.url = page.url;
    result.kind = page.kind;
    result.again = due_page(page, note);
    return result;
}

void apply(const archive::VisitNote& note, Page& page)
{
    page.failures = failures_after(page, note.outcome);
    page.last_visit = note.at;
    page.next_visit = note.next_visit;
    page.outcome = note.outcome;
    page.status = note.status;
    page.detail = note.detail;
    if (note.outcome == Outcome::recorded) page.last_change = note.at;
    if (note.validators) page.validators = *note.validators;
    if (note.reading) page.reading = *note.reading;
    if (note.rate) page.rate = *note.rate;
}

Visited cancelled_visit(const Page& page)
{
    Visited result;
    result.cancelled = true;
    result.url = page.url;
    result.kind = page.kind;
    return result;
}

History history_of(const Page& page, Outcome outcome)
{
    return {.kind = page.kind,
            .outcome = outcome,
            .failures = failures_after(page, outcome),
            .found_at = page.found_at,
            .last_change = page.last_change,
            .rate = page.rate};
}

std::optional<Say> what_validators_say(const Page& page, const net::Response& response, bool full_look)
{
    const auto& before = page.validators;
    if (before.etag.empty() && before.last_modified.empty()) return std::nullopt;
    bool same = before.etag.empty() ? before.last_modified == response.header("last-modified").value_or("")
                                    : before.etag == response.header("etag").value_or("");
    if (same && !full_look) return std::nullopt;
    return same ? Say::unchanged : Say::changed;
}

bool teaches(const Page& page)
{
    bool backfill = archive::is_source(page.kind) && !page.completed_at;
    return page.last_visit && page.failures == 0 && !backfill;
}

} // namespace baotin::crawler
