// How soon a webhook reaches its receiver, and what telling costs: the real archive, recorder, router,
// dispatcher and HTTP client in this process, the receiver in another. Prints one line a case; asserts
// nothing but that all arrived, and in order.
//
//   build/release/bench/alerts_bench [rates] [hanging] [backlog]     (default: all three)
//
// * rates: from the commit of an article to its request at the receiver, at 1, 100 and 1000 events a second
//   told to one hook
// * hanging: the same of an event every two seconds told to 450 hooks, alone and beside 50 hooks whose
//   receivers never answer
// * backlog: memory with 100,000 deliveries pending, how fast one hook drains them, and whether in order

#include "alerts/dispatcher.hpp"
#include "alerts/hook_router.hpp"
#include "bench/alerts/receiver_process.hpp"
#include "tests/alerts/loop_thread.hpp"
#include "tests/alerts/samples.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace baotin::bench {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto site = "congan-haiphong";

parsers::Time now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

double cpu_seconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_mib()
{
    std::ifstream statm("/proc/self/statm");
    long pages = 0, resident = 0;
    statm >> pages >> resident;
    return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// All that tells, between a new archive and the receiver; articles go in by hand.
class Newsdesk {
public:
    explicit Newsdesk(std::vector<config::Hook> hooks) : config_(samples::configuration(std::move(hooks)))
    {
        auto pattern = (fs::temp_directory_path() / "baotin-alerts-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = pattern;
        store_ = archive::open_sqlite(folder_ / "baotin.db", archive::OpenMode::create);
        store_->claim();
        recorder_ = std::make_unique<archive::Recorder>(loop_.executor(), store_->writer(),
                                                        std::make_shared<alerts::HookRouter>(config_));
        reads_ = std::make_unique<archive::Reads>(store_->reader());
        std::vector<archive::SitePlan> plans(1);
        plans[0].site = site;
        plans[0].sources = {{archive::PageKind::listing, "https://congan.haiphong.gov.vn/"}};
        loop_.run(recorder_->sync(std::move(plans), now()));
        source_ = store_->reader()->due_pages(0, 1).at(0).id;
        announce(0, 0);
    }

    ~Newsdesk()
    {
        if (dispatcher_) loop_.run(dispatcher_->stop());
        loop_.call([this] {
            dispatcher_.reset();
            http_.reset();
        });
        loop_.stop();
        reads_.reset();
        recorder_.reset();
        store_.reset();
        fs::remove_all(folder_);
    }

    void start()
    {
        loop_.call([this] {
            net::HttpOptions options;
            options.user_agent = "baotin-bench";
            options.connections = 32;
            for (const auto& hook : config_->hooks)
                options.connections += hook.concurrency;
            http_ = std::make_unique<net::HttpClient>(loop_.executor(), options);
            dispatcher_ = std::make_unique<alerts::Dispatcher>(loop_.executor(), *http_, *recorder_, *reads_,
                                                               config_, now, nullptr);
            dispatcher_->start();
        });
    }

    /// Makes pages of articles `first` to `first + count - 1` known.
    void announce(std::size_t first, std::size_t count)
    {
        archive::SourceVisit listing;
        listing.note = note(source_, archive::Outcome::announced);
        listing.site = site;
        for (auto i = first; i < first + count; ++i)
            listing.links.push_back({url(i), "Tin", {}});
        for (const auto& page : loop_.run(recorder_->record(std::move(listing))).fresh)
            pages_.push_back(page.id);
    }

    /// Records article `i`; its commit's time is kept.
    asio::awaitable<void> publish(std::size_t i)
    {
        archive::ArticleVisit visit;
        visit.note = note(pages_.at(i), archive::Outcome::recorded);
        visit.text = samples::article().text;
        visit.text.title = fmt::format("Bản tin số {}", i);
        for (int paragraph = 0; paragraph < 12; ++paragraph)
            visit.text.body +=
                "\nCông an tỉnh triển khai phương án bảo đảm an ninh, trật tự trên toàn địa bàn.";
        visit.identity = {site, visit.note.page, url(i), {}, visit.text.title, {}};
        visit.identity.content_hash = parsers::content_hash(visit.text);
        visit.reading = "bench";
        co_await recorder_->record(std::move(visit));
        commits_.emplace(url(i), Steady::now());
        if (dispatcher_) dispatcher_->wake();
    }

    /// `count` articles, evenly spread over the time that they take at `rate` a second.
    void publish_at(double rate, std::size_t count)
    {
        announce(pages_.size(), count);
        auto all = [](Newsdesk* desk, double per_second, std::size_t many) -> asio::awaitable<void> {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            auto begin = Steady::now();
            auto first = desk->pages_.size() - many;
            for (std::size_t i = 0; i < many; ++i) {
                timer.expires_at(begin +
                                 std::chrono::duration_cast<Steady::duration>(
                                     std::chrono::duration<double>(static_cast<double>(i) / per_second)));
                co_await timer.async_wait(asio::use_awaitable);
                asio::co_spawn(desk->loop_.executor(), desk->publish(first + i), asio::detached);
            }
        };
        loop_.run(all(this, rate, count));
    }

    /// `count` articles, as fast as they can be recorded.
    void publish_all(std::size_t count)
    {
        announce(pages_.size(), count);
        constexpr std::size_t lanes = 256; // as many share one commit
        auto lane = [](Newsdesk* desk, std::size_t first) -> asio::awaitable<void> {
            for (auto i = first; i < desk->pages_.size(); i += lanes)
                co_await desk->publish(i);
        };
        std::vector<std::future<void>> all;
        for (std::size_t i = 0; i < lanes; ++i)
            all.push_back(
                asio::co_spawn(loop_.executor(), lane(this, pages_.size() - count + i), asio::use_future));
        for (auto& one : all)
            one.get();
    }

    /// Event ids with the time of their article's commit; and in their order.
    std::map<std::string, Steady::time_point> commits_by_event()
    {
        std::map<std::string, Steady::time_point> commits;
        each_event([&](const archive::StoredEvent& event, archive::Reader& reader) {
            auto commit = commits_.find(reader.article(*event.article)->url);
            if (commit != commits_.end()) commits.emplace(event.id, commit->second);
        });
        return commits;
    }
    std::vector<std::string> event_ids()
    {
        std::vector<std::string> ids;
        each_event([&](const archive::StoredEvent& event, archive::Reader&) { ids.push_back(event.id); });
        return ids;
    }

private:
    template <class Visit>
    void each_event(Visit visit)
    {
        auto reader = store_->reader();
        for (std::int64_t cursor = 0;;) {
            auto events = reader->events(cursor, 500, true);
            if (events.empty()) break;
            for (const auto& event : events)
                visit(event, *reader);
            cursor = events.back().cursor;
        }
    }

    static std::string url(std::size_t i)
    {
        return fmt::format("https://congan.haiphong.gov.vn/tin-{}.html", i);
    }

    static archive::VisitNote note(archive::PageId page, archive::Outcome outcome)
    {
        archive::VisitNote note;
        note.page = page;
        note.at = now();
        note.next_visit = now() + 1h;
        note.outcome = outcome;
        note.status = 200;
        return note;
    }

    LoopThread loop_;
    config::Snapshot config_;
    fs::path folder_;
    std::unique_ptr<archive::Store> store_;
    std::unique_ptr<archive::Recorder> recorder_;
    std::unique_ptr<archive::Reads> reads_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<alerts::Dispatcher> dispatcher_;
    archive::PageId source_ = 0;
    std::vector<archive::PageId> pages_;
    std::map<std::string, Steady::time_point>
        commits_; ///< by URL; the loop's until it has stopped publishing
};

config::Hook hook(const ReceiverProcess& receiver, const std::string& name, const std::string& path)
{
    auto made = samples::hook(name, {"article.new"});
    made.url = receiver.url(path);
    made.allow_private = true;
    return made;
}

bool arrive(ReceiverProcess& receiver, std::size_t count, std::chrono::seconds patience)
{
    auto deadline = Steady::now() + patience;
    while (receiver.count() < count && Steady::now() < deadline)
        std::this_thread::sleep_for(5ms);
    return receiver.count() >= count;
}

/// p50, p99 and the longest of how long each took from its commit to the receiver, in ms.
std::string latencies(Newsdesk& desk, const std::vector<Arrival>& arrivals)
{
    auto commits = desk.commits_by_event();
    std::vector<double> waits;
    for (const auto& arrival : arrivals)
        if (auto commit = commits.find(arrival.id); commit != commits.end())
            waits.push_back(std::chrono::duration<double, std::milli>(arrival.at - commit->second).count());
    if (waits.empty()) return "nothing arrived";
    std::ranges::sort(waits);
    auto at = [&](double share) {
        return waits[static_cast<std::size_t>(share * static_cast<double>(waits.size() - 1))];
    };
    return fmt::format("p50 {:.1f} ms, p99 {:.1f} ms, most {:.1f} ms", at(0.5), at(0.99), waits.back());
}

void measure_rate(ReceiverProcess& receiver, double rate, std::size_t count)
{
    Newsdesk desk({hook(receiver, "news", "/1")});
    desk.start();
    auto cpu = cpu_seconds();
    desk.publish_at(rate, count);
    bool all = arrive(receiver, count, 60s);
    cpu = cpu_seconds() - cpu;
    fmt::print("{:>5} events/s, 1 hook: {}{}; {:.2f} ms CPU an event, recording it included\n", rate,
               latencies(desk, receiver.take()), all ? "" : " (NOT ALL)",
               cpu * 1e3 / static_cast<double>(count));
}

void measure_hanging(ReceiverProcess& receiver, int hanging)
{
    constexpr int answering = 450, events = 20;
    std::vector<config::Hook> hooks;
    for (int i = 0; i < answering; ++i)
        hooks.push_back(hook(receiver, fmt::format("h{}", i), fmt::format("/{}", i)));
    for (int i = 0; i < hanging; ++i)
        hooks.push_back(hook(receiver, fmt::format("hang{}", i), "/hang"));
    Newsdesk desk(std::move(hooks));
    desk.start();
    desk.publish_at(0.5, events);
    bool all = arrive(receiver, answering * events, 60s);
    fmt::print("{} hooks that answer, {} that hang, an event every 2 s: {}{}\n", answering, hanging,
               latencies(desk, receiver.take()), all ? "" : " (NOT ALL)");
}

void measure_backlog(ReceiverProcess& receiver)
{
    constexpr std::size_t count = 100'000;
    Newsdesk desk({hook(receiver, "news", "/1")});
    desk.publish_all(count);
    auto before = resident_mib();
    auto begin = Steady::now();
    auto cpu = cpu_seconds();
    desk.start();
    double most = before;
    while (receiver.count() < count && Steady::now() - begin < 30min) {
        most = std::max(most, resident_mib());
        std::this_thread::sleep_for(50ms);
    }
    auto seconds = std::chrono::duration<double>(Steady::now() - begin).count();
    cpu = cpu_seconds() - cpu;
    // Four are under way at once: an event may pass its neighbours, never more.
    auto ids = desk.event_ids();
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i)
        places.emplace(ids[i], i);
    std::size_t furthest = 0, place = 0;
    std::set<std::string> once;
    for (const auto& arrival : receiver.take()) {
        once.insert(arrival.id);
        auto wanted = places.at(arrival.id);
        furthest = std::max(furthest, wanted > place ? wanted - place : place - wanted);
        ++place;
    }
    fmt::print("{} pending: {:.1f} MiB before, {:.1f} MiB at most while they went; {:.0f} s, {:.0f} a "
               "second, {:.0f} a "
               "CPU second; {} arrived, {} of them different, none more than {} places from its turn\n",
               count, before, most, seconds, count / seconds, count / cpu, place, once.size(), furthest);
}

} // namespace
} // namespace baotin::bench

int main(int argc, char** argv)
{
    using namespace baotin::bench;
    std::set<std::string> wanted(argv + 1, argv + argc);
    auto wants = [&](const char* what) { return wanted.empty() || wanted.contains(what); };
    ReceiverProcess receiver;
    spdlog::set_level(spdlog::level::err);
    if (wants("rates")) {
        measure_rate(receiver, 1, 30);
        measure_rate(receiver, 100, 2'000);
        measure_rate(receiver, 1'000, 10'000);
    }
    if (wants("hanging")) {
        measure_hanging(receiver, 0);
        measure_hanging(receiver, 50);
    }
    if (wants("backlog")) measure_backlog(receiver);
}
