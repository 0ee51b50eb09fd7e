#include "archive/recorder.hpp"
#include "tests/archive/sqlite_place.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <random>
#include <set>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace baotin::archive {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

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
        article.text.title = fmt::format("Bài {}", number);
        article.text.body = std::string(2000, 'x');
        article.identity.content_hash = parsers::content_hash(article.text);
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

asio::awaitable<void> note(Recorder& recorder, PageId page, int& failures)
{
    VisitNote note;
    note.page = page;
    note.outcome = Outcome::unchanged;
    try {
        co_await recorder.note(std::move(note));
    } catch (const StoreError&) {
        ++failures;
    }
}

asio::awaitable<void> record_new(Recorder& recorder, DuePage page)
{
    ArticleVisit visit;
    visit.note.page = page.id;
    visit.note.outcome = Outcome::recorded;
    visit.identity.site = page.site;
    visit.identity.page = page.id;
    visit.identity.url = page.url;
    visit.identity.content_hash = page.url;
    co_await recorder.record(std::move(visit));
}

TEST(RecorderDurability, WritesTheRestOfAGroupOnceWhereOneCommandThrows)
{
    const Folder folder;
    const auto store = open_sqlite(folder.file(), OpenMode::create);
    auto writer = store->writer();
    writer->begin();
    writer->sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
    SourceVisit visit;
    visit.note.page = 1;
    visit.note.outcome = Outcome::announced;
    visit.site = "thst";
    visit.links = {{.url = "https://thst.vn/1.html", .title = "", .published_at = {}},
                   {.url = "https://thst.vn/2.html", .title = "", .published_at = {}}};
    const auto pages = writer->record(visit).fresh;
    writer->commit();
    asio::io_context loop;
    int failures = 0;
    Recorder recorder(loop.get_executor(), std::move(writer), std::make_shared<FakeRouter>(),
                      {.queue = 8, .group = 3, .linger = 10s, .registry = nullptr});
    asio::co_spawn(loop, record_new(recorder, pages.at(0)), asio::detached);
    asio::co_spawn(loop, note(recorder, 999, failures), asio::detached);
    asio::co_spawn(loop, record_new(recorder, pages.at(1)), asio::detached);
    loop.run();
    EXPECT_EQ(failures, 1);
    const auto reader = store->reader();
    EXPECT_EQ(reader->article_ids("thst", 0, 10).size(), 2U);
    EXPECT_EQ(reader->events(0, 10, true).size(), 2U);
}

} // namespace
} // namespace baotin::archive
