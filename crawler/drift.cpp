#include "crawler/drift.hpp"

#include "crawler/reading_mark.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace baotin::crawler {
namespace {

bool has(const std::vector<std::string>& fields, std::string_view field)
{
    return std::ranges::find(fields, field) != fields.end();
}

bool concerns(const Change& change, std::string_view field)
{
    return std::ranges::find(change.fields, field, &archive::FieldChange::field) != change.fields.end();
}

/// Fields that make revisions and events. The others may drift without harm to what is told.
bool is_compared(std::string_view field)
{
    return field != "section" && field != "modified_at";
}

/// The configured selectors of a field, as written, of all generations.
std::string selectors_of(const config::Site& site, std::string_view field)
{
    std::vector<std::string> sources;
    for (const auto& generation : site.rules.generations)
        for (const auto& [name, rules] : parsers::fields_of(generation))
            for (const auto& rule : *rules)
                if (name == field) sources.push_back(fmt::format("\"{}\"", rule.source()));
    for (const auto& source : site.sources)
        if (source.rules && field.ends_with(" " + source.url))
            sources.push_back(fmt::format("\"{}\"", source.rules->links.source()));
    return fmt::format("{}", fmt::join(sources, ", "));
}

} // namespace

std::optional<std::string> why_held(const Coverage& coverage, std::string_view recorded_reading,
                                    std::string_view reading, const Change& change)
{
    auto before = missed_fields(recorded_reading);
    bool same_rules = unmarked(recorded_reading) == unmarked(reading);
    for (const auto& field : missed_fields(reading)) {
        // A rule that is new, or was never seen to match on the site, cannot stop.
        bool stopped = !has(before, field) && (same_rules || coverage.knows(field));
        // A page without its body or heading is no edit. Another field may be taken off one page; not off
        // all.
        bool guessed_anew =
            stopped && concerns(change, field) && (field == "title" || coverage.doubts(field));
        bool drifts = coverage.drifting(field) && is_compared(field) && !change.fields.empty();
        if ((field == "body" && stopped) || guessed_anew || drifts)
            return fmt::format("the site's {} rules matched nothing any more; the recorded text stays",
                               field);
    }
    return std::nullopt;
}

bool would_lose_text(std::string_view recorded_reading, std::string_view reading)
{
    auto before = missed_fields(recorded_reading);
    auto after = missed_fields(reading);
    auto lost = [&](std::string_view field) { return has(after, field) && !has(before, field); };
    return lost("title") || lost("body");
}

std::vector<std::string> drifting_fields(const Coverage& coverage)
{
    std::vector<std::string> fields;
    for (const auto& [name, field] : coverage.fields())
        if (field.drifting()) fields.push_back(name);
    return fields;
}

std::string describe_drift(const Coverage& coverage, const config::Site& site)
{
    std::string text, example;
    for (const auto& name : drifting_fields(coverage)) {
        const auto& field = coverage.fields().find(name)->second;
        bool listing = name.starts_with("links ");
        text += fmt::format("{} ({}) matched nothing on {} of the last {} {}, usually on {:.0f} %; ", name,
                            selectors_of(site, name), field.recent_missed(), field.recent_pages(),
                            listing ? "visits" : "pages", 100 * field.baseline());
        if (example.empty() || !listing) example = field.example() + (listing ? " --as listing" : "");
    }
    bool held = std::ranges::any_of(drifting_fields(coverage), is_compared);
    return text + fmt::format("{}Look with `baotin try {} {}`, mend the rules, reload, "
                              "and fill the gap with `baotin reparse {}`",
                              held ? "changes are held back. " : "", site.id, example, site.id);
}

} // namespace baotin::crawler
