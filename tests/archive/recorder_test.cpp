#include "archive/recorder.hpp"
#include "tests/archive/diary_writer.hpp"
#include "tests/archive/fake_router.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace baotin::archive {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

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
    EXPECT_THAT(diary_.lines(),
                ElementsAre("begin", "note 1", "rollback", "begin", "note 1", "undo", "note 2", "commit"));
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
    EXPECT_EQ(diary_.wait_for("rollback", 2), 2U) << "of the group, and of the group written anew";
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

TEST_F(RecorderTest, WritesNotesThatNobodyWaitsForAsOneCommandInTheirOrder)
{
    start({.queue = 100, .group = 3, .linger = 10s, .registry = nullptr});
    open_gate();
    spawn_note(1);
    loop_.poll();
    recorder_->note_later({note(2), note(3)});
    recorder_->note_later({});
    spawn_note(4);
    loop_.run();
    EXPECT_THAT(diary_.lines(), ElementsAre("begin", "note 1", "note 2", "note 3", "note 4", "commit"));
    EXPECT_THAT(done_, ElementsAre("1 done", "4 done"));
}

TEST_F(RecorderTest, TakesNotesForLaterBeyondItsBoundAndInOrder)
{
    start({.queue = 1, .group = 1, .linger = 0ms, .registry = nullptr});
    for (PageId page = 1; page <= 5; ++page) {
        recorder_->note_later({note(page)});
    }
    spawn_note(6);
    open_gate();
    loop_.run();
    EXPECT_EQ(diary_.wait_for("commit", 6), 6U);
    std::vector<std::string> notes;
    for (auto& line : diary_.lines()) {
        if (line.starts_with("note")) notes.push_back(std::move(line));
    }
    EXPECT_THAT(notes, ElementsAre("note 1", "note 2", "note 3", "note 4", "note 5", "note 6"));
}

TEST_F(RecorderTest, TellsTheNextCallerThatANoteForLaterWasNotWritten)
{
    start({.queue = 100, .group = 3, .linger = 10s, .registry = nullptr});
    open_gate();
    recorder_->note_later({note(1), note(-1)});
    recorder_->note_later({note(2)});
    spawn_note(3);
    loop_.run();
    EXPECT_THAT(diary_.lines(),
                ElementsAre("begin", "note 1", "rollback", "begin", "note 1", "undo", "note 2", "commit"))
        << "who is told of it is not written";
    EXPECT_THAT(done_, ElementsAre("3 no such page"));
    for (PageId page : {4, 5, 6}) {
        spawn_note(page);
    }
    loop_.restart();
    loop_.run();
    EXPECT_THAT(done_, ElementsAre("3 no such page", "4 done", "5 done", "6 done")) << "it is told once";
}

TEST_F(RecorderTest, TellsWhoFlushesThatTheCommitOfNotesForLaterFailed)
{
    start({.queue = 100, .group = 1, .linger = 0ms, .registry = nullptr});
    writer_->broken_commit = true;
    open_gate();
    recorder_->note_later({note(1)});
    EXPECT_EQ(diary_.wait_for("rollback", 1), 1U);
    writer_->broken_commit = false;
    auto flushed = asio::co_spawn(loop_, recorder_->flush(), asio::use_future);
    loop_.run();
    EXPECT_THROW(flushed.get(), StoreError);
    loop_.restart();
    flushed = asio::co_spawn(loop_, recorder_->flush(), asio::use_future);
    loop_.run();
    EXPECT_NO_THROW(flushed.get());
}

asio::awaitable<std::vector<std::string>> every_command(Recorder& recorder)
{
    std::vector<std::string> answers;
    std::vector<SitePlan> plans;
    co_await recorder.sync(plans, Time());
    HostState host;
    host.host = "a.vn";
    co_await recorder.keep(host);
    RobotsFile robots;
    robots.origin = "https://a.vn:443";
    co_await recorder.keep(robots);
    Lesson lesson;
    lesson.what = "rhythm";
    co_await recorder.keep(lesson);
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

TEST_F(RecorderTest, WaitsForRoomOnAFullDiskAndLosesNothing)
{
    start({.patience = 1ms, .registry = &registry_});
    writer_->full_disk = true;
    open_gate();
    spawn_note(1);
    spawn_note(2);
    loop_.poll();
    ASSERT_GE(diary_.wait_for("full", 5), 5U); // tried again and again …
    EXPECT_EQ(recorder_->stalled(), "the disk is full");
    EXPECT_THAT(done_, IsEmpty()); // … and nobody was told anything
    writer_->full_disk = false;
    loop_.restart();
    loop_.run();
    EXPECT_THAT(done_, ElementsAre("1 done", "2 done"));
    EXPECT_EQ(recorder_->stalled(), std::nullopt);
}

TEST_F(RecorderTest, EndsAlsoWhileTheDiskIsFull)
{
    start({.patience = 1h});
    writer_->full_disk = true;
    open_gate();
    spawn_note(1);
    loop_.poll();
    ASSERT_EQ(diary_.wait_for("full", 1), 1U);
    recorder_->stop_waiting();
    loop_.restart();
    loop_.run();
    EXPECT_THAT(done_, ElementsAre("1 the disk is full"));
}

} // namespace
} // namespace baotin::archive
