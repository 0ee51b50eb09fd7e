#include "crawler/crawler.hpp"
#include "daemon/archive_watch.hpp"
#include "daemon/commands.hpp"
#include "daemon/node.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <csignal>
#include <exception>

namespace baotin::daemon {
namespace {

using archive::Outcome;
using archive::Recorded;
using namespace std::chrono_literals;

constexpr auto kTellingTakes = 60s; // at most, after the pass
constexpr std::size_t kTidiedAtOnce = 256;
constexpr auto kRetrySoon = 10s; // a retry that is further away is left to the next pass

/// What a pass found, counted as its visits end: each of them once.
struct Tally {
    std::size_t visits = 0, sources = 0, created = 0, revised = 0, unchanged = 0, failed = 0, other = 0;

    void count(const crawler::Progress& progress)
    {
        ++visits;
        ++of(progress);
    }
    std::size_t& of(const crawler::Progress& progress)
    {
        const auto& visited = progress.visited;
        if (is_failure(progress)) return failed;
        if (archive::is_source(visited.kind)) return sources;
        if (visited.recorded == Recorded::What::created) return created;
        if (visited.recorded == Recorded::What::revised) return revised;
        return visited.outcome == Outcome::unchanged ? unchanged : other;
    }
    /// An article that robots.txt keeps us from, or that is gone, is no fault of the pass; a source that is,
    /// is one.
    static bool is_failure(const crawler::Progress& progress)
    {
        auto outcome = progress.visited.outcome;
        bool source = archive::is_source(progress.visited.kind);
        if (outcome == Outcome::gone || outcome == Outcome::forbidden) return source;
        return !archive::succeeded(outcome);
    }
};

void print_visit(const crawler::Progress& progress)
{
    const auto& visited = progress.visited;
    boost::json::object line{{"site", progress.site},
                             {"url", progress.visited.url},
                             {"kind", archive::to_string(progress.visited.kind)},
                             {"outcome", archive::to_string(visited.outcome)},
                             {"status", visited.status},
                             {"detail", visited.detail}};
    print_json(line);
}

std::string summary(const Tally& tally)
{
    return fmt::format("{}: {}, {}, {} changed, {} unchanged, {} failed{}", counted(tally.visits, "visit"),
                       counted(tally.sources, "source"), counted(tally.created, "new article"), tally.revised,
                       tally.unchanged, tally.failed,
                       tally.other > 0
                           ? fmt::format(", {} left as they are (gone, forbidden, in doubt)", tally.other)
                           : std::string());
}

/// When a hook that takes deliveries wants its next one; those that answered 410 take none.
std::optional<parsers::Time> next_delivery(archive::Reader& reader, std::vector<std::string> hooks)
{
    for (const auto& incident : reader.open_incidents())
        std::erase(hooks, incident.hook);
    return reader.next_delivery(hooks);
}

/// Hooks are told before we leave, for those who run us from cron; what cannot be delivered now is tried by
/// the next pass.
boost::asio::awaitable<void> deliver(Node& node, const bool& interrupted)
{
    std::vector<std::string> hooks;
    for (const auto& hook : node.config().hooks)
        hooks.push_back(hook.name);
    auto deadline = now() + kTellingTakes;
    while (!interrupted) {
        auto look = [hooks](archive::Reader& reader) { return next_delivery(reader, hooks); };
        auto next = co_await node.reads().run(std::move(look));
        if (!next || *next > now() + kRetrySoon || now() > deadline) co_return;
        co_await node.clock().pause(50ms);
    }
}

/// Before hooks are waited for: they hear of a text that spreads.
boost::asio::awaitable<void> join_stories(Node& node, const bool& interrupted)
{
    archive::StoriesJoined joined{.revisions = kTidiedAtOnce, .deliveries = 0};
    while (!interrupted && joined.revisions == kTidiedAtOnce) {
        joined = co_await node.recorder().join_stories(kTidiedAtOnce);
        if (joined.deliveries > 0) node.dispatcher().wake();
    }
}

boost::asio::awaitable<void> index_and_pack(Node& node, const bool& interrupted)
{
    for (auto indexed = kTidiedAtOnce; !interrupted && indexed == kTidiedAtOnce;)
        indexed = co_await node.recorder().index_revisions(kTidiedAtOnce);
    for (std::size_t packed = 1; !interrupted && packed > 0;)
        packed = co_await pack_some(node.care_reads(), node.recorder());
}

boost::asio::awaitable<void> one_pass(Node& node, std::vector<std::string> sites,
                                      std::function<void(const crawler::Progress&)> watch, bool tidy,
                                      const bool& interrupted)
{
    node.dispatcher().start();
    co_await node.crawler().crawl_once(std::move(sites), std::move(watch));
    if (tidy) co_await join_stories(node, interrupted);
    co_await deliver(node, interrupted);
    if (tidy) co_await index_and_pack(node, interrupted);
    co_await node.stop();
}

boost::asio::awaitable<void> end_pass(Node& node)
{
    co_await node.stop();
}

} // namespace

ExitCode crawl(const Common& common, const CrawlWords& words)
{
    auto config = load_config(common);
    for (const auto& id : words.sites)
        configured_site(*config, id);
    Node node(config);
    Tally tally;
    ProgressBar bar(!common.quiet && !common.json);
    auto watch = [&](const crawler::Progress& progress) {
        tally.count(progress);
        if (common.json) print_visit(progress);
        if (Tally::is_failure(progress)) {
            bar.clear();
            fmt::print(stderr, "{}: {}: {}\n", progress.visited.url,
                       archive::to_string(progress.visited.outcome), progress.visited.detail);
        }
        bar.show(progress.done, progress.left, progress.site + "  " + progress.visited.url);
    };

    std::exception_ptr failure;
    bool interrupted = false;
    boost::asio::signal_set signals(node.loop(), SIGTERM, SIGINT);
    signals.async_wait([&](boost::system::error_code error, int) {
        if (error) return;
        interrupted = true;
        boost::asio::co_spawn(node.loop(), end_pass(node), [](std::exception_ptr) {});
    });
    auto ended = [&](std::exception_ptr thrown) {
        failure = thrown;
        signals.cancel();
    };
    boost::asio::co_spawn(node.loop(), one_pass(node, words.sites, watch, words.tidy, interrupted), ended);
    node.loop().run();
    bar.clear();
    if (failure) std::rethrow_exception(failure);
    if (interrupted)
        throw CommandError("interrupted: what was recorded stays; the rest is due next time",
                           ExitCode::problem);
    if (!common.json && !common.quiet) fmt::print("{}\n", summary(tally));
    return tally.failed > 0 ? ExitCode::problem : ExitCode::ok;
}

} // namespace baotin::daemon
