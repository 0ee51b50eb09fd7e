#include "pages.hpp"
#include "parsers/rule_proposals.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::IsEmpty;

const std::string kSentence = "Ngày 20/5/2021, Đoàn công tác của Bộ Công an đã đến thăm, làm việc với Tỉnh "
                              "ủy Bắc Ninh về công tác bảo đảm an ninh, trật tự.";

struct Article {
    std::string title, date, author, summary;
};

const std::vector<Article> kArticles = {
    {"Công an tỉnh triển khai kế hoạch bảo vệ bầu cử", "20/05/2021 14:24", "An Bình",
     "Sáng nay, Công an tỉnh tổ chức lễ ra quân bảo vệ cuộc bầu cử đại biểu Quốc hội."},
    {"Khởi tố nhóm đối tượng trộm cắp tài sản", "19/05/2021 08:01", "Hà Chi",
     "Cơ quan Cảnh sát điều tra vừa khởi tố bốn đối tượng về hành vi trộm cắp tài sản."},
    {"Cảnh báo thủ đoạn lừa đảo qua mạng xã hội", "18/05/2021 17:30", "Minh Đức",
     "Nhiều người dân đã mất tiền vì tin theo lời mời đầu tư của các đối tượng lạ."}};

/// The pages of a site, as `layout` builds them; what was proposed, field by field.
template <typename Layout>
std::map<std::string, RuleProposal> propose(Layout layout)
{
    std::vector<html::Tree> trees;
    std::vector<SampledPage> pages;
    for (const auto& article : kArticles)
        trees.push_back(page(layout(article)));
    for (const auto& tree : trees)
        pages.push_back({&tree, "https://a.vn/tin-1.html"});
    std::map<std::string, RuleProposal> found;
    for (auto& proposal : propose_rules(pages))
        found.emplace(proposal.field, std::move(proposal));
    return found;
}

std::string selector(const std::map<std::string, RuleProposal>& found, const std::string& field)
{
    auto proposal = found.find(field);
    return proposal == found.end() ? "(none)" : proposal->second.selector;
}

TEST(RuleProposals, FitTheCmsOfTuoitreThanhnienAndNld)
{
    auto found = propose([](const Article& article) {
        return "<meta property=og:title content='" + article.title +
               "'><nav><h3>Tin mới</h3></nav><h1 class='detail-title "
               "article-title' data-role=title>" +
               article.title + "</h1><div class=detail-time><div data-role=publishdate>" + article.date +
               " GMT+7</div></div><h2 class=detail-sapo data-role=sapo>" + article.summary +
               "</h2><div class='detail-content afcbc-body' data-role=content>" +
               times(4, "<p>" + kSentence + "</p>") +
               "<div class=VCSortableInPreviewMode type=RelatedOneNews><p>Tin liên "
               "quan</p></div><figure><img><figcaption "
               "class=PhotoCMS_Caption>Ảnh: An</figcaption></figure></div><div class=author-info><a "
               "class=name>" +
               article.author + "</a></div><meta name=author content='" + article.author + "'>";
    });
    EXPECT_EQ(selector(found, "title"), "h1[data-role=title]");
    EXPECT_EQ(selector(found, "published"), "div[data-role=publishdate]");
    EXPECT_EQ(selector(found, "summary"), "h2[data-role=sapo]");
    EXPECT_EQ(selector(found, "body"), "div[data-role=content]");
    EXPECT_EQ(selector(found, "author"), ".author-info a.name");
    EXPECT_EQ(selector(found, "captions"), "figcaption");
    EXPECT_EQ(selector(found, "remove"), ".VCSortableInPreviewMode");
    EXPECT_EQ(found.at("title").matched, 3u);
    EXPECT_EQ(found.at("title").pages, 3u);
}

TEST(RuleProposals, FitNukeViet)
{
    auto found = propose([](const Article& article) {
        return "<div id=wraper><h1 class='title margin-bottom-lg'>" + article.title +
               "</h1><span class='h5'>Thứ năm - " + article.date + "</span><div class='hometext m-bottom'>" +
               article.summary + "</div><div id=news-bodyhtml class='bodytext margin-bottom-lg'>" +
               times(4, "<p>" + kSentence + "</p>") +
               "</div><div class=related-news><a href=/1>Một hai ba</a></div><p class='text-right'>Tác "
               "giả: " +
               article.author + "</p></div>";
    });
    EXPECT_EQ(selector(found, "title"), "h1.title");
    EXPECT_EQ(selector(found, "summary"), "div.hometext");
    EXPECT_EQ(selector(found, "body"), "#news-bodyhtml");
}

TEST(RuleProposals, FitAPageWithoutNamesByItsTags)
{
    auto found = propose([](const Article& article) {
        return "<div class=css-1x2y3z><h1 class=text-bold>" + article.title + "</h1><article>" +
               times(4, "<p>" + kSentence + "</p>") + "</article></div>";
    });
    EXPECT_EQ(selector(found, "title"), "h1");
    EXPECT_EQ(selector(found, "body"), "article");
    EXPECT_EQ(selector(found, "author"), "(none)");
}

TEST(RuleProposals, CountThePagesOnWhichTheyAgree)
{
    int number = 0;
    auto found = propose([&](const Article& article) {
        auto name = ++number == 1 ? "tieu-de-lon" : "title-detail"; // an older generation of the markup
        return "<h1 class=" + std::string(name) + ">" + article.title +
               "</h1><h1 class=logo>Báo</h1><div class=text-body>" + times(4, "<p>" + kSentence + "</p>") +
               "</div>";
    });
    EXPECT_EQ(found.at("body").matched, 3u);
    EXPECT_GE(found.at("title").matched, 2u);
    EXPECT_EQ(found.at("title").pages, 3u);
}

TEST(RuleProposals, AreNoneWithoutPagesOrText)
{
    EXPECT_THAT(propose_rules({}), IsEmpty());
    auto empty = page("");
    EXPECT_THAT(propose_rules({{&empty, "https://a.vn/"}}), IsEmpty());
}

TEST(RuleProposals, StayQuickOnHostilePages)
{
    for (const auto& html :
         {times(450, "<div class='a-b c-d'>") + times(3000, "<p>" + kSentence), times(20'000, "<i>x</i>")}) {
        auto tree = page("<h1>Một hai ba bốn năm sáu</h1>" + html);
        EXPECT_LT(cpu_time_of([&] { propose_rules({{&tree, "https://a.vn/1"}}); }), std::chrono::seconds(20));
    }
}

} // namespace
} // namespace baotin::parsers
