/// A million pages: how long the crawler takes to start with them, what memory the frontier needs, and what
/// picking the next visit costs. Prints three lines.

#include "archive/store.hpp"
#include "config/config.hpp"
#include "crawler/agenda.hpp"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <string>
#include <unistd.h>

namespace baotin::bench {
namespace {

using namespace std::chrono_literals;
using parsers::Time;

constexpr int kPages = 1'000'000, kSites = 200;
const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

double seconds_since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double resident_mib()
{
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// Written past the Writer, which would take minutes: the pages of two hundred sites, three sources each.
void fill(const std::filesystem::path& file)
{
    archive::open_sqlite(file, archive::OpenMode::create);
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF");
    database.exec(
        fmt::format("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {0} - 1) "
                    "INSERT INTO page (site, url, kind, found_at, next_visit, last_visit, outcome, "
                    "change_shape, change_exposure) "
                    "SELECT 'site-' || (i % {1}), 'https://site-' || (i % {1}) || "
                    "'.gov.vn/tin-tuc-su-kien/an-ninh-trat-tu/bai-viet-so-' || i || "
                    "'.html', CASE WHEN i < 3 * {1} THEN 'listing' ELSE 'article' END, {2} - i * 60000, {2} "
                    "+ (i * 7919 % 1000000) * 3000, "
                    "{2} - 3600000, 'unchanged', 0, 0.05 FROM n",
                    kPages, kSites, kNow.time_since_epoch().count()));
}

config::Snapshot some_config()
{
    auto config = std::make_shared<config::Config>();
    for (int i = 0; i < kSites; ++i) {
        auto site = std::make_shared<config::Site>();
        site->id = fmt::format("site-{}", i);
        config->sites.push_back(std::move(site));
    }
    std::ranges::sort(config->sites, {}, [](const auto& site) { return site->id; });
    return config;
}

void start(archive::Reader& reader, crawler::Agenda& agenda)
{
    for (archive::PageId after = 0;;) {
        auto pages = reader.due_pages(after, 5000);
        if (pages.empty()) return;
        after = pages.back().id;
        for (const auto& page : pages)
            agenda.plan(page, kNow);
    }
}

/// Each page in turn: picked when due, put back for later.
double pick_all(crawler::Frontier& frontier)
{
    auto now = kNow + 24h * 60;
    auto begin = std::chrono::steady_clock::now();
    int picked = 0;
    while (picked < kPages) {
        auto page = frontier.pick(now);
        if (!page) break;
        ++picked;
        frontier.put({.id = page->id, .due = now + 1h, .lane = page->lane, .demand = 0.01F}, page->site,
                     page->host, 1440);
    }
    return seconds_since(begin) / picked;
}

void run()
{
    auto file = std::filesystem::temp_directory_path() / fmt::format("frontier_bench.{}.db", ::getpid());
    fill(file);
    auto reader = archive::open_sqlite(file, archive::OpenMode::existing)->reader();
    crawler::HostBudgets budgets;
    crawler::Frontier frontier(budgets);
    crawler::SiteLessons lessons;
    crawler::Agenda agenda(frontier, budgets, lessons);
    agenda.use(some_config());
    ::malloc_trim(0);
    auto before = resident_mib();
    auto begin = std::chrono::steady_clock::now();
    start(*reader, agenda);
    fmt::print("start with {} pages: {:.1f} s\n", frontier.size(), seconds_since(begin));
    ::malloc_trim(0);
    fmt::print("memory: {:.0f} MiB, {:.0f} bytes a page\n", resident_mib() - before,
               (resident_mib() - before) * (1 << 20) / kPages);
    fmt::print("pick and put back: {:.2f} us\n", 1e6 * pick_all(frontier));
    for (const char* part : {"", "-wal", "-shm"})
        std::filesystem::remove(file.string() + part);
}

} // namespace
} // namespace baotin::bench

int main()
{
    baotin::bench::run();
    return 0;
}
