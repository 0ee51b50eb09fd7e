#include "pages.hpp"
#include "parsers/link_blocks.hpp"
#include "parsers/url.hpp"
#include "parsers/url_glob_proposals.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace baotin::parsers {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::vector<std::string> kHeadlines = {
    "Công an tỉnh triển khai kế hoạch bảo vệ bầu cử", "Khởi tố nhóm đối tượng trộm cắp tài sản liên tỉnh",
    "Cảnh báo thủ đoạn lừa đảo qua mạng xã hội",      "Tuyên dương người dân dũng cảm bắt cướp",
    "Phát hiện kho hàng lậu quy mô lớn ở biên giới",  "Hội nghị sơ kết công tác sáu tháng đầu năm"};
const std::vector<std::string> kSlugs = {
    "cong-an-tinh-trien-khai-ke-hoach",   "khoi-to-nhom-doi-tuong-trom-cap",
    "canh-bao-thu-doan-lua-dao-qua-mang", "tuyen-duong-nguoi-dan-dung-cam",
    "phat-hien-kho-hang-lau-quy-mo-lon",  "hoi-nghi-so-ket-cong-tac-sau-thang"};

/// A front page with a menu, a list whose addresses `address` makes from a slug and a number, and a footer.
template <typename Address>
std::string front(Address address)
{
    std::string text =
        "<nav class=menu><a href=/>Trang chủ</a><a href=/an-ninh-trat-tu>An ninh trật tự</a>"
        "<a href=/phap-luat>Pháp luật</a><a href=/van-ban-quy-pham-phap-luat-moi>Văn bản quy phạm pháp "
        "luật mới ban hành</a></nav><div class=news-list>";
    for (std::size_t i = 0; i < kSlugs.size(); ++i) {
        auto link = address(kSlugs[i], 50470 + i);
        text += "<div class=news-item><a class=thumb href='" + link +
                "'><img alt='ảnh'></a><h3 class=news-title><a href='" + link + "'>" + kHeadlines[i] +
                "</a></h3><p>Mô tả ngắn.</p><a href='" + link + "#c'>12</a></div>";
    }
    return text + "</div><div class=tags><a href=/tag/bau-cu-dai-bieu-quoc-hoi-khoa-xv>Bầu cử đại biểu Quốc "
                  "hội khóa XV</a>"
                  "</div><footer><a href=/gioi-thieu>Giới thiệu</a><a href='mailto:a@b.vn'>Thư</a><a "
                  "href=/lien-he>Liên "
                  "hệ</a></footer>";
}

std::vector<std::string> titles(const std::vector<Link>& links)
{
    std::vector<std::string> found;
    for (const auto& link : links)
        found.push_back(link.title);
    return found;
}

std::vector<Link> articles(const std::string& html)
{
    return find_article_links(page(html), "https://a.vn/").links;
}

TEST(ArticleLinks, AreFoundByTheNumbersInTheirAddresses)
{
    EXPECT_EQ(titles(articles(
                  front([](auto slug, auto id) { return "/" + slug + "-" + std::to_string(id) + ".html"; }))),
              kHeadlines);
    EXPECT_EQ(titles(articles(front([](auto, auto id) { return "/tin.aspx?ItemID=" + std::to_string(id); }))),
              kHeadlines);
    EXPECT_EQ(
        titles(articles(front([](auto slug, auto id) { return "/" + slug + "/" + std::to_string(id); }))),
        kHeadlines);
    EXPECT_EQ(titles(articles(front(
                  [](auto slug, auto id) { return "/tin/" + slug + "-i" + std::to_string(id) + "/"; }))),
              kHeadlines);
}

TEST(ArticleLinks, AreFoundWhereAddressesHaveNoNumbers)
{
    EXPECT_EQ(titles(articles(front([](auto slug, auto) { return "/bai-viet/" + slug; }))), kHeadlines);
    EXPECT_EQ(titles(articles(front([](auto slug, auto) { return "/2021/05/" + slug + "/"; }))), kHeadlines);
    EXPECT_EQ(titles(articles(front([](auto slug, auto) { return "/" + slug + ".html"; }))), kHeadlines);
}

TEST(ArticleLinks, AreTakenWithShortHeadlinesAndNotWithOtherSites)
{
    auto html = front([](auto slug, auto id) { return "/" + slug + "-" + std::to_string(id) + ".html"; }) +
                "<p><a href=/dam-chay-99123.html>Vụ cháy</a><a "
                "href=https://b.vn/quang-cao-cua-mot-hang-xe-99124.html>Quảng "
                "cáo của một hãng xe lớn trong nước</a>";
    auto found = titles(articles(html));
    EXPECT_THAT(found, SizeIs(kHeadlines.size() + 1));
    EXPECT_THAT(found, Contains("Vụ cháy"));
}

TEST(ArticleLinks, AreToldFromSectionsThatHaveNumbersToo)
{
    auto html = "<div class=menu><a href=/thoi-su-12345.html>Thời sự</a><a href=/phap-luat-12346.html>Pháp "
                "luật</a></div>"
                "<div><a href=/kinh-te-c12347.html>Kinh tế</a> <a href=/van-hoa-xa-hoi-c12348.html>Văn "
                "hóa</a></div>" +
                front([](auto slug, auto id) { return "/" + slug + "-" + std::to_string(id) + ".html"; });
    EXPECT_EQ(titles(articles(html)), kHeadlines);
}

TEST(ArticleLinks, AreNotTopicsVideosAndPagesOfTheList)
{
    auto html =
        front([](auto slug, auto id) { return "/" + slug + "-" + std::to_string(id) + ".html"; }) +
        "<h3><a href=/video/toan-canh-le-ra-quan-bao-ve-bau-cu-99123.html>Toàn cảnh lễ ra quân bảo vệ bầu "
        "cử</a></h3>"
        "<a href=/topic/ha-noi-26482.html>Tất cả tin tức về thành phố Hà Nội</a><a href=/trang-2.html>2</a>";
    EXPECT_EQ(titles(articles(html)), kHeadlines);
}

TEST(ArticleLinks, AreNoneOnAnArticleLessPage)
{
    EXPECT_THAT(articles("<nav><a href=/a>A</a><a href=/b>B</a></nav><p>Đang xây dựng"), IsEmpty());
    EXPECT_THAT(articles(""), IsEmpty());
}

TEST(LinkBlocks, NameTheHeadlinesFirst)
{
    auto blocks = find_link_blocks(
        page(front([](auto slug, auto id) { return "/" + slug + "-" + std::to_string(id) + ".html"; })),
        "https://a.vn/");
    ASSERT_FALSE(blocks.empty());
    EXPECT_EQ(blocks.front().selector, "h3.news-title > a");
    EXPECT_EQ(titles(blocks.front().links), kHeadlines);
}

TEST(LinkBlocks, AreNoneOfTwoLinks)
{
    EXPECT_THAT(find_link_blocks(
                    page("<h3 class=news-title><a href=/mot-hai-ba-bon-nam-12345.html>Một hai ba bốn năm</a>"
                         "<a href=/sau-bay-tam-chin-muoi-12346.html>Sáu bảy tám chín mười</a></h3>"),
                    "https://a.vn/"),
                IsEmpty());
}

TEST(UrlGlobProposals, TakeTheArticlesAndNothingElse)
{
    auto propose = [](auto address) {
        auto tree = page(front(address));
        auto found = find_article_links(tree, "https://a.vn/").links;
        auto all = find_links(tree, "https://a.vn/");
        auto globs = propose_url_globs(found, all);
        UrlGlobs compiled(globs);
        for (const auto& link : all)
            EXPECT_EQ(compiled.matches(link.url), std::ranges::find(found, link) != found.end()) << link.url;
        return globs;
    };
    EXPECT_THAT(propose([](auto slug, auto id) { return "/" + slug + "-" + std::to_string(id) + ".html"; }),
                ElementsAre("/*.html"));
    EXPECT_THAT(propose([](auto slug, auto) { return "/bai-viet/" + slug; }), ElementsAre("/bai-viet/*"));
    EXPECT_THAT(
        propose([](auto slug, auto id) { return "/" + slug + "-" + std::to_string(20260307000000 + id); }),
        ElementsAre("/*-20*"));
    EXPECT_THAT(
        propose([](auto slug, auto id) { return "/tin/" + slug + "-postid" + std::to_string(id) + ".bbg"; }),
        ElementsAre("/tin/*.bbg"));
}

TEST(UrlGlobProposals, ShutOutADirectoryThatLooksTheSame)
{
    std::vector<Link> found = {{"https://a.vn/an-ninh/mot-hai-ba-20260307080054340.htm", "", {}},
                               {"https://a.vn/doi-song/bon-nam-20260307080054341.htm", "", {}}};
    auto all = found;
    all.push_back({"https://a.vn/event/cup-2026-8372.htm", "", {}});
    all.push_back({"https://a.vn/an-ninh/ho-so.htm", "", {}});
    EXPECT_THAT(propose_url_globs(found, all), ElementsAre("/*/*-20*.htm", "!/event/**"));
}

TEST(UrlGlobProposals, AreNoneWhereNothingTellsArticlesApart)
{
    std::vector<Link> found = {{"https://a.vn/mot", "", {}}, {"https://a.vn/hai", "", {}}};
    auto all = found;
    all.push_back({"https://a.vn/ba", "", {}});
    EXPECT_THAT(propose_url_globs(found, all), IsEmpty());
    EXPECT_THAT(propose_url_globs({}, all), IsEmpty());
}

TEST(UrlGlobProposals, NeverShutAnArticleOut)
{
    std::vector<Link> found = {{"https://a.vn/mot/", "", {}}, {"https://a.vn/hai", "", {}}};
    auto all = found;
    all.push_back({"https://a.vn/mot/ba", "", {}});
    EXPECT_THAT(propose_url_globs(found, all), IsEmpty());
}

TEST(LinkBlocks, StayQuickOnHostilePages)
{
    auto links = [](const std::string& around) {
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += around + "<a class='title-" + std::string(static_cast<std::size_t>(i % 100) + 1, 'a') +
                    "' href=/mot-hai-ba-bon-nam-" + std::to_string(100000 + i) +
                    ".html>Một hai ba bốn năm sáu</a>";
        return text;
    };
    for (const auto& html :
         {links("<p>"), times(400, "<div>") + links("<p>"), times(400, "<h3><a href=/x>") + "x"}) {
        auto tree = page(html);
        EXPECT_LT(cpu_time_of([&] {
                      auto found = find_article_links(tree, "https://a.vn/").links;
                      find_link_blocks(tree, "https://a.vn/");
                      propose_url_globs(found, find_links(tree, "https://a.vn/"));
                  }),
                  std::chrono::seconds(10));
    }
}

} // namespace
} // namespace baotin::parsers
