#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

namespace baotin::archive::sqlite {

std::optional<StoryId> SqliteReader::story_of(ArticleId article)
{
    return sqlite::story_of(connection_, article);
}

std::optional<StoryRole> SqliteReader::story_role(ArticleId article)
{
    return sqlite::story_role(connection_, article);
}

std::vector<StoryArticle> SqliteReader::story(StoryId id, std::size_t limit)
{
    struct Row {
        ArticleId article = 0;
        std::optional<double> share;
    };
    std::vector<Row> rows;
    {
        auto row = connection_.query(
            "SELECT s.article, s.share FROM story_article s JOIN article a ON a.id = "
            "s.article WHERE s.story = ?1 ORDER BY s.share IS NOT NULL, a.first_seen_at, a.id LIMIT ?2",
            id, limit);
        while (row.step())
            rows.push_back({row.integer(0), row.optional_real(1)});
    }
    std::vector<StoryArticle> articles;
    for (const auto& row : rows)
        if (auto article = load_article(connection_, row.article))
            articles.push_back({*std::move(article), row.share});
    return articles;
}

} // namespace baotin::archive::sqlite
