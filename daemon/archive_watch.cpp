#include "daemon/archive_watch.hpp"

#include "archive/offload.hpp"
#include "archive/verify.hpp"
#include "daemon/output.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace baotin::daemon {
namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

constexpr auto kLook = 1s;
constexpr std::size_t kIndexedAtOnce = 128; // some 50 ms of the recorder's time
constexpr auto kIndexPause = 2s;
constexpr std::size_t kJoinedAtOnce = 64; // some 20 ms of the recorder's time
constexpr std::size_t kPackedAtOnce = 64; // half a second of a core
constexpr std::chrono::milliseconds kPackPause = 10s;

awaitable<void> wait(boost::asio::steady_timer& timer, std::chrono::milliseconds time)
{
    timer.expires_after(time);
    boost::system::error_code woken;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, woken);
    co_await timer.async_wait(token);
}

} // namespace

awaitable<std::size_t> pack_some(archive::Reads& reads, archive::Recorder& recorder)
{
    auto work = [](archive::Reader& reader) -> std::optional<archive::PackedPages> {
        if (const auto unpacked = reader.unpacked_pages(kPackedAtOnce)) return archive::pack(*unpacked);
        return std::nullopt;
    };
    auto packed = co_await reads.run(std::move(work));
    if (!packed) co_return 0;
    const auto count = packed->pages.size();
    auto pages = *std::move(packed);
    co_await recorder.keep_packed(std::move(pages));
    co_return count;
}

ArchiveWatch::ArchiveWatch(boost::asio::any_io_executor loop, archive::Reads& reads,
                           archive::Recorder& recorder, std::filesystem::path file)
    : reads_(reads),
      recorder_(recorder),
      file_(std::move(file)),
      disk_(loop),
      indexing_(loop),
      joining_(loop),
      packing_(loop)
{
}

ArchiveWatch::~ArchiveWatch()
{
    stop();
    checker_.join();
}

std::optional<std::string> ArchiveWatch::trouble() const
{
    if (auto stalled = recorder_.stalled()) return stalled;
    return damage_;
}

/// An incident of a full disk can only be kept once there is room again: then it has its beginning and its
/// end.
awaitable<void> ArchiveWatch::watch_disk()
{
    std::optional<parsers::Time> since;
    std::string detail;
    while (!stopping_) {
        if (auto stalled = recorder_.stalled()) {
            if (!since) since = now();
            detail = *std::move(stalled);
        } else if (since) {
            auto began = *std::exchange(since, std::nullopt);
            co_await tell_of_stall(detail, began);
        }
        if (stopping_) co_return;
        co_await wait(disk_, kLook);
    }
}

awaitable<void> ArchiveWatch::tell_of_stall(std::string detail, parsers::Time since)
{
    archive::Incident incident;
    incident.what = "unwritable";
    incident.detail = std::move(detail);
    incident.since = since;
    auto opened = incident;
    co_await recorder_.open_incident(std::move(opened), std::nullopt);
    incident.until = now();
    co_await recorder_.close_incident(std::move(incident), std::nullopt);
}

/// Search lags a moment behind: what visits record waits for no index, and many texts are indexed at once.
awaitable<void> ArchiveWatch::index_texts()
{
    while (!stopping_) {
        const auto indexed = co_await recorder_.index_revisions(kIndexedAtOnce);
        const std::chrono::milliseconds pause = indexed == kIndexedAtOnce ? 10ms : kIndexPause;
        if (stopping_) co_return; // meanwhile: there was no wait that stop() could have cancelled
        co_await wait(indexing_, pause);
    }
}

/// A moment behind, too: who is told that a text spreads can wait for two seconds.
awaitable<void> ArchiveWatch::join_stories(std::function<void()> told)
{
    while (!stopping_) {
        const auto joined = co_await recorder_.join_stories(kJoinedAtOnce);
        if (joined.deliveries > 0) told();
        if (stopping_) break;
        const std::chrono::milliseconds pause = joined.revisions == kJoinedAtOnce ? 10ms : kIndexPause;
        co_await wait(joining_, pause);
    }
}

/// Half of one core at most: visits come first.
awaitable<void> ArchiveWatch::pack_pages()
{
    while (!stopping_) {
        const auto began = std::chrono::steady_clock::now();
        const auto packed = co_await pack_some(reads_, recorder_);
        const auto took = std::chrono::steady_clock::now() - began;
        const auto pause =
            packed == 0 ? kPackPause : std::chrono::duration_cast<std::chrono::milliseconds>(took);
        if (stopping_) co_return;
        co_await wait(packing_, pause);
    }
}

void ArchiveWatch::gave_up(std::string_view why)
{
    damage_ = fmt::format("search, stories (and what hooks with where.role are told) or the packing of pages "
                          "have stopped ({}); `baotin verify --repair` makes "
                          "them anew, then restart the daemon",
                          why);
    spdlog::error("{}", *damage_);
}

awaitable<void> ArchiveWatch::check_file()
{
    spdlog::info("the archive was left by force: it is looked through beside the work");
    auto look = [file = file_, stop = stop_.get_token()] { return archive::check_sqlite(file, stop); };
    const auto found = co_await archive::offload(checker_.get_executor(), std::move(look));
    if (stopping_) co_return;
    archive::Incident incident;
    incident.what = "damaged";
    incident.since = now();
    if (found.empty()) {
        spdlog::info("the archive is whole");
        incident.until = now();
        co_await recorder_.close_incident(std::move(incident), std::nullopt);
        co_return;
    }
    damage_ =
        fmt::format("archive {} is damaged ({}); stop the daemon and restore a backup with `baotin restore`",
                    file_.string(), fmt::join(found, "; "));
    spdlog::error("{}", *damage_);
    incident.detail = *damage_;
    co_await recorder_.open_incident(std::move(incident), std::nullopt);
}

void ArchiveWatch::stop()
{
    stopping_ = true;
    stop_.request_stop();
    disk_.cancel();
    indexing_.cancel();
    joining_.cancel();
    packing_.cancel();
}

} // namespace baotin::daemon
