#include "crawler/recent_pages.hpp"
#include "tests/archive/diary_writer.hpp"
#include "tests/archive/fake_router.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using archive::Page;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

class RecentPagesTest : public testing::Test {
protected:
    RecentPagesTest()
    {
        archive::RecorderOptions options;
        options.instead_of_thread = loop_.get_executor();
        recorder_ = std::make_unique<archive::Recorder>(loop_.get_executor(),
                                                        std::make_unique<archive::DiaryWriter>(diary_),
                                                        std::make_shared<archive::FakeRouter>(), options);
        pages_ = std::make_unique<RecentPages>(*recorder_, 3);
    }

    static Page page(archive::PageId id, std::optional<archive::ArticleId> article = {})
    {
        Page page;
        page.id = id;
        page.article = article;
        page.failures = 2;
        return page;
    }
    void put(const Page& page)
    {
        archive::VisitNote note;
        note.page = page.id;
        note.at = kNow;
        note.next_visit = kNow + 1h;
        note.outcome = Outcome::unchanged;
        note.status = 304;
        (void)pages_->take(page.id); // for the visit that ends now
        pages_->put(page, std::move(note));
    }
    /// What the writer has seen by now.
    std::vector<std::string> written()
    {
        loop_.restart();
        loop_.run();
        auto lines = diary_.lines();
        std::erase_if(lines, [](const std::string& line) { return !line.starts_with("note"); });
        return lines;
    }

    boost::asio::io_context loop_;
    archive::Diary diary_;
    std::unique_ptr<archive::Recorder> recorder_;
    std::unique_ptr<RecentPages> pages_;
};

TEST_F(RecentPagesTest, ArePutBackAsTheirNotesWillLeaveThem)
{
    put(page(1));
    auto known = pages_->take(1);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->last_visit, kNow);
    EXPECT_EQ(known->next_visit, kNow + 1h);
    EXPECT_EQ(known->outcome, Outcome::unchanged);
    EXPECT_EQ(known->status, 304);
    EXPECT_EQ(known->failures, 0);
    EXPECT_FALSE(pages_->take(1)) << "whoever has it may change it";
}

TEST_F(RecentPagesTest, AreNotedTogetherWhenThatIsDue)
{
    EXPECT_FALSE(pages_->write_due());
    put(page(1));
    put(page(2));
    EXPECT_THAT(written(), IsEmpty());
    EXPECT_EQ(pages_->write_due(), kNow + 1s);
    pages_->write();
    EXPECT_THAT(written(), ElementsAre("note 1", "note 2"));
    EXPECT_FALSE(pages_->write_due());
}

TEST_F(RecentPagesTest, AreNotedBeforeTheirNextVisitRecordsAnything)
{
    put(page(1));
    put(page(2));
    (void)pages_->take(1);
    EXPECT_THAT(written(), ElementsAre("note 1", "note 2"));
}

TEST_F(RecentPagesTest, ForgetTheOneThatWasVisitedLongestAgo)
{
    for (auto id : {1, 2, 3})
        put(page(id));
    put(*pages_->take(1));
    put(page(4));
    EXPECT_FALSE(pages_->take(2));
    EXPECT_TRUE(pages_->take(1));
    EXPECT_TRUE(pages_->take(3));
    EXPECT_THAT(written(), ElementsAre("note 1", "note 2", "note 3", "note 1", "note 4"))
        << "what is forgotten was noted";
}

TEST_F(RecentPagesTest, OfAnArticleAreForgottenTogether)
{
    put(page(1, 7));
    put(page(2, 7));
    put(page(3, 8));
    pages_->forget_article(7);
    EXPECT_FALSE(pages_->take(1));
    EXPECT_FALSE(pages_->take(2));
    EXPECT_TRUE(pages_->take(3));
    EXPECT_THAT(written(), ElementsAre("note 1", "note 2", "note 3"));
}

TEST_F(RecentPagesTest, AreNotKeptIfTheArchiveMayHaveChangedThemMeanwhile)
{
    const auto visit = [this](archive::PageId id, const std::function<void()>& meanwhile) {
        (void)pages_->take(id);
        meanwhile();
        archive::VisitNote note;
        note.page = id;
        note.at = kNow;
        pages_->put(page(id), std::move(note));
    };
    visit(1, [this] { pages_->forget_article(7); });
    EXPECT_FALSE(pages_->take(1));
    visit(2, [this] { pages_->clear(); });
    EXPECT_FALSE(pages_->take(2));
    visit(3, [] {});
    EXPECT_TRUE(pages_->take(3));
    pages_->write();
    EXPECT_THAT(written(), ElementsAre("note 1", "note 2", "note 3")) << "their visits count all the same";
}

TEST_F(RecentPagesTest, SayWhenTheRecorderShouldCatchUp)
{
    for (archive::PageId id = 1; !pages_->outran_recorder(); ++id) {
        ASSERT_LT(id, 100);
        put(page(id));
        pages_->write();
    }
    boost::asio::co_spawn(loop_, pages_->flush(), boost::asio::detached);
    EXPECT_THAT(written(), testing::Contains("note 1"));
    EXPECT_FALSE(pages_->outran_recorder());
}

} // namespace
} // namespace baotin::crawler
