#include "archive/verify.hpp"

#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

json::array texts(const std::vector<std::string>& all)
{
    return json::array(all.begin(), all.end());
}

template <class Work>
auto commit(archive::Writer& writer, Work work)
{
    writer.begin();
    const auto done = work();
    writer.commit();
    return done;
}

/// Batch after batch until one is not full; in short transactions, so that a daemon goes on writing beside
/// it.
template <class Work>
void catch_up(archive::Writer& writer, ProgressBar& bar, std::string_view what, Work work)
{
    constexpr std::size_t at_once = 256;
    std::size_t done = 0, batch = at_once;
    while (batch == at_once) {
        batch = commit(writer, [&] { return work(at_once); });
        done += batch;
        bar.show(done, 0, what);
    }
}

void make_search_index(archive::Writer& writer, bool from_the_beginning, ProgressBar& bar)
{
    if (from_the_beginning) commit(writer, [&] { return writer.clear_search_index(), 0; });
    catch_up(writer, bar, "revisions indexed",
             [&](std::size_t limit) { return writer.index_revisions(limit); });
}

/// What nobody was told of yet is left to the daemon.
void make_stories(archive::Writer& writer, ProgressBar& bar)
{
    commit(writer, [&] { return writer.clear_stories(), 0; });
    catch_up(writer, bar, "revisions in their stories",
             [&](std::size_t limit) { return writer.join_stories(limit, nullptr).revisions; });
}

void print_findings(const archive::Verified& verified, bool repaired)
{
    for (const auto& finding : verified.broken)
        fmt::print("{} {}\n", paint("broken:", Colour::red), finding);
    for (const auto& finding : verified.outdated) {
        fmt::print("{} {}{}\n", paint(repaired ? "repaired:" : "outdated:", Colour::yellow), finding,
                   repaired ? "" : "; `baotin verify --repair` makes it anew");
    }
}

} // namespace

ExitCode verify(const Common& common, const VerifyWords& words)
{
    auto config = load_config_without_secrets(common);
    auto store = open_archive(*config);
    ProgressBar bar(!common.quiet && !common.json);
    const auto verified =
        archive::verify_sqlite(config->store.sqlite_file, [&bar](std::uint64_t done, std::uint64_t total) {
            bar.show(done, total - done, "revisions and pages");
        });
    const bool repaired = words.repair && !verified.outdated.empty();
    if (words.repair) {
        const auto writer = store->writer();
        make_search_index(*writer, repaired, bar);
        make_stories(*writer, bar);
    }
    bar.clear();
    if (common.json) {
        print_json({{"revisions", verified.revisions},
                    {"linked", verified.linked},
                    {"raw_pages", verified.raw_pages},
                    {"head", verified.head},
                    {"broken", texts(verified.broken)},
                    {"outdated", texts(verified.outdated)},
                    {"repaired", repaired}});
    } else {
        print_findings(verified, repaired);
        if (!common.quiet) {
            fmt::print("{} and {} read; the ledger ties {} of them together{}{}\n",
                       counted(verified.revisions, "revision"), counted(verified.raw_pages, "stored page"),
                       verified.linked, verified.head.empty() ? "" : ", its head is ", verified.head);
        }
    }
    const bool well = verified.broken.empty() && (verified.outdated.empty() || repaired);
    return well ? ExitCode::ok : ExitCode::problem;
}

} // namespace baotin::daemon
