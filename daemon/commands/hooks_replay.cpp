#include "alerts/retelling.hpp"
#include "alerts/rules.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <variant>

namespace baotin::daemon {
namespace {

/// A place in the history: a cursor, or a moment.
using Place = std::variant<std::int64_t, parsers::Time>;

Place place_of(std::string_view option, const std::string& word)
{
    std::int64_t cursor = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), cursor);
    if (error == std::errc{} && end == word.data() + word.size() && cursor >= 0) return cursor;
    if (auto time = parsers::parse_rfc3339(word)) return *time;
    throw CommandError(
        fmt::format("{} \"{}\" is neither a cursor (`baotin events` prints them) nor an RFC 3339 "
                    "time like 2026-11-21T07:00:00+07:00",
                    option, word));
}

bool is_after(const archive::StoredEvent& event, const Place& place)
{
    if (const auto* cursor = std::get_if<std::int64_t>(&place)) return event.cursor > *cursor;
    return event.at >= std::get<parsers::Time>(place);
}

/// Which of these events the hook's rule wants, as it stands in the configuration now.
std::vector<std::int64_t> wanted_of(const std::vector<archive::StoredEvent>& events, const alerts::Rule& rule,
                                    archive::Reader& reader)
{
    std::vector<std::int64_t> wanted;
    for (const auto& stored : events) {
        auto retelling = alerts::retell(stored, reader);
        std::optional<alerts::SearchedText> text;
        if (retelling.article) text.emplace(*retelling.article);
        if (rule.wants({retelling.event, text ? &*text : nullptr})) wanted.push_back(stored.cursor);
    }
    return wanted;
}

} // namespace

ExitCode hooks_replay(const Common& common, const ReplayWords& words)
{
    constexpr std::size_t batch = 200; // one commit each: a running daemon waits for none of them for long
    auto config = load_config_without_secrets(common);
    auto hook = configured_hook(*config, words.hook);
    if (words.backfill) hook.backfill = true;
    auto since = place_of("--since", words.since);
    auto until = words.until.empty() ? Place(std::numeric_limits<std::int64_t>::max())
                                     : place_of("--until", words.until);
    const alerts::Rule rule(hook, *config);
    auto store = open_archive(*config);
    auto reader = store->reader();
    auto writer = store->writer();
    auto last = reader->last_cursor(); // what is raised from here on is told anyway
    auto cursor = std::holds_alternative<std::int64_t>(since) ? std::get<std::int64_t>(since) : 0;
    std::size_t count = 0;
    while (cursor < last) {
        auto events = reader->events(cursor, batch, hook.backfill);
        if (events.empty()) break;
        cursor = events.back().cursor;
        std::erase_if(events, [&](const archive::StoredEvent& event) {
            return event.cursor > last || !is_after(event, since) || is_after(event, until);
        });
        auto wanted = wanted_of(events, rule, *reader);
        if (words.dry_run || wanted.empty()) {
            count += wanted.size();
            continue;
        }
        writer->begin();
        count += writer->replay_events(hook.name, wanted, now());
        writer->commit();
    }
    if (common.json)
        print_json({{"hook", hook.name}, {"replayed", count}, {"dry_run", words.dry_run}});
    else if (!common.quiet)
        fmt::print("{} {} to {}{}\n", words.dry_run ? "would replay" : "replaying", counted(count, "event"),
                   hook.name,
                   words.dry_run || count == 0 ? "" : "; a running daemon sends them within seconds");
    return ExitCode::ok;
}

} // namespace baotin::daemon
