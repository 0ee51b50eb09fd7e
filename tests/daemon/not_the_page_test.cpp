#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace baotin::testing_daemon {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using namespace std::chrono_literals;
using Kind = lab::Behaviour::Kind;

/// Sites that answer 200 with something else than the page.
class NotThePageTest : public Stage {
protected:
    [[nodiscard]] std::ptrdiff_t hits_at(const lab::SiteLab::Article& article) const
    {
        auto hits = lab.hits(article.site);
        return std::ranges::count(hits, article.path, &lab::Hit::path);
    }
    [[nodiscard]] std::string detail_of(const lab::SiteLab::Article& article) const
    {
        for (const auto& page : json({"sites", article.site}))
            if (text(page, "url").ends_with(article.path)) return text(page, "detail");
        return "(no such page)";
    }
    void behave_all(std::string_view site, Kind kind)
    {
        lab::Behaviour behaviour;
        behaviour.kind = kind;
        for (const auto& one : lab.articles(site))
            lab.behave(site, one.path, behaviour);
    }
};

TEST_F(NotThePageTest, ASoft404IsNoChangeNoRemovalAndNoArticle)
{
    for (const auto& site : lab.site_ids())
        lab.set_soft_404(site, true);
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    std::vector<lab::SiteLab::Article> removed;
    for (const auto& site : lab.site_ids())
        removed.push_back(lab.articles(site).front());
    std::vector<std::ptrdiff_t> before;
    for (const auto& one : removed) {
        lab.remove(one);
        before.push_back(hits_at(one));
    }
    auto again = [&] {
        for (std::size_t i = 0; i < removed.size(); ++i)
            if (hits_at(removed[i]) < before[i] + 3) return false;
        return true;
    };
    ASSERT_TRUE(eventually(again, 60s)) << daemon->log();
    EXPECT_THAT(event_types(), IsEmpty());
    for (const auto& one : removed) {
        EXPECT_THAT(detail_of(one), HasSubstr("a soft 404")) << one.site;
        auto kept = article(one.title);
        ASSERT_TRUE(kept) << one.site;
        EXPECT_EQ(text(*kept, "state"), "live");
        EXPECT_EQ(text(*kept, "revision"), "1");
    }
    for (const auto& one : json({"articles"}))
        EXPECT_NE(text(one, "title"), "Nội dung không tồn tại");
}

TEST_F(NotThePageTest, AnHonestSiteIsAskedOnceForAnAddressThatCannotExist)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    auto not_found = [&] {
        auto hits = lab.hits("thst");
        return std::ranges::count(hits, 404, &lab::Hit::status);
    };
    ASSERT_TRUE(eventually([&] { return not_found() == 1; })) << daemon->log();
    daemon->send(SIGTERM);
    ASSERT_EQ(daemon->wait_for_end(10s), 0);
    auto asked = lab.hits("thst").size();
    auto again = start_daemon();
    ASSERT_TRUE(eventually([&] { return lab.hits("thst").size() > asked + 20; })) << again->log();
    EXPECT_EQ(not_found(), 1);
}

TEST_F(NotThePageTest, ErrorPagesInPlaceOfArticlesAreOneIncidentWithAnEnd)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    behave_all("congan-sonla", Kind::error_page);
    ASSERT_TRUE(eventually([&] { return !event_types().empty(); }, 60s)) << daemon->log();
    EXPECT_THAT(event_types(), ElementsAre("site.failing"));
    EXPECT_EQ(run({"sites"}).exit_code, 1);
    for (const auto& one : json({"articles", "--site", "congan-sonla"}))
        EXPECT_EQ(text(one, "revision"), "1");
    behave_all("congan-sonla", Kind::normal);
    EXPECT_TRUE(eventually([&] { return event_types().size() == 2; }, 60s)) << daemon->log();
    EXPECT_THAT(event_types(), ElementsAre("site.failing", "site.recovered"));
}

TEST_F(NotThePageTest, ALoginFormIsAChallenge)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    behave_all("thst", Kind::login);
    ASSERT_TRUE(eventually([&] { return !event_types().empty(); }, 60s)) << daemon->log();
    EXPECT_THAT(event_types(), Contains("site.challenge"));
    EXPECT_THAT(event_types(), Not(Contains("article.changed")));
    EXPECT_EQ(text(*article(lab.seed("thst").title), "revision"), "1");
}

} // namespace
} // namespace baotin::testing_daemon
