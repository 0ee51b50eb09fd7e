#include "tests/archive/sqlite_place.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class SearchContract : public StoreContract {
protected:
    SearchQuery looking_for(std::string_view typed)
    {
        SearchQuery query;
        query.terms = parse_search_terms(typed).value();
        return query;
    }
    std::vector<std::string> titles(const SearchQuery& query)
    {
        index();
        std::vector<std::string> found;
        for (const auto& hit : reader_->search(query).hits)
            found.push_back(hit.article.text.title);
        return found;
    }
    std::vector<std::string> titles(std::string_view typed) { return titles(looking_for(typed)); }
    void index()
    {
        while (write([](Writer& writer) { return writer.index_revisions(3); }) == 3) {
        }
    }
    ArticleId publish(std::string_view name, std::string title, std::string body, int minute)
    {
        const auto page = announced(source_, name, minute);
        return read(page, text(std::move(title), std::move(body)), minute).article;
    }

    PageId source_ = completed_source();
};

TEST_P(SearchContract, FindsWordsHoweverTheyAreTyped)
{
    publish("a", "Công an Bắc Ninh ra quân", "Sáng nay.", 1);
    publish("b", "Đảng uỷ Công an tỉnh họp", "Chiều nay.", 2);
    for (const auto* typed : {"bac ninh", "Bắc Ninh", "BẮC NINH", "\"bac ninh\"", "ninh bac"})
        EXPECT_THAT(titles(typed), ElementsAre("Công an Bắc Ninh ra quân")) << typed;
    EXPECT_THAT(titles("dang uy"), ElementsAre("Đảng uỷ Công an tỉnh họp"));
    EXPECT_THAT(titles("hải phòng"), IsEmpty());
}

TEST_P(SearchContract, FindsPhrasesOnlyWhereTheWordsStandOneBehindTheOther)
{
    publish("a", "An ninh mạng", "Bài một.", 1);
    publish("b", "Bình an ở Ninh Bình", "Bài hai.", 2);
    EXPECT_THAT(titles("\"an ninh\""), ElementsAre("An ninh mạng"));
    EXPECT_THAT(titles("\"an ninh mang\""), ElementsAre("An ninh mạng"));
    EXPECT_THAT(titles("\"ninh an\""), IsEmpty());
    EXPECT_THAT(titles("an ninh"), ElementsAre("An ninh mạng", "Bình an ở Ninh Bình"));
    EXPECT_THAT(titles("an -\"ninh mạng\""), ElementsAre("Bình an ở Ninh Bình"));
}

TEST_P(SearchContract, RanksTitlesBeforeBodiesAndNeighboursBeforeScatteredWords)
{
    publish("title", "Bầu cử ở Bắc Ninh", "Chuyện khác.", 1);
    publish("body", "Tin trong ngày", "Hôm nay bầu cử ở Bắc Ninh.", 2);
    publish("scattered", "Tin buổi tối", "Trên bầu trời, cử tri Ninh Bình đi về phía bắc.", 3);
    EXPECT_THAT(titles("bầu cử bắc ninh"),
                ElementsAre("Bầu cử ở Bắc Ninh", "Tin trong ngày", "Tin buổi tối"));
}

TEST_P(SearchContract, LooksForScatteredWordsAmongTheNewestWhereNeighboursWereFound)
{
    const auto apart = [this](std::string_view name, int minute) {
        publish(name, fmt::format("Trên bầu trời, cử tri {}", name), "x", minute);
    };
    apart("a", 1);
    apart("b", 2);
    publish("c", "Bầu cử", "x", 3);
    apart("d", 4);
    auto query = looking_for("bầu cử");
    query.apart_among = 3;
    EXPECT_THAT(titles(query), ElementsAre("Bầu cử", "Trên bầu trời, cử tri d", "Trên bầu trời, cử tri b"));
    query.until = at(4);
    EXPECT_THAT(titles(query), ElementsAre("Bầu cử", "Trên bầu trời, cử tri b", "Trên bầu trời, cử tri a"))
        << "the newest of those that are asked for";
    query.until.reset();
    query.sites = {site};
    EXPECT_THAT(titles(query), SizeIs(4)) << "a site narrows them";
    query.sites.clear();
    query.terms = parse_search_terms("cử bầu").value();
    EXPECT_THAT(titles(query), SizeIs(4)) << "nothing has them side by side";
}

TEST_P(SearchContract, PutsTheNewerOfEqualsFirst)
{
    publish("old", "Ra quân đợt một", "Như nhau.", 1);
    publish("new", "Ra quân đợt hai", "Như nhau.", 60 * 24 * 30);
    EXPECT_THAT(titles("ra quân"), ElementsAre("Ra quân đợt hai", "Ra quân đợt một"));
}

TEST_P(SearchContract, LooksOnlyInTheFieldsAskedFor)
{
    publish("a", "Ma túy", "Bài một.", 1);
    publish("b", "Bài hai", "Chuyện ma túy.", 2);
    auto query = looking_for("ma túy");
    query.fields = {SearchField::title};
    EXPECT_THAT(titles(query), ElementsAre("Ma túy"));
    query.fields = {SearchField::body, SearchField::summary};
    EXPECT_THAT(titles(query), ElementsAre("Bài hai"));
}

TEST_P(SearchContract, KeepsToTheTimeAskedFor)
{
    publish("a", "Ra quân tháng này", "x", 0);
    publish("b", "Ra quân tháng sau", "x", 60 * 24 * 31);
    publish("c", "Ra quân năm sau", "x", 60 * 24 * 365);
    auto query = looking_for("ra quân");
    query.since = at(60 * 24 * 31);
    EXPECT_THAT(titles(query), UnorderedElementsAre("Ra quân tháng sau", "Ra quân năm sau"));
    query.until = at(60 * 24 * 365);
    EXPECT_THAT(titles(query), ElementsAre("Ra quân tháng sau"));
    query.since.reset();
    EXPECT_THAT(titles(query), UnorderedElementsAre("Ra quân tháng này", "Ra quân tháng sau"));
}

TEST_P(SearchContract, KeepsToSitesProvincesAndStates)
{
    publish("a", "Tin một", "Công an tỉnh Bắc Giang bắt giữ.", 1);
    const auto gone_page = announced(source_, "b", 2);
    read(gone_page, text("Tin hai", "Công an Hải Phòng bắt giữ."), 2);
    removed(gone_page, 10);
    auto query = looking_for("bắt giữ");
    query.sites = {"thst"};
    EXPECT_THAT(titles(query), IsEmpty());
    query.sites = {"thst", site};
    EXPECT_EQ(titles(query).size(), 2U);
    query.province = "Bắc Ninh"; // of which Bắc Giang is a part since July 2025
    EXPECT_THAT(titles(query), ElementsAre("Tin một"));
    query.province.reset();
    query.state = ArticleState::removed;
    EXPECT_THAT(titles(query), ElementsAre("Tin hai"));
}

TEST_P(SearchContract, FindsWhatWasTakenOutOfAnArticleWhereHistoryIsAskedFor)
{
    const auto page = announced(source_, "a", 1);
    read(page, text("Tin", "Bắt giữ Nguyễn Văn A ở Sơn La."), 1);
    read(page, text("Tin", "Bắt giữ một đối tượng ở Sơn La."), 2);
    auto query = looking_for("\"nguyễn văn a\"");
    EXPECT_THAT(titles(query), IsEmpty());
    query.history = true;
    EXPECT_THAT(titles(query), ElementsAre("Tin"));
    const auto hit = reader_->search(query).hits.at(0);
    EXPECT_EQ(hit.revision, 1);
    EXPECT_THAT(snippet_html(hit.excerpt), HasSubstr("<mark>Nguyễn Văn A</mark>"));
    auto both = looking_for("bắt giữ");
    both.history = true;
    index();
    EXPECT_EQ(reader_->search(both).hits.size(), 1U);
    EXPECT_EQ(reader_->search(both).hits.at(0).revision, 2);
}

TEST_P(SearchContract, SaysWhenThereIsMoreAndWhenItIsBehind)
{
    for (int i = 0; i < 5; ++i)
        publish("n" + std::to_string(i), "Ra quân " + std::to_string(i), "x", i + 1);
    auto query = looking_for("ra quân");
    EXPECT_EQ(reader_->search(query).behind, 5U);
    EXPECT_THAT(reader_->search(query).hits, IsEmpty());
    index();
    query.limit = 3;
    EXPECT_EQ(reader_->search(query).hits.size(), 3U);
    EXPECT_TRUE(reader_->search(query).more);
    query.limit = 5;
    EXPECT_FALSE(reader_->search(query).more);
    EXPECT_EQ(reader_->search(query).behind, 0U);
    query.order = SearchOrder::newest;
    EXPECT_EQ(reader_->search(query).hits.at(0).article.text.title, "Ra quân 4");
}

TEST_P(SearchContract, IsMadeAnewFromTheRevisions)
{
    publish("a", "Ra quân", "Một.", 1);
    index();
    change([](Writer& writer) { writer.clear_search_index(); });
    EXPECT_THAT(reader_->search(looking_for("ra quân")).hits, IsEmpty());
    EXPECT_THAT(titles("ra quân"), ElementsAre("Ra quân"));
    reopen();
    EXPECT_THAT(titles("ra quân"), ElementsAre("Ra quân"));
}

TEST_P(SearchContract, TakesWhatLooksLikeSyntaxForWords)
{
    publish("a", "AND OR NOT NEAR", "x", 1);
    for (const auto* typed : {"AND", "OR NOT", "NEAR(a b)", "title:x", "a* ^b", "{title} : x", "'; DROP"})
        EXPECT_NO_THROW(titles(typed)) << typed;
    EXPECT_THAT(titles("and or not"), ElementsAre("AND OR NOT NEAR"));
}

INSTANTIATE_TEST_SUITE_P(Sqlite, SearchContract,
                         testing::Values(StoreKind{.name = "Sqlite",
                                                   .place = [] { return std::make_unique<SqlitePlace>(); }}),
                         [](const auto& kind) { return kind.param.name; });

} // namespace
} // namespace baotin::archive
