#include "alerts/article_json.hpp"
#include "tests/alerts/samples.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

#include <vector>

namespace baotin {

using testing::ElementsAre;

TEST(ArticleJson, HasTheContractsFieldsInTheContractsOrder)
{
    std::vector<std::string> names;
    for (const auto& [key, value] : alerts::article_json(samples::article()))
        names.emplace_back(key);
    EXPECT_THAT(names, ElementsAre("id", "site", "url", "title", "summary", "author", "published_at", "body",
                                   "captions", "content_hash", "revision", "first_seen_at", "changed_at",
                                   "state", "section", "modified_at", "images"));
}

TEST(ArticleJson, WritesVietnameseUnescapedAndTimesInVietnamsZone)
{
    auto article = samples::article();
    article.changed_at = samples::moment("2021-05-07T01:00:00Z");
    article.revision = 2;
    article.particulars = {
        "An ninh trật tự", "2021-05-06T09:00:00+07:00", {"https://congan.haiphong.gov.vn/upload/1.jpg"}};
    EXPECT_EQ(
        boost::json::serialize(alerts::article_json(article)),
        R"({"id":"42","site":"congan-haiphong","url":"https://congan.haiphong.gov.vn/Tin/bau-cu-1.html",)"
        R"("title":"Đảm bảo an ninh, trật tự ngày bầu cử","summary":"Công an thành phố ra quân “bảo vệ” bầu cử",)"
        R"("author":"Lê Hà","published_at":"2021-05-06T07:15:00+07:00",)"
        R"("body":"Sáng 06/5, Ủy ban bầu cử họp.\nĐồng chí Giám đốc chủ trì.",)"
        R"("captions":["Quang cảnh hội nghị"],"content_hash":"v1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","revision":2,)"
        R"("first_seen_at":"2021-05-06T07:20:11+07:00","changed_at":"2021-05-07T08:00:00+07:00","state":"live",)"
        R"("section":"An ninh trật tự","modified_at":"2021-05-06T09:00:00+07:00",)"
        R"("images":["https://congan.haiphong.gov.vn/upload/1.jpg"]})");
}

TEST(ArticleJson, SaysNullWhereThePageSaidNothing)
{
    auto article = samples::article();
    article.text.author.reset();
    article.text.published_at.reset();
    article.text.captions.clear();
    article.state = archive::ArticleState::removed;
    auto json = alerts::article_json(article);
    EXPECT_TRUE(json.at("author").is_null());
    EXPECT_TRUE(json.at("published_at").is_null());
    EXPECT_TRUE(json.at("changed_at").is_null());
    EXPECT_TRUE(json.at("section").is_null());
    EXPECT_TRUE(json.at("modified_at").is_null());
    EXPECT_EQ(boost::json::serialize(json.at("captions")), "[]");
    EXPECT_EQ(boost::json::serialize(json.at("images")), "[]");
    EXPECT_EQ(json.at("state").as_string(), "removed");
}

} // namespace baotin
