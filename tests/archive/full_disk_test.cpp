#include "archive/recorder.hpp"
#include "archive/verify.hpp"
#include "tests/archive/sqlite_place.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <sys/resource.h>

namespace baotin::archive {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// No file of this process grows beyond `bytes`: what a full disk is to SQLite, without being root.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes)
    {
        before_ = std::signal(SIGXFSZ, SIG_IGN); // then write(2) fails instead
        ::getrlimit(RLIMIT_FSIZE, &limit_);
        auto small = limit_;
        small.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { make_room(); }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    void make_room()
    {
        ::setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, before_);
    }

private:
    rlimit limit_{};
    void (*before_)(int) = SIG_DFL;
};

asio::awaitable<void> record(Recorder& recorder, PageId source, int number, int& recorded)
{
    SourceVisit visit;
    visit.note.page = source;
    visit.note.outcome = Outcome::announced;
    visit.site = "thst";
    visit.links.push_back(
        {.url = fmt::format("https://thst.vn/{}.html", number), .title = "", .published_at = {}});
    const auto announced = co_await recorder.record(visit);
    ArticleVisit article;
    article.note.page = announced.fresh.at(0).id;
    article.note.outcome = Outcome::recorded;
    article.identity.site = "thst";
    article.identity.page = article.note.page;
    article.identity.url = announced.fresh.at(0).url;
    article.text.title = fmt::format("Bài {}", number);
    article.text.body = std::string(20'000, 'x');
    article.identity.content_hash = parsers::content_hash(article.text);
    co_await recorder.record(article);
    ++recorded;
}

TEST(FullDisk, IsWaitedOutWhileReadersAreServedAndNothingIsLost)
{
    constexpr int articles = 50;
    const Folder folder;
    const auto store = open_sqlite(folder.file(), OpenMode::create);
    auto writer = store->writer();
    writer->begin();
    writer->sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
    writer->commit();
    const auto reader = store->reader();
    const auto source = reader->pages("thst").at(0).id;
    asio::io_context loop;
    int recorded = 0, failed = 0;
    Recorder recorder(loop.get_executor(), std::move(writer), std::make_shared<FakeRouter>(),
                      {.group = 8, .patience = 10ms});
    {
        SmallDisk disk(400'000);
        for (int number = 0; number < articles; ++number) {
            asio::co_spawn(loop, record(recorder, source, number, recorded), [&](std::exception_ptr failure) {
                if (failure) ++failed;
            });
        }
        const auto deadline = std::chrono::steady_clock::now() + 30s;
        while (!recorder.stalled() && std::chrono::steady_clock::now() < deadline)
            loop.run_one_for(10ms);
        ASSERT_TRUE(recorder.stalled());
        loop.poll();
        EXPECT_LT(recorded, articles);
        EXPECT_EQ(reader->article_ids("thst", 0, 100).size(), static_cast<std::size_t>(recorded));
    }
    loop.restart();
    loop.run();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(recorded, articles);
    EXPECT_FALSE(recorder.stalled());
    EXPECT_EQ(reader->article_ids("thst", 0, 100).size(), static_cast<std::size_t>(articles));
    EXPECT_THAT(verify_sqlite(folder.file(), [](std::uint64_t, std::uint64_t) {}).broken, testing::IsEmpty());
}

} // namespace
} // namespace baotin::archive
