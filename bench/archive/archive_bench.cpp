// How the archive grows: fills it with articles of three revisions each and prints, at every size asked for,
// the write rate, bytes, memory, and p50/p95 of record, latest, show, diff and search.
//
//   build/release/bench/archive_bench [FOLDER [SIZE…]]        default: a temporary folder, 10000 100000
//   build/release/bench/archive_bench /var/tmp/bench 10000 100000 1000000
//   build/release/bench/archive_bench /var/tmp/bench 1000000        measures again, or fills it further
//
// Times are CPU time, but for the commit and the rates, which wait for the disk: wall time says as much of
// who else uses the machine. "reprints" counts those of a sample that stand in their story, "alone" those
// without a reprint that stand in none. One connection, caches as the run leaves them. No raw pages:
// body_bench has those.

#include "archive/store.hpp"
#include "bench/archive/corpus.hpp"
#include "parsers/text/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

namespace baotin::bench {
namespace {

namespace fs = std::filesystem;
using archive::ArticleId;
using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::size_t sites = 40;
constexpr std::size_t articles_of_a_commit = 64;
constexpr std::size_t derived_at_once = 128; // as the daemon does
constexpr int revisions = 3;

class NobodyIsTold final : public archive::Router {
    [[nodiscard]] std::vector<std::string> route(const archive::Event&,
                                                 const archive::Article*) const override
    {
        return {};
    }
    [[nodiscard]] std::string compose(const archive::Event&, const archive::Article*) const override
    {
        return R"({"type":"article.new","timestamp":"","data":{}})";
    }
};

Microseconds wall_time()
{
    return Clock::now().time_since_epoch();
}

/// Of this thread.
Microseconds cpu_time()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

class Times {
public:
    explicit Times(Microseconds (*clock)() = cpu_time) : clock_(clock) {}

    template <class Work>
    auto measure(Work work)
    {
        const auto start = clock_();
        auto answer = work();
        times_.push_back((clock_() - start).count());
        return answer;
    }
    std::string show()
    {
        if (times_.empty()) return "-";
        std::ranges::sort(times_);
        const auto at = [&](double share) {
            return times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))];
        };
        auto line = fmt::format("{:.0f}/{:.0f}", at(0.5), at(0.95));
        times_.clear();
        return line;
    }

private:
    Microseconds (*clock_)();
    std::vector<double> times_;
};

double megabytes_resident()
{
    std::ifstream stream("/proc/self/status");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
}

class Bench {
public:
    explicit Bench(const fs::path& folder)
        : file_(folder / "bench.db"),
          store_(archive::open_sqlite(file_, archive::OpenMode::create)),
          writer_(store_->writer()),
          reader_(store_->reader())
    {
        std::vector<archive::SitePlan> plans;
        for (std::size_t site = 0; site < sites; ++site) {
            plans.push_back(
                {.site = id(site),
                 .sources = {{archive::PageKind::feed, fmt::format("https://{}.vn/rss", id(site))}}});
        }
        writer_->begin();
        writer_->sync(plans, {});
        writer_->commit();
        reader_->each_article({}, [&](const archive::Article& newest) {
            filled_ = static_cast<std::size_t>(newest.id);
            return false;
        });
        for (std::size_t site = 0; site < sites; ++site)
            sources_.push_back(reader_->pages(id(site)).at(0).id);
    }

    void fill(std::size_t size)
    {
        if (filled_ >= size) return; // measured as it is
        const auto start = Clock::now();
        const auto first = filled_;
        while (filled_ < size)
            commit_some(std::min(articles_of_a_commit, size - filled_));
        recorded_per_second_ = static_cast<double>(revisions * (filled_ - first)) /
                               std::chrono::duration<double>(Clock::now() - start).count();
        index_us_ = of_each_revision([&] { return writer_->index_revisions(derived_at_once); });
        join_us_ =
            of_each_revision([&] { return writer_->join_stories(derived_at_once, &router_).revisions; });
    }

    void measure()
    {
        constexpr std::size_t times = 300;
        constexpr auto every = Corpus::reprinted_every;
        std::mt19937_64 random(7);
        Times latest, show, diff, search;
        std::size_t reprints = 0, alone = 0;
        for (std::size_t i = 0; i < times; ++i) {
            const auto id = static_cast<ArticleId>(every + random() % (filled_ - every));
            latest.measure([&] { return reader_->article(id); });
            const auto all = show.measure([&] { return reader_->revisions(id); });
            diff.measure([&] { return parsers::diff_words(all.front().text.body, all.back().text.body); });
            const auto reprint = id - id % static_cast<ArticleId>(every);
            reprints += reader_->story_of(reprint) == reprint - static_cast<ArticleId>(every / 2);
            alone += !reader_->story_of(reprint + 1);
            archive::SearchQuery query;
            query.terms = archive::parse_search_terms(corpus_.question(i, filled_)).value();
            found_ += search.measure([&] { return reader_->search(query); }).hits.size();
        }
        const auto bytes = static_cast<double>(fs::file_size(file_));
        fmt::print("{:>9} {:>7.0f} {:>9.0f} {:>8.0f} {:>10.0f} {:>10.0f} {:>7.0f} {:>7.0f} {:>10} {:>12} "
                   "{:>10} {:>10} "
                   "{:>10} {:>12} {:>8} {:>6}\n",
                   filled_, recorded_per_second_, index_us_, join_us_, longest_batch_.count() / 1000,
                   bytes / static_cast<double>(filled_), bytes / static_cast<double>(revisions * filled_),
                   megabytes_resident(), record_.show(), commit_.show(), latest.show(), show.show(),
                   diff.show(), search.show(), fmt::format("{}/{}", reprints, times),
                   fmt::format("{}/{}", alone, times));
        std::fflush(stdout);
    }

    static void heading()
    {
        fmt::print("times in µs of CPU (commit: wall), p50/p95\n{:>9} {:>7} {:>9} {:>8} {:>10} {:>10} {:>7} "
                   "{:>7} {:>10} "
                   "{:>12} {:>10} {:>10} {:>10} {:>12} {:>8} {:>6}\n",
                   "articles", "rev/s", "index µs", "join µs", "longest ms", "B/article", "B/rev", "RSS MB",
                   "record", "commit", "latest", "show", "diff", "search", "reprints", "alone");
    }

private:
    /// What `derive`, which gives the number of revisions that it took, costs one of them, in µs of CPU.
    /// Keeps the longest batch: recording waits for it.
    template <class Derive>
    double of_each_revision(Derive derive)
    {
        const auto start = cpu_time();
        std::size_t all = 0, batch = 0;
        do {
            const auto began = cpu_time();
            writer_->begin();
            batch = derive();
            writer_->commit();
            longest_batch_ = std::max(longest_batch_, cpu_time() - began);
            all += batch;
        } while (batch == derived_at_once);
        return (cpu_time() - start).count() / static_cast<double>(std::max<std::size_t>(all, 1));
    }

    static std::string id(std::size_t site) { return fmt::format("site-{:02}", site); }
    static archive::Time at(std::size_t article)
    {
        return archive::Time(std::chrono::hours(480'000) + std::chrono::minutes(article));
    }

    void commit_some(std::size_t count)
    {
        writer_->begin();
        for (std::size_t i = 0; i < count; ++i)
            record(filled_ + i);
        commit_.measure([&] {
            writer_->commit();
            return 0;
        });
        filled_ += count;
    }

    void record(std::size_t number)
    {
        const auto site = number % sites;
        archive::SourceVisit source;
        source.note.page = sources_[site];
        source.note.at = at(number);
        source.note.outcome = archive::Outcome::announced;
        source.site = id(site);
        source.completed = true;
        source.links = {{.url = fmt::format("https://{}.vn/tin-{}.html", id(site), number),
                         .title = "",
                         .published_at = {}}};
        const auto page = writer_->record(source).fresh.at(0);
        archive::ArticleVisit visit;
        visit.note.page = page.id;
        visit.note.at = at(number);
        visit.note.outcome = archive::Outcome::recorded;
        visit.text = corpus_.article(number);
        visit.reading = "rules";
        for (int revision = 1; revision <= revisions; ++revision) {
            if (revision > 1) Corpus::edit(visit.text, revision);
            visit.identity = {.site = page.site,
                              .page = page.id,
                              .url = page.url,
                              .canonical_url = {},
                              .title = visit.text.title,
                              .content_hash = parsers::content_hash(visit.text)};
            const auto recorded = record_.measure([&] { return writer_->record(visit, router_); });
            visit.base = archive::Base{.article = recorded.article, .revision = recorded.revision};
        }
    }

    Corpus corpus_;
    NobodyIsTold router_;
    fs::path file_;
    std::unique_ptr<archive::Store> store_;
    std::unique_ptr<archive::Writer> writer_;
    std::unique_ptr<archive::Reader> reader_;
    std::vector<archive::PageId> sources_;
    Times record_, commit_{wall_time};
    std::size_t filled_ = 0, found_ = 0;
    Microseconds longest_batch_{0};
    double recorded_per_second_ = 0, index_us_ = 0, join_us_ = 0;
};

} // namespace
} // namespace baotin::bench

int main(int argc, char** argv)
{
    namespace fs = std::filesystem;
    const bool ours = argc < 2;
    const auto folder =
        ours ? fs::temp_directory_path() / fmt::format("archive_bench-{}", ::getpid()) : fs::path(argv[1]);
    fs::create_directories(folder);
    std::vector<std::size_t> sizes;
    for (int i = 2; i < argc; ++i)
        sizes.push_back(std::strtoull(argv[i], nullptr, 10));
    if (sizes.empty()) sizes = {10'000, 100'000};
    if (std::ranges::min(sizes) < 100) {
        fmt::print(stderr, "sizes are numbers of articles, 100 at least\n");
        return 2;
    }
    {
        baotin::bench::Bench bench(folder);
        baotin::bench::Bench::heading();
        for (const auto size : sizes) {
            bench.fill(size);
            bench.measure();
        }
    }
    if (ours) fs::remove_all(folder);
}
