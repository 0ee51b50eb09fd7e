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

awaitable<void> wait(boost::asio::steady_timer& timer, std::chrono::milliseconds time)
{
    timer.expires_after(time);
    boost::system::error_code woken;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, woken);
    co_await timer.async_wait(token);
}

} // namespace

ArchiveWatch::ArchiveWatch(boost::asio::any_io_executor loop, archive::Recorder& recorder,
                           std::filesystem::path file)
    : recorder_(recorder), file_(std::move(file)), disk_(loop), indexing_(loop)
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
        co_await wait(indexing_, pause);
    }
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
}

} // namespace baotin::daemon
