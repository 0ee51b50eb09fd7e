#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

std::int64_t cursor_of(const std::string& word)
{
    std::int64_t cursor = 0;
    if (word.empty()) return cursor;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), cursor);
    if (error == std::errc{} && end == word.data() + word.size() && cursor >= 0) return cursor;
    throw CommandError(fmt::format("--since \"{}\" is no cursor; `baotin events` prints them", word));
}

/// What a line says of an event: the article's title, or the incident, with its hook where it is one's.
std::string gist(const json::object& data)
{
    if (const auto* article = data.if_contains("article"))
        return std::string(article->at("title").as_string());
    std::string text;
    if (const auto* hook = data.if_contains("hook"))
        text = fmt::format("{}: ", hook->at("name").as_string().c_str());
    if (const auto* incident = data.if_contains("incident")) text += incident->at("detail").as_string();
    return text;
}

} // namespace

ExitCode events(const Common& common, const EventsWords& words)
{
    constexpr std::size_t batch = 500;
    auto config = load_config_without_secrets(common);
    auto cursor = cursor_of(words.since);
    auto store = open_archive(*config);
    auto reader = store->reader();
    auto left = words.limit.value_or(std::numeric_limits<std::size_t>::max());
    Table table({"CURSOR", "TIME", "TYPE", "SITE", "WHAT"});
    while (left > 0) {
        auto events = reader->events(cursor, std::min(batch, left), words.backfill);
        if (events.empty()) break;
        for (const auto& event : events) {
            auto object = json::parse(event.body).as_object();
            if (common.json) {
                json::object line{{"cursor", std::to_string(event.cursor)}, {"id", event.id}};
                for (auto& [key, value] : object)
                    line[key] = std::move(value);
                print_json(line);
            } else {
                auto what = gist(object.at("data").as_object());
                table.row({std::to_string(event.cursor), parsers::rfc3339(event.at),
                           std::string(archive::to_string(event.type)), event.site,
                           for_a_person() ? shorten(what, 80) : what});
            }
        }
        cursor = events.back().cursor;
        left -= events.size();
    }
    if (!common.json) table.print();
    return ExitCode::ok;
}

} // namespace baotin::daemon
