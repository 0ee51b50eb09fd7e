#include "archive/verify.hpp"
#include "tests/archive/faulty_disk.hpp"
#include "tests/archive/sqlite_place.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>

namespace baotin::archive {
namespace {

using Fault = FaultyDisk::Fault;
using testing::IsEmpty;

/// One archive on a failing disk, and what of it was acknowledged.
class Newsroom {
public:
    Newsroom()
    {
        open();
        write([](Writer& writer) {
            writer.sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
        });
    }

    void open()
    {
        store_ = open_sqlite(folder_.file(), OpenMode::create);
        writer_ = store_->writer();
        reader_ = store_->reader();
    }
    void close()
    {
        reader_.reset();
        writer_.reset();
        store_.reset();
    }

    /// Article `number` appears, or is edited: each time its text says how often. False: the disk failed.
    bool publish(int number)
    {
        const auto edition = acknowledged_[number] + 1;
        PageId page = 0;
        try {
            write([&](Writer& writer) { page = record(writer, number, edition); });
        } catch (const StoreError&) {
            return false;
        }
        pages_[number] = page;
        acknowledged_[number] = edition;
        return true;
    }

    /// What the archive holds is what was acknowledged, once; what was under way when the power went may be
    /// there too. And all of it is proved.
    void check(bool last_may_be_there)
    {
        const auto verified = verify_sqlite(folder_.file(), [](std::uint64_t, std::uint64_t) {});
        EXPECT_THAT(verified.broken, IsEmpty());
        std::map<int, int> found;
        reader_->each_article({}, [&](const Article& article) {
            int number = 0, edition = 0;
            EXPECT_EQ(std::sscanf(article.text.title.c_str(), "Tin %d lần %d", &number, &edition), 2);
            EXPECT_EQ(article.revision, edition);
            EXPECT_EQ(reader_->revisions(article.id).size(), static_cast<std::size_t>(edition));
            EXPECT_TRUE(found.emplace(number, edition).second) << number << " is there twice";
            return true;
        });
        int more = 0;
        for (const auto& [number, edition] : acknowledged_) {
            EXPECT_GE(found[number], edition) << "article " << number << " was acknowledged";
            more += found[number] - edition;
        }
        EXPECT_LE(more, last_may_be_there ? 1 : 0);
        EXPECT_EQ(reader_->events(0, 10'000, true).size(), total(found))
            << "an event for each, in the same commit";
    }

private:
    static std::size_t total(const std::map<int, int>& found)
    {
        std::size_t sum = 0;
        for (const auto& [number, edition] : found)
            sum += static_cast<std::size_t>(edition);
        return sum;
    }
    void write(const std::function<void(Writer&)>& work)
    {
        try {
            writer_->begin();
            work(*writer_);
            writer_->commit();
        } catch (const StoreError&) {
            try {
                writer_->rollback();
            } catch (const StoreError&) { // it is rolled back when it is opened again
            }
            throw;
        }
    }
    PageId record(Writer& writer, int number, int edition)
    {
        const auto url = fmt::format("https://thst.vn/{}.html", number);
        auto page = pages_[number];
        if (page == 0) {
            SourceVisit source;
            source.note.page = reader_->pages("thst").at(0).id;
            source.note.outcome = Outcome::announced;
            source.site = "thst";
            source.links = {{.url = url, .title = "", .published_at = {}}};
            page = writer.record(source).fresh.at(0).id;
        }
        visit(writer, page, url, number, edition);
        return page;
    }
    void visit(Writer& writer, PageId page, const std::string& url, int number, int edition)
    {
        ArticleVisit visit;
        visit.note.page = page;
        visit.note.at = Time(std::chrono::hours(450'000 + edition));
        visit.note.outcome = Outcome::recorded;
        visit.text.title = fmt::format("Tin {} lần {}", number, edition);
        visit.text.body = std::string(4000, static_cast<char>('a' + edition % 26));
        visit.identity = {"thst", page, url, {}, visit.text.title, parsers::content_hash(visit.text)};
        visit.reading = "rules-1";
        visit.significance = Significance::major;
        visit.changes = {{"title", "", visit.text.title}};
        if (const auto latest = edition > 1 ? reader_->identify(visit.identity) : std::nullopt)
            visit.base = Base{latest->id, latest->revision};
        const auto recorded = writer.record(visit, router_);
        EXPECT_TRUE(recorded.what == Recorded::What::created || recorded.what == Recorded::What::revised);
    }

    Folder folder_;
    FakeRouter router_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Reader> reader_;
    std::map<int, PageId> pages_; ///< that are in the archive
    std::map<int, int> acknowledged_;
};

class Faults : public testing::TestWithParam<int> {};

/// One write fails, whichever: nothing of its commit is there, and the next ones go on.
TEST_P(Faults, OfOneWriteLoseNothing)
{
    const auto fault = static_cast<Fault>(GetParam());
    int failures = 0;
    for (int number = 1; number <= 40; ++number) {
        FaultyDisk disk;
        Newsroom newsroom;
        disk.fail(fault, number);
        for (int step = 0; step < 8; ++step) {
            const int article = step % 4;
            while (!newsroom.publish(article)) {
                ASSERT_LT(++failures, 1000) << "the disk failed once, and writing never went on";
            }
        }
        newsroom.check(false);
        newsroom.close();
    }
    EXPECT_GT(failures, 20) << "the faults have to meet writes";
}

INSTANTIATE_TEST_SUITE_P(EachKind, Faults,
                         testing::Values(static_cast<int>(Fault::io_error),
                                         static_cast<int>(Fault::short_write),
                                         static_cast<int>(Fault::full)));

/// The power goes at some write, and what was not synced is lost in part.
TEST(PowerCuts, LeaveWhatWasAcknowledged)
{
    int cuts = 0;
    for (int number = 1; number <= 80; ++number) {
        FaultyDisk disk;
        Newsroom newsroom;
        disk.fail(Fault::power_cut, number);
        for (int step = 0; step < 12 && newsroom.publish(step % 5); ++step) {
        }
        newsroom.close();
        cuts += disk.has_failed() ? 1 : 0;
        disk.lose_unsynced(static_cast<std::uint64_t>(number));
        newsroom.open();
        newsroom.check(true);
        EXPECT_TRUE(newsroom.publish(99)) << "it goes on";
        newsroom.close();
    }
    EXPECT_GT(cuts, 40) << "the cuts have to meet writes";
}

} // namespace
} // namespace baotin::archive
