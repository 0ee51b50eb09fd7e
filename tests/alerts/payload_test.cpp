#include "alerts/payload.hpp"
#include "parsers/text/canonical.hpp"
#include "tests/alerts/samples.hpp"
#include "tests/lab/sent_bodies.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace baotin {

using archive::EventType;
using testing::HasSubstr;
using testing::Lt;

namespace {

/// As alerts::compose_payload(); kept, so that the published schema is asked too.
std::string compose_payload(const archive::Event& event, const archive::Article* article,
                            const config::Config& config)
{
    auto body = alerts::compose_payload(event, article, config);
    lab::keep_sent(body);
    return body;
}

boost::json::object parsed(const std::string& body)
{
    return boost::json::parse(body).as_object();
}

boost::json::object data_of(const std::string& body)
{
    return parsed(body).at("data").as_object();
}

std::string sentences(std::size_t bytes, std::string_view sentence = "Đồng chí nói \"khoá họp\" bế mạc.")
{
    std::string text;
    for (int i = 1; text.size() < bytes; ++i) {
        text += text.empty() ? "" : i % 5 == 0 ? "\n" : " ";
        text += "Câu " + std::to_string(i) + ". ";
        text += sentence;
    }
    return text;
}

std::string text_of(const boost::json::value& value)
{
    return std::string(value.as_string());
}

} // namespace

TEST(Payload, TellsANewArticleWithItsSiteAndFields)
{
    auto config = samples::configuration();
    auto article = samples::article();
    auto body = compose_payload(samples::event(EventType::article_new), &article, *config);
    EXPECT_THAT(body, testing::StartsWith(
                          R"({"type":"article.new","timestamp":"2026-11-21T08:30:00+07:00","data":{"site":)"
                          R"({"id":"congan-haiphong","name":"Công an thành phố Hải Phòng",)"
                          R"("kind":"police","province":"Hải Phòng"},"article":{"id":"42",)"));
    EXPECT_THAT(body,
                testing::EndsWith(R"("images":[]},"changes":[],"significance":null,)"
                                  R"("full_text_url":"http://127.0.0.1:8680/api/articles/42?revision=1"}})"));
}

TEST(Payload, TellsAChangeFieldByFieldWithItsSignificance)
{
    auto config = samples::configuration();
    auto article = samples::article();
    auto event = samples::event(EventType::article_changed);
    event.changes = {{"title", "Tin cũ", "Tin mới"}, {"author", "", "Lê Hà"}};
    event.significance = archive::Significance::minor;
    EXPECT_THAT(compose_payload(event, &article, *config),
                HasSubstr(R"("changes":[{"field":"title","before":"Tin cũ","after":"Tin mới","removed":"cũ",)"
                          R"("added":"mới"},{"field":"author","before":"","after":"Lê Hà","removed":"",)"
                          R"("added":"Lê Hà"}],"significance":"minor",)"));
}

TEST(Payload, SaysInWordsWhatAChangeRemovedAndAdded)
{
    auto config = samples::configuration();
    auto article = samples::article();
    auto event = samples::event(EventType::article_changed);
    event.significance = archive::Significance::minor;
    auto told = [&](std::string before, std::string after) {
        event.changes = {{"body", std::move(before), std::move(after)}};
        auto change =
            data_of(compose_payload(event, &article, *config)).at("changes").as_array().at(0).as_object();
        return std::pair(text_of(change.at("removed")), text_of(change.at("added")));
    };
    EXPECT_EQ(told("Có 12 người bị thương, 3 người mất.", "Có 13 người bị thương, 4 người mất."),
              std::pair(std::string("12 … 3"), std::string("13 … 4")));
    EXPECT_EQ(told("Câu một. Câu hai.", "Câu một."), std::pair(std::string("Câu hai."), std::string("")));
    auto [removed, added] = told(sentences(50'000), sentences(50'000, "Khác hẳn mọi câu kia."));
    EXPECT_LE(removed.size(), 300u);
    EXPECT_LE(added.size(), 300u);
    EXPECT_TRUE(added.ends_with(" …")) << added;
}

TEST(Payload, LinksToTheWholeTextWhereWeKnowOurOwnAddress)
{
    auto config = samples::configuration();
    auto article = samples::article();
    article.revision = 3;
    auto url = [&] {
        return data_of(compose_payload(samples::event(EventType::article_new), &article, *config))
            .at("full_text_url");
    };
    config->web.public_url = "https://news.example.org/baotin";
    EXPECT_EQ(text_of(url()), "https://news.example.org/baotin/api/articles/42?revision=3");
    config->web = {};
    config->web.address = "::1";
    EXPECT_EQ(text_of(url()), "http://[::1]:8680/api/articles/42?revision=3");
    config->web.port = 0;
    EXPECT_TRUE(url().is_null()) << "any free port";
}

TEST(Payload, SaysBackfillOnlyWhereItIs)
{
    auto config = samples::configuration();
    auto article = samples::article();
    auto event = samples::event(EventType::article_new);
    EXPECT_FALSE(data_of(compose_payload(event, &article, *config)).contains("backfill"));
    event.backfill = true;
    EXPECT_TRUE(data_of(compose_payload(event, &article, *config)).at("backfill").as_bool());
}

TEST(Payload, TellsAnIncidentOfASite)
{
    auto config = samples::configuration();
    auto event = samples::incident(EventType::site_failing, "congthuong", "");
    EXPECT_EQ(
        compose_payload(event, nullptr, *config),
        R"({"type":"site.failing","timestamp":"2026-11-21T08:30:00+07:00","data":{"site":{"id":"congthuong",)"
        R"("name":"Báo Công Thương","kind":"press","province":null},"incident":{"id":"7",)"
        R"("since":"2026-11-21T08:30:00+07:00","until":null,"what":"failing","detail":"answered 503"}}})");
}

TEST(Payload, TellsAnIncidentOfAHookWithoutItsAddress)
{
    auto config = samples::configuration({samples::hook("newsroom", {"article.new"})});
    auto event = samples::incident(EventType::hook_failing, "", "newsroom");
    event.incident->until = samples::moment("2026-11-21T10:00:00+07:00");
    auto body = compose_payload(event, nullptr, *config);
    EXPECT_THAT(body, HasSubstr(R"("data":{"hook":{"name":"newsroom"},"incident":{)"));
    EXPECT_THAT(body, HasSubstr(R"("until":"2026-11-21T10:00:00+07:00")"));
    EXPECT_THAT(body, testing::Not(HasSubstr("example.org")));
}

TEST(Payload, KnowsASiteThatLeftTheConfigurationByItsId)
{
    auto config = samples::configuration();
    auto event = samples::event(EventType::article_removed);
    event.site = "gone-site";
    auto article = samples::article();
    EXPECT_THAT(compose_payload(event, &article, *config),
                HasSubstr(R"("site":{"id":"gone-site","name":"gone-site","kind":null,"province":null})"));
}

TEST(Payload, CutsALongBodyAtASentence)
{
    auto config = samples::configuration();
    auto article = samples::article();
    article.text.body = sentences(100'000);
    auto body = compose_payload(samples::event(EventType::article_new), &article, *config);
    EXPECT_THAT(body.size(), Lt(alerts::payload_limit));
    EXPECT_GT(body.size(), alerts::payload_limit - 200) << "no more is cut than must be";

    auto data = data_of(body);
    EXPECT_TRUE(data.at("truncated").as_bool());
    auto kept = text_of(data.at("article").as_object().at("body"));
    EXPECT_THAT(article.text.body, testing::StartsWith(kept));
    EXPECT_TRUE(kept.ends_with("."));
    EXPECT_EQ(text_of(data.at("article").as_object().at("title")), article.text.title);
}

TEST(Payload, IsNotCutWhileItFits)
{
    auto config = samples::configuration();
    auto article = samples::article();
    auto event = samples::event(EventType::article_new);
    article.text.body.clear();
    auto rest = compose_payload(event, &article, *config).size();
    article.text.body = std::string(alerts::payload_limit - 1 - rest, 'a');
    EXPECT_EQ(compose_payload(event, &article, *config).size(), alerts::payload_limit - 1);
    EXPECT_FALSE(data_of(compose_payload(event, &article, *config)).contains("truncated"));
    article.text.body += "a";
    EXPECT_TRUE(data_of(compose_payload(event, &article, *config)).contains("truncated"));
}

TEST(Payload, IsNeverTooLargeForAPageFullOfPictures)
{
    auto config = samples::configuration();
    auto article = samples::article();
    for (int i = 0; i < 2'000; ++i)
        article.particulars.images.push_back("https://congan.haiphong.gov.vn/upload/" + std::to_string(i));
    auto body = compose_payload(samples::event(EventType::article_new), &article, *config);
    EXPECT_LT(body.size(), alerts::payload_limit);
    EXPECT_TRUE(data_of(body).contains("truncated"));
    EXPECT_EQ(text_of(data_of(body).at("article").as_object().at("body")), article.text.body);
}

TEST(Payload, KeepsTheSentencesThatDifferOfALongChange)
{
    auto config = samples::configuration();
    auto article = samples::article();
    auto before = sentences(60'000);
    auto after = before;
    auto place = after.find("Câu 900.");
    ASSERT_NE(place, std::string::npos);
    after.insert(place, "Con số là 13 người. ");
    article.text.body = after;
    auto event = samples::event(EventType::article_changed);
    event.changes = {{"body", before, after}};
    event.significance = archive::Significance::minor;

    auto body = compose_payload(event, &article, *config);
    EXPECT_THAT(body.size(), Lt(alerts::payload_limit));
    auto data = data_of(body);
    auto change = data.at("changes").as_array().at(0).as_object();
    EXPECT_THAT(text_of(change.at("after")), HasSubstr("13 người"));
    EXPECT_THAT(after, HasSubstr(text_of(change.at("after"))));
    EXPECT_LT(text_of(change.at("before")).size(), 300u);
    EXPECT_TRUE(data.at("truncated").as_bool());
}

TEST(Payload, StaysSmallAndValidWhateverFieldIsHuge)
{
    auto config = samples::configuration();
    for (int field = 0; field < 7; ++field) {
        auto article = samples::article();
        auto event = samples::event(EventType::article_changed);
        event.changes = {{"author", "", "Lê Hà"}};
        event.significance = archive::Significance::minor;
        auto huge = sentences(200'000, "\x01\"\\ộ");
        if (field == 0) article.text.title = huge;
        if (field == 1) article.text.summary = huge;
        if (field == 2) article.text.author = huge;
        if (field == 3) article.text.captions.assign(20'000, "chú thích");
        if (field == 4) article.url += huge;
        if (field == 5)
            event.changes = {{"title", huge, "x"}, {"body", "y" + huge, "z" + huge}, {"summary", huge, huge}};
        if (field == 6) article.text = {huge, huge, huge, "2021-05-06", huge, {huge, huge}};
        auto body = compose_payload(event, &article, *config);
        EXPECT_THAT(body.size(), Lt(alerts::payload_limit)) << "field " << field;
        EXPECT_TRUE(data_of(body).at("truncated").as_bool()) << "field " << field;
    }
}

TEST(Payload, CutsTheBodyBeforeOtherFields)
{
    auto config = samples::configuration();
    auto article = samples::article();
    article.text.body = sentences(50'000);
    article.text.captions.assign(300, "Quang cảnh hội nghị");
    auto data = data_of(compose_payload(samples::event(EventType::article_new), &article, *config));
    EXPECT_EQ(data.at("article").as_object().at("captions").as_array().size(), 300u);
}

TEST(Payload, IsTheSameBytesEveryTime)
{
    auto config = samples::configuration();
    auto article = samples::article();
    article.text.body = sentences(50'000);
    auto event = samples::event(EventType::article_new);
    EXPECT_EQ(compose_payload(event, &article, *config), compose_payload(event, &article, *config));
}

} // namespace baotin
