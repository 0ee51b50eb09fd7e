#include "daemon/commands.hpp"
#include "daemon/file.hpp"
#include "daemon/output.hpp"
#include "daemon/probe.hpp"
#include "daemon/setting.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

namespace baotin::daemon {
namespace {

struct Ruling {
    parsers::Robots::Verdict verdict;
    std::string unreachable;
};

Ruling judge(const RobotsWords& words, const config::Crawler& settings, const std::string& agent,
             const std::string& url)
{
    if (words.file) return {parsers::Robots::parse(read_file(*words.file), agent).verdict(url), {}};
    auto asked = settings;
    if (!words.agent.empty()) asked.user_agent = agent;
    auto entry = Probe(asked, Probe::Addresses::any).robots(url);
    return {entry->rules.verdict(url), entry->unreachable};
}

std::string reason(const Ruling& ruling)
{
    if (!ruling.unreachable.empty()) return fmt::format("robots.txt is unreachable: {}", ruling.unreachable);
    if (ruling.verdict.line_number == 0) return "no rule matches";
    return fmt::format("line {}: {}", ruling.verdict.line_number, ruling.verdict.line);
}

} // namespace

ExitCode robots(const Common& common, const RobotsWords& words)
{
    auto settings = crawler_settings(common);
    auto agent = words.agent.empty() ? settings.product_token() : words.agent;
    // Against a file the URL is judged as it is written; the net is asked for its normal form only.
    auto url = words.file ? std::optional(words.url) : parsers::normalise_url(words.url);
    if (!url) throw CommandError(fmt::format("\"{}\" is no http or https URL", words.url));
    auto ruling = judge(words, settings, agent, *url);
    bool allowed = ruling.verdict.allowed;
    if (common.json) {
        print_json({{"url", *url},
                    {"agent", agent},
                    {"allowed", allowed},
                    {"line", ruling.verdict.line},
                    {"line_number", ruling.verdict.line_number},
                    {"unreachable", ruling.unreachable}});
    } else {
        fmt::print("{}\n{}\n",
                   paint(allowed ? "allowed" : "disallowed", allowed ? Colour::green : Colour::red),
                   reason(ruling));
    }
    return allowed ? ExitCode::ok : ExitCode::problem;
}

} // namespace baotin::daemon
