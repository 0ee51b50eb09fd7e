#include "web/atom_feed.hpp"
#include "web/parameters.hpp"
#include "web/search_route.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <pugixml.hpp>

namespace baotin::web {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

Route get(std::string target)
{
    return route({"GET", std::move(target), "", ""}, {});
}

std::string refusal(std::string target)
{
    const auto way = get(std::move(target));
    const auto* reply = std::get_if<Reply>(&way);
    return reply != nullptr && reply->status == 400 ? reply->body : "not refused";
}

TEST(Parameters, AreDecodedAsFormsEncodeThem)
{
    EXPECT_THAT(parameters("q=B%E1%BA%AFc+Ninh&&site=thst&x&y=a=b&z=%zz%4"),
                ElementsAre(Pair("q", "Bắc Ninh"), Pair("site", "thst"), Pair("x", ""), Pair("y", "a=b"),
                            Pair("z", "%zz%4")));
}

TEST(SearchRoute, ReadsEveryFilter)
{
    const auto way =
        get("/api/search?q=ma+t%C3%BAy&in=title&in=body&site=thst&site=baocaobang&province=Bac+Giang"
            "&since=2026-11-01T00:00:00%2B07:00&until=2026-11-21T00:00:00+07:00&state=removed"
            "&history=1&sort=newest&limit=7");
    const auto& query = std::get<SearchWanted>(way).query;
    EXPECT_THAT(query.terms.runs, ElementsAre(ElementsAre("ma", "tuy")));
    EXPECT_THAT(query.fields, ElementsAre(archive::SearchField::title, archive::SearchField::body));
    EXPECT_THAT(query.sites, ElementsAre("thst", "baocaobang"));
    EXPECT_EQ(query.province, "Bắc Giang");
    EXPECT_EQ(parsers::rfc3339(query.since.value()), "2026-11-01T00:00:00+07:00");
    EXPECT_EQ(parsers::rfc3339(query.until.value()), "2026-11-21T00:00:00+07:00");
    EXPECT_EQ(query.state, archive::ArticleState::removed);
    EXPECT_TRUE(query.history);
    EXPECT_EQ(query.order, archive::SearchOrder::newest);
    EXPECT_EQ(query.limit, 7U);
}

TEST(SearchRoute, SaysWhatIsWrong)
{
    EXPECT_THAT(refusal("/api/search"), HasSubstr("q is missing"));
    EXPECT_THAT(refusal("/api/search?q=%3F"), HasSubstr("no word"));
    EXPECT_THAT(refusal("/api/search?q=a&limit=0"), HasSubstr("from 1 to 1000"));
    EXPECT_THAT(refusal("/api/search?q=a&in=titel"), HasSubstr("in is none of"));
    EXPECT_THAT(refusal("/api/search?q=a&since=yesterday"), HasSubstr("since is no RFC 3339"));
    EXPECT_THAT(refusal("/api/search?q=a&province=Paris"), HasSubstr("no province"));
    EXPECT_THAT(refusal("/api/search?q=a&page=2"), HasSubstr("unknown parameter"));
}

TEST(FeedRoute, ReadsSitesTypesAndWords)
{
    const auto way = get("/api/events.atom?site=thst&type=article.changed&q=ma+tuy&limit=10");
    const auto& wanted = std::get<FeedWanted>(way);
    EXPECT_THAT(wanted.query.sites, ElementsAre("thst"));
    EXPECT_THAT(wanted.query.types, ElementsAre(archive::EventType::article_changed));
    ASSERT_TRUE(wanted.query.terms);
    EXPECT_EQ(wanted.query.limit, 10U);
    EXPECT_EQ(wanted.name, "baotin: thst: ma tuy");
    EXPECT_THAT(refusal("/api/events.atom?type=article.gone"), HasSubstr("type is no event"));
}

archive::StoredEvent event(std::string id, archive::EventType type, std::string data)
{
    archive::StoredEvent event;
    event.id = std::move(id);
    event.type = type;
    event.at = *parsers::parse_rfc3339("2026-11-21T07:15:00+07:00");
    event.site = "thst";
    event.body = R"({"type":"x","timestamp":"x","data":)" + data + "}";
    return event;
}

TEST(AtomFeed, HasAnEntryForEveryEvent)
{
    const auto changed =
        event("evt_1", archive::EventType::article_changed,
              R"({"site":{"name":"Truyền hình"},"article":{"title":"A & <b>","url":"https://x/a?b=1&c"},)"
              R"("changes":[{"field":"title","before":"Cũ","after":"Mới"}]})");
    const auto silent =
        event("evt_2", archive::EventType::site_silent, R"({"incident":{"detail":"im \u0001 lặng"}})");
    const auto reply = atom_reply(
        {.query = {}, .name = "baotin: thst", .target = "/api/events.atom?site=thst"}, {changed, silent});
    EXPECT_THAT(reply.type, HasSubstr("application/atom+xml"));
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(reply.body.c_str())) << reply.body;
    const auto feed = document.child("feed");
    EXPECT_STREQ(feed.child("title").text().get(), "baotin: thst");
    EXPECT_STREQ(feed.child("updated").text().get(), "2026-11-21T07:15:00+07:00");
    const auto first = feed.child("entry");
    EXPECT_STREQ(first.child("id").text().get(), "urn:baotin:evt_1");
    EXPECT_STREQ(first.child("title").text().get(), "[sửa] A & <b>");
    EXPECT_STREQ(first.child("link").attribute("href").value(), "https://x/a?b=1&c");
    EXPECT_STREQ(first.child("author").child("name").text().get(), "Truyền hình");
    EXPECT_STREQ(first.child("content").text().get(), "title: Cũ → Mới\n");
    const auto second = first.next_sibling("entry");
    EXPECT_STREQ(second.child("title").text().get(), "site.silent thst");
    EXPECT_STREQ(second.child("content").text().get(), "im  lặng");
    EXPECT_THAT(reply.body, AllOf(HasSubstr("rel=\"self\""), Not(HasSubstr("\x01"))));
}

TEST(AtomFeed, IsAFeedEvenWithoutEvents)
{
    const auto reply = atom_reply({.query = {}, .name = "baotin", .target = "/api/events.atom"}, {});
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(reply.body.c_str()));
    EXPECT_TRUE(document.child("feed").child("updated"));
    EXPECT_FALSE(document.child("feed").child("entry"));
}

} // namespace
} // namespace baotin::web
