#include "archive/recorder.hpp"
#include "tests/archive/sqlite_place.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <future>
#include <mutex>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace baotin::archive {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// What the fake store saw, shared by the test and the recorder's thread.
class Diary {
public:
    void write(std::string line)
    {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
        changed_.notify_all();
    }
    std::vector<std::string> lines()
    {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    /// Answers how often `line` stands there: as soon as that is `count` times, or after a while.
    std::size_t wait_for(std::string_view line, std::size_t count)
    {
        std::unique_lock lock(mutex_);
        const auto number = [&] {
            return static_cast<std::size_t>(std::count(lines_.begin(), lines_.end(), line));
        };
        changed_.wait_for(lock, 10s, [&] { return number() >= count; });
        return number();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
};

/// A store that only writes a diary, and can be held up or broken.
class DiaryWriter final : public Writer {
public:
    explicit DiaryWriter(Diary& diary) : diary_(&diary) {}

    std::atomic<bool> broken_commit = false;
    std::atomic<bool> broken_savepoint = false;
    std::shared_future<void> gate; ///< the first begin() waits for it

    void begin() override
    {
        diary_->write("begin");
        if (gate.valid()) gate.wait();
    }
    void commit() override
    {
        if (broken_commit) throw StoreError("the disk is full");
        diary_->write("commit");
    }
    void rollback() override { diary_->write("rollback"); }
    void savepoint() override {}
    void release_savepoint() override {}
    void rollback_to_savepoint() override
    {
        if (broken_savepoint) throw StoreError("no such savepoint");
        diary_->write("undo");
    }

    void sync(const std::vector<SitePlan>&, Time) override { diary_->write("sync"); }
    void note(const VisitNote& note) override
    {
        if (note.page < 0) throw StoreError("no such page");
        diary_->write(fmt::format("note {}", note.page));
    }
    void pause_host(const HostPause& pause) override { diary_->write("pause " + pause.host); }
    Announced record(const SourceVisit&) override
    {
        return {.fresh = {DuePage{.id = 5, .site = "", .url = "", .next_visit = {}}}};
    }
    Recorded record(const ArticleVisit&, const Router&) override
    {
        return {.what = Recorded::What::created, .article = 7};
    }
    Gone record(const GoneVisit&, const Router&) override { return {.what = Gone::What::held}; }
    int open_incident(const Incident&, EventType, const Router& router) override
    {
        return static_cast<int>(router.route({}, nullptr).size());
    }
    int close_incident(const Incident&, std::optional<EventType>, const Router&) override { return 2; }
    void attempted(const DeliveryAttempt& attempt) override
    {
        diary_->write(fmt::format("attempt {}", attempt.delivery));
    }
    std::size_t retry_deliveries(const DeliveryQuery&, Time) override { return 3; }
    std::size_t drop_raw_pages(Time, std::size_t limit) override { return limit; }

private:
    Diary* diary_;
};

class RecorderTest : public testing::Test {
protected:
    void start(RecorderOptions options = {})
    {
        auto writer = std::make_unique<DiaryWriter>(diary_);
        writer_ = writer.get();
        writer->gate = gate_.get_future().share();
        recorder_ = std::make_unique<Recorder>(loop_.get_executor(), std::move(writer),
                                               std::make_shared<FakeRouter>(), options);
    }
    void open_gate() { gate_.set_value(); }

    static VisitNote note(PageId page)
    {
        VisitNote note;
        note.page = page;
        return note;
    }
    /// Notes `page` and writes down what became of it, as a coroutine of the loop.
    void spawn_note(PageId page) { asio::co_spawn(loop_, noting(*recorder_, page, done_), asio::detached); }

    static asio::awaitable<void> noting(Recorder& recorder, PageId page, std::vector<std::string>& done)
    {
        std::string end = fmt::format("{} done", page);
        try {
            auto named = note(page);
            co_await recorder.note(std::move(named));
        } catch (const std::exception& error) {
            end = fmt::format("{} {}", page, error.what());
        }
        done.push_back(std::move(end));
    }

    prometheus::Registry registry_;
    Diary diary_;
    std::promise<void> gate_;
    asio::io_context loop_;
    DiaryWriter* writer_ = nullptr;
    std::unique_ptr<Recorder> recorder_;
    std::vector<std::string> done_;
};

TEST_F(RecorderTest, CommitsWhatCameTogetherTogetherAndInOrder)
{
    start();
    open_gate();
    for (PageId page = 1; page <= 3; ++page) {
        spawn_note(page);
    }
    loop_.run();
    EXPECT_THAT(diary_.lines(), ElementsAre("begin", "note 1", "note 2", "note 3", "commit"));
    EXPECT_THAT(done_, ElementsAre("1 done", "2 done", "3 done"));
}

TEST_F(RecorderTest, EndsAGroupAtItsSize)
{
    start({.queue = 100, .group = 10, .linger = 10s, .registry = nullptr});
    open_gate();
    for (PageId page = 1; page <= 30; ++page) {
        spawn_note(page);
    }
    loop_.run();
    EXPECT_EQ(diary_.wait_for("commit", 3), 3U);
    EXPECT_THAT(done_, SizeIs(30));
}

TEST_F(RecorderTest, CommitsALoneCommandAfterTheLingerAtTheLatest)
{
    start({.queue = 100, .group = 100, .linger = 20ms, .registry = nullptr});
    open_gate();
    const auto before = std::chrono::steady_clock::now();
    spawn_note(1);
    loop_.run();
    EXPECT_THAT(diary_.lines(), ElementsAre("begin", "note 1", "commit"));
    EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
}

TEST_F(RecorderTest, CompletesACommandOnlyAfterTheCommit)
{
    start({.queue = 100, .group = 100, .linger = 0ms, .registry = nullptr});
    spawn_note(1);
    loop_.poll();
    EXPECT_EQ(diary_.wait_for("begin", 1), 1U);
    loop_.poll();
    EXPECT_THAT(done_, IsEmpty());
    open_gate();
    loop_.run();
    EXPECT_THAT(done_, ElementsAre("1 done"));
}

TEST_F(RecorderTest, KeepsTheLoopAliveAndFreeWhileCallersWait)
{
    start({.queue = 2, .group = 100, .linger = 0ms, .registry = nullptr});
    for (PageId page = 1; page <= 10; ++page) {
        spawn_note(page);
    }
    bool others_ran = false;
    asio::post(loop_, [&] { others_ran = true; });
    loop_.poll();
    EXPECT_TRUE(others_ran) << "a full queue makes its callers wait, not the loop";
    EXPECT_FALSE(loop_.stopped());
    open_gate();
    loop_.run();
    EXPECT_THAT(done_, SizeIs(10));
}

TEST_F(RecorderTest, BoundsItsQueueAndTakesTheWaitingInTheirOrder)
{
    start({.queue = 4, .group = 100, .linger = 0ms, .registry = &registry_});
    spawn_note(0);
    loop_.poll();
    ASSERT_EQ(diary_.wait_for("begin", 1), 1U); // the thread has taken the first and is held up
    for (PageId page = 1; page <= 10; ++page) {
        spawn_note(page);
    }
    loop_.poll();
    const auto text = prometheus::TextSerializer().Serialize(registry_.Collect());
    EXPECT_THAT(text, AllOf(HasSubstr("baotin_recorder_queue_depth 4\n"),
                            HasSubstr("baotin_recorder_callers_waiting 6\n")));
    open_gate();
    loop_.run();
    EXPECT_THAT(done_, ElementsAre("0 done", "1 done", "2 done", "3 done", "4 done", "5 done", "6 done",
                                   "7 done", "8 done", "9 done", "10 done"));
    EXPECT_THAT(prometheus::TextSerializer().Serialize(registry_.Collect()),
                HasSubstr("baotin_recorder_queue_depth 0\n"));
}

TEST_F(RecorderTest, CountsCommitsAndTheirCommands)
{
    start({.queue = 100, .group = 4, .linger = 10s, .registry = &registry_});
    open_gate();
    for (PageId page = 1; page <= 8; ++page) {
        spawn_note(page == 3 ? -1 : page);
    }
    loop_.run();
    EXPECT_THAT(prometheus::TextSerializer().Serialize(registry_.Collect()),
                AllOf(HasSubstr("baotin_recorder_commits_total 2\n"),
                      HasSubstr("baotin_recorder_commit_commands_sum 8\n"),
                      HasSubstr("baotin_recorder_failed_commands_total 1\n")));
}

TEST_F(RecorderTest, UndoesACommandThatThrowsAndNoOther)
{
    start();
    open_gate();
    for (PageId page : {1, -1, 2}) {
        spawn_note(page);
    }
    loop_.run();
    EXPECT_THAT(diary_.lines(), ElementsAre("begin", "note 1", "undo", "note 2", "commit"));
    EXPECT_THAT(done_, ElementsAre("1 done", "-1 no such page", "2 done"));
}

TEST_F(RecorderTest, TellsAllCallersOfACommitThatFailsAndGoesOn)
{
    start({.queue = 100, .group = 3, .linger = 10s, .registry = nullptr});
    writer_->broken_commit = true;
    open_gate();
    for (PageId page : {1, -1, 2}) {
        spawn_note(page);
    }
    loop_.run();
    EXPECT_THAT(done_, ElementsAre("1 the disk is full", "-1 no such page", "2 the disk is full"));
    EXPECT_EQ(diary_.wait_for("rollback", 1), 1U);
    writer_->broken_commit = false;
    for (PageId page : {4, 5, 6}) {
        spawn_note(page);
    }
    loop_.restart();
    loop_.run();
    EXPECT_EQ(diary_.wait_for("commit", 1), 1U);
    EXPECT_EQ(done_.back(), "6 done");
}

TEST_F(RecorderTest, GivesAGroupUpWhoseSavepointIsLost)
{
    start({.queue = 100, .group = 3, .linger = 10s, .registry = nullptr});
    writer_->broken_savepoint = true;
    open_gate();
    for (PageId page : {1, -1, 2}) {
        spawn_note(page);
    }
    loop_.run();
    EXPECT_THAT(done_, ElementsAre("1 no such savepoint", "-1 no such page", "2 no such savepoint"));
    EXPECT_EQ(diary_.wait_for("commit", 0), 0U);
}

TEST_F(RecorderTest, WritesWhatWasSubmittedBeforeItIsDestroyed)
{
    start({.queue = 2, .group = 2, .linger = 10s, .registry = nullptr});
    for (PageId page = 1; page <= 7; ++page) {
        spawn_note(page);
    }
    loop_.poll();
    open_gate();
    recorder_.reset();
    EXPECT_EQ(diary_.wait_for("note 7", 1), 1U);
    EXPECT_EQ(diary_.lines().back(), "commit");
    loop_.run();
    EXPECT_THAT(done_, SizeIs(7)) << "callers resume even after the recorder is gone";
}

TEST_F(RecorderTest, MayBeDestroyedWithCallersThatNeverResume)
{
    start();
    open_gate();
    spawn_note(1);
    loop_.poll();
    recorder_.reset();
    EXPECT_EQ(diary_.lines().back(), "commit");
}

asio::awaitable<std::vector<std::string>> every_command(Recorder& recorder)
{
    std::vector<std::string> answers;
    std::vector<SitePlan> plans;
    co_await recorder.sync(plans, Time());
    HostPause pause;
    pause.host = "a.vn";
    co_await recorder.pause_host(pause);
    SourceVisit source;
    const auto announced = co_await recorder.record(source);
    answers.push_back(fmt::format("announced {}", announced.fresh.at(0).id));
    ArticleVisit article;
    const auto recorded = co_await recorder.record(article);
    answers.push_back(fmt::format("article {}", recorded.article));
    GoneVisit gone_visit;
    const auto gone = co_await recorder.record(gone_visit);
    answers.push_back(fmt::format("held {}", gone.what == Gone::What::held));
    Incident incident;
    auto opened = co_await recorder.open_incident(incident, EventType::site_failing);
    answers.push_back(fmt::format("opened {}", opened));
    recorder.set_router(std::make_shared<FakeRouter>(std::vector<std::string>{"a", "b", "c"}));
    opened = co_await recorder.open_incident(incident, EventType::site_failing);
    answers.push_back(fmt::format("opened {}", opened));
    const auto closed = co_await recorder.close_incident(incident, std::nullopt);
    answers.push_back(fmt::format("closed {}", closed));
    DeliveryAttempt attempt;
    co_await recorder.attempted(attempt);
    DeliveryQuery query;
    const auto retried = co_await recorder.retry_deliveries(query, Time());
    answers.push_back(fmt::format("retried {}", retried));
    const auto dropped = co_await recorder.drop_raw_pages(Time(), 9);
    answers.push_back(fmt::format("dropped {}", dropped));
    co_return answers;
}

TEST_F(RecorderTest, AnswersEveryKindOfCommandAndSwapsItsRouter)
{
    start({.queue = 100, .group = 100, .linger = 0ms, .registry = nullptr});
    open_gate();
    auto answers = asio::co_spawn(loop_, every_command(*recorder_), asio::use_future);
    loop_.run();
    EXPECT_THAT(answers.get(), ElementsAre("announced 5", "article 7", "held true", "opened 1", "opened 3",
                                           "closed 2", "retried 3", "dropped 9"));
}

/// Writes the number of every recorded article into `pipe` once it is acknowledged.
asio::awaitable<void> record_and_acknowledge(Recorder& recorder, PageId source, int first, int step, int pipe)
{
    for (int number = first;; number += step) {
        SourceVisit visit;
        visit.note.page = source;
        visit.note.at = Time(std::chrono::hours(452'000));
        visit.note.outcome = Outcome::announced;
        visit.site = "thst";
        visit.links.push_back(
            {.url = fmt::format("https://thst.vn/{}.html", number), .title = "", .published_at = {}});
        const auto announced = co_await recorder.record(visit);
        if (announced.fresh.empty()) continue; // an earlier life of this process came so far
        ArticleVisit article;
        article.note.page = announced.fresh.front().id;
        article.note.at = visit.note.at;
        article.note.outcome = Outcome::recorded;
        article.identity.site = "thst";
        article.identity.page = article.note.page;
        article.identity.url = announced.fresh.front().url;
        article.identity.content_hash = fmt::format("v1:{}", number);
        article.text.title = fmt::format("Bài {}", number);
        article.text.body = std::string(2000, 'x');
        co_await recorder.record(article);
        [[maybe_unused]] const auto written = ::write(pipe, &number, sizeof number);
    }
}

[[noreturn]] void record_until_killed(const std::filesystem::path& file, int pipe)
{
    const auto store = open_sqlite(file, OpenMode::create);
    store->claim();
    auto writer = store->writer();
    writer->begin();
    writer->sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
    writer->commit();
    const auto source = store->reader()->pages("thst").at(0).id;
    asio::io_context loop;
    Recorder recorder(loop.get_executor(), std::move(writer), std::make_shared<FakeRouter>(),
                      {.queue = 64, .group = 16, .linger = 1ms, .registry = nullptr});
    for (int lane = 0; lane < 8; ++lane) {
        asio::co_spawn(loop, record_and_acknowledge(recorder, source, lane, 8, pipe), asio::detached);
    }
    loop.run();
    ::_exit(0);
}

/// Forks a life of the recorder and kills it after `acknowledged` acknowledgements and `grace` more. Answers
/// what it had acknowledged.
std::vector<int> one_life(const std::filesystem::path& file, std::size_t acknowledged,
                          std::chrono::microseconds grace)
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return {};
    const auto child = ::fork();
    if (child == 0) record_until_killed(file, pipe[1]);
    ::close(pipe[1]);
    std::vector<int> numbers;
    int number = 0;
    while (numbers.size() < acknowledged && ::read(pipe[0], &number, sizeof number) == sizeof number) {
        numbers.push_back(number);
    }
    ::usleep(static_cast<useconds_t>(grace.count())); // the moment of the kill, at random within a commit
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(pipe[0], &number, sizeof number) == sizeof number) {
        numbers.push_back(number);
    }
    ::close(pipe[0]);
    return numbers;
}

TEST(RecorderDurability, KeepsEverythingAcknowledgedOnceThroughThirtyKills)
{
    const Folder folder;
    std::mt19937 random(20'260'101);
    std::multiset<std::string> acknowledged;
    for (int life = 0; life < 30; ++life) {
        const std::size_t enough = 1 + random() % 40;
        const auto numbers = one_life(folder.file(), enough, std::chrono::microseconds(random() % 3000));
        ASSERT_GE(numbers.size(), enough) << "life " << life << " died by itself";
        for (auto number : numbers) {
            acknowledged.insert(fmt::format("Bài {}", number));
        }
    }
    const auto store = open_sqlite(folder.file(), OpenMode::existing);
    EXPECT_NO_THROW(store->claim());
    const auto reader = store->reader();
    std::multiset<std::string> stored;
    std::vector<ArticleId> articles;
    reader->each_article({}, [&](const Article& article) {
        stored.insert(article.text.title);
        articles.push_back(article.id);
        return true;
    });
    for (const auto& title : acknowledged) {
        EXPECT_EQ(stored.count(title), 1U) << title;
    }
    EXPECT_EQ(std::set<std::string>(stored.begin(), stored.end()).size(), stored.size())
        << "nothing is there twice";
    EXPECT_EQ(reader->events(0, 1'000'000, true).size(), stored.size())
        << "an article and its event, or neither";
    EXPECT_EQ(reader->deliveries({}).size(), reader->events(0, 1'000'000, false).size())
        << "and its delivery";
}

} // namespace
} // namespace baotin::archive
