#include "alerts/retelling.hpp"
#include "alerts/rules.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

json::array findings_json(const std::vector<alerts::Finding>& findings)
{
    json::array array;
    for (const auto& finding : findings)
        array.push_back(json::object{{"key", finding.key},
                                     {"wanted", finding.wanted},
                                     {"found", finding.found},
                                     {"holds", finding.holds}});
    return array;
}

void print_findings(const archive::StoredEvent& event, const std::string& hook, bool wanted,
                    const std::vector<alerts::Finding>& findings)
{
    fmt::print("{} of {} (cursor {}): {}\n", archive::to_string(event.type), parsers::rfc3339(event.at),
               event.cursor,
               wanted ? paint(hook + " wants it", Colour::green)
                      : paint(hook + " does not want it", Colour::red));
    for (const auto& finding : findings)
        fmt::print("  {} {} = {}: {}\n",
                   finding.holds ? paint("yes", Colour::green) : paint("no ", Colour::red), finding.key,
                   finding.wanted, finding.found);
}

} // namespace

ExitCode hooks_explain(const Common& common, const ExplainWords& words)
{
    auto config = load_config_without_secrets(common);
    const auto& hook = configured_hook(*config, words.hook);
    auto id = article_id(words.article);
    auto store = open_archive(*config);
    auto reader = store->reader();
    if (!reader->article(id))
        throw CommandError(fmt::format("there is no article {}", id), ExitCode::problem);
    const alerts::Rule rule(hook, *config);
    for (const auto& stored : reader->article_events(id)) {
        auto retelling = alerts::retell(stored, *reader);
        if (!retelling.article) continue;
        alerts::SearchedText text(*retelling.article);
        auto findings = rule.explain({retelling.event, &text});
        bool wanted = std::ranges::all_of(findings, &alerts::Finding::holds);
        if (common.json)
            print_json({{"hook", hook.name},
                        {"cursor", std::to_string(stored.cursor)},
                        {"event", stored.id},
                        {"type", archive::to_string(stored.type)},
                        {"wanted", wanted},
                        {"findings", findings_json(findings)}});
        else
            print_findings(stored, hook.name, wanted, findings);
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
