#include "pages.hpp"
#include "parsers/article.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> origins(const ArticleReading& reading)
{
    std::vector<std::string> lines;
    for (const auto& source : reading.sources)
        lines.push_back(source.field + " " + std::string(to_string(source.origin)) + " " + source.selector);
    return lines;
}

TEST(Article, TriesEachFieldsSelectorsInOrder)
{
    auto rules = only_rules();
    rules.title = list({"h1.none", "h1", "h2"});
    rules.body = list({".a", ".b"});
    auto reading = read("<h2>no</h2><h1></h1><h1>Một</h1><h1>Hai</h1><div class=a> </div><div "
                        "class=b>x</div><div class=b>y</div>",
                        rules);
    EXPECT_EQ(reading.text.title, "Một");
    EXPECT_EQ(reading.text.body, "x\ny");
    EXPECT_THAT(origins(reading), ElementsAre("title rule h1", "body rule .b"));
    EXPECT_TRUE(reading.by_rule("body"));
    EXPECT_FALSE(reading.by_rule("author"));
}

TEST(Article, DoesNotReadNestedMatchesTwice)
{
    auto rules = only_rules();
    rules.body = list({"div, p"});
    EXPECT_EQ(read("<div><p>a</p><p>b</p></div><p>c</p>", rules).text.body, "a\nb\nc");
}

TEST(Article, TakesCaptionsOutOfTheBody)
{
    auto rules = only_rules();
    rules.body = list({".body", ".other"});
    rules.captions = list({"figcaption", "table tr:nth-of-type(2) td"});
    auto reading = read("<div class=body><p>a</p><figure><img><figcaption>Ảnh "
                        "1</figcaption></figure><table><tr><td><img></td></tr>"
                        "<tr><td>Ảnh 2</td></tr></table><p>b</p></div>",
                        rules);
    EXPECT_EQ(reading.text.body, "a\nb");
    EXPECT_THAT(reading.text.captions, ElementsAre("Ảnh 1", "Ảnh 2"));
}

TEST(Article, NeverReadsWhatIsRemoved)
{
    auto rules = only_rules();
    rules.title = list({"h1"});
    rules.body = list({"p"});
    rules.captions = list({"i"});
    rules.remove = list({".views", ".box"});
    auto reading = read("<h1>Tin <span class=views>(Lượt xem: 11042)</span></h1><p>a<b "
                        "class=views>7</b></p><div class=box><p>x</p><i>y</i></div>",
                        rules);
    EXPECT_EQ(reading.text.title, "Tin");
    EXPECT_EQ(reading.text.body, "a");
    EXPECT_THAT(reading.text.captions, IsEmpty());
    EXPECT_THAT(reading.removed, ElementsAre("(Lượt xem: 11042)", "7", "x y"));
}

TEST(Article, ReadsDatesFromTextAttributeOrMeta)
{
    auto date = [](const char* html, const char* selector) {
        auto rules = only_rules();
        rules.published = list({selector});
        return read(html, rules).text.published_at;
    };
    EXPECT_EQ(date("<p class=d>Cập nhật: 06/05/2021 07:15</p>", ".d"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(date("<time datetime='2026-03-07T08:06:00+07:00'>2 giờ trước</time>", "time"),
              "2026-03-07T08:06:00+07:00");
    EXPECT_EQ(date("<time datetime='2026-03-07'>07/03/2026 08:06</time>", "time"),
              "2026-03-07T08:06:00+07:00");
    EXPECT_EQ(date("<meta name=pubdate content='20/05/2021'>", "meta[name=pubdate]"), "2021-05-20");
    EXPECT_EQ(date("<p data-t='13-8'>x</p>", "p::attr(data-t)"), "2021-08-13");
    EXPECT_EQ(date("<p class=d>không rõ</p><p class=d>20/05/2021</p>", ".d"), "2021-05-20");
    EXPECT_EQ(date("<p class=d>không rõ</p>", ".d"), std::nullopt);
}

TEST(Article, ReadsAttributesAndMetaElements)
{
    auto rules = only_rules();
    rules.title = list({"meta[property='og:title']"});
    rules.summary = list({"div::attr(data-sapo)"});
    auto reading =
        read("<meta property=og:title content=' Tin  mới '><div data-sapo='tóm tắt'>x</div>", rules);
    EXPECT_EQ(reading.text.title, "Tin mới");
    EXPECT_EQ(reading.text.summary, "tóm tắt");
}

TEST(Article, StripsTheLabelOffTheAuthor)
{
    auto rules = only_rules();
    rules.author = list({"p"});
    EXPECT_EQ(read("<p>Tác giả: <b>Anh Tuấn - Tuyết Nhung</b></p>", rules).text.author,
              "Anh Tuấn - Tuyết Nhung");
    EXPECT_EQ(read("<p>Theo TTXVN</p>", rules).text.author, "Theo TTXVN");
    EXPECT_EQ(read("<p>Bài, ảnh: An</p>", rules).text.author, "An");
    EXPECT_EQ(read("<p>Tác giả: </p>", rules).text.author, std::nullopt);
}

TEST(Article, FillsInWhatTheRulesMissUnlessTheyForbidIt)
{
    std::string head =
        "<meta property=og:title content='Theo đầu trang'><meta property=og:description content='Tóm tắt'>"
        "<link rel=canonical href=/tin/goc.html><div class=body>x</div>";
    OneGeneration rules;
    rules.title = list({".gone"});
    rules.body = list({".body"});
    auto filled = read(head, rules);
    EXPECT_EQ(filled.text.title, "Theo đầu trang");
    EXPECT_THAT(origins(filled), ElementsAre("body rule .body", "title metadata meta og:title",
                                             "summary metadata meta og:description"));
    EXPECT_FALSE(filled.by_rule("title"));
    EXPECT_EQ(filled.canonical_url, "https://a.vn/tin/goc.html");
    rules.fallback = Fallback::none;
    auto bare = read(head, rules);
    EXPECT_EQ(bare.text.title, "");
    EXPECT_THAT(origins(bare), ElementsAre("body rule .body"));
    EXPECT_THAT(bare.warnings, Contains("no title was found"));
    EXPECT_THAT(bare.warnings, Contains("body has fewer than 200 characters"));
}

TEST(Article, TakesPlainCaptionsOutWithoutARuleOnlyWhereFallbackAllows)
{
    std::string text = "<div "
                       "class=b><p>a</p><figure><img><figcaption>Ảnh</figcaption></figure></"
                       "div><figcaption>ngoài</figcaption>";
    OneGeneration rules;
    rules.body = list({".b"});
    auto reading = read(text, rules);
    EXPECT_EQ(reading.text.body, "a");
    EXPECT_THAT(reading.text.captions, ElementsAre("Ảnh"));
    rules.fallback = Fallback::none;
    EXPECT_EQ(read(text, rules).text.body, "a\nẢnh");
}

TEST(Article, NeverFails)
{
    auto reading = read("", {});
    EXPECT_EQ(reading.text, ArticleText{});
    EXPECT_THAT(reading.sources, IsEmpty());
    EXPECT_EQ(reading.warnings.size(), 5u);
}

TEST(ContentHash, CountsTitleSummaryAndBodyOnly)
{
    ArticleText text{
        .title = "a", .summary = "b", .author = "c", .published_at = "2021", .body = "d", .captions = {"e"}};
    auto hash = content_hash(text);
    EXPECT_THAT(hash, testing::MatchesRegex("v1:[0-9a-f]+"));
    EXPECT_EQ(hash.size(), 3u + 64u);
    // SHA-256 of `1:a1:b1:d`
    EXPECT_EQ(hash, "v1:4d83071ec696b4229ee0bec1cecfdb207b23f4df6392d92cc78d0403f515ab6f");
    auto other = text;
    other.author = "x", other.published_at.reset(), other.captions.clear();
    EXPECT_EQ(content_hash(other), hash);
    other.title = "ab", other.summary = "";
    EXPECT_NE(content_hash(other), hash) << "lengths keep fields apart";
}

TEST(ReadingId, ChangesWithEveryRule)
{
    OneGeneration rules;
    rules.title = list({"h1"});
    auto id = rules.reading_id();
    EXPECT_EQ(id.size(), 16u);
    EXPECT_EQ(id, rules.reading_id());
    auto moved = rules;
    std::swap(moved.title, moved.body);
    auto more = rules;
    more.title = list({"h1", "h2"});
    auto joined = rules;
    joined.title = list({"h1, h2"});
    auto none = rules;
    none.fallback = Fallback::none;
    std::vector<std::string> ids{id,
                                 moved.reading_id(),
                                 more.reading_id(),
                                 joined.reading_id(),
                                 none.reading_id(),
                                 ArticleRules{}.reading_id()};
    std::ranges::sort(ids);
    EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
}

} // namespace
} // namespace baotin::parsers
