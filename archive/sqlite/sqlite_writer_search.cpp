#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/search_index.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace baotin::archive::sqlite {
namespace {

/// Contentless: the texts stand in `revision`, and a second time would cost as much again. Segments of the
/// index are merged 16 at a time, which costs two thirds of what FTS5's 4 do; a little with every batch,
/// never a whole level at once (FTS5's crisis merge): in an archive of a million articles that is a
/// transaction of gigabytes, for which every visit would wait.
constexpr auto create_index =
    "CREATE VIRTUAL TABLE search_text USING fts5(title, summary, body, captions, author, tags, content='', "
    "columnsize=0, tokenize=\"ascii tokenchars '_:-'\")";

struct Row {
    std::int64_t id = 0;
    std::string title, summary, body, captions, author, tags;
};

Row indexed(const Query& row)
{
    parsers::ArticleText text;
    text.title = row.text(5);
    text.summary = row.text(6);
    text.body = row.text(9);
    const auto captions = fmt::format("{}", fmt::join(texts_of(row.text(8)), "\n"));
    return {.id = search_row(row.integer(1), row.number(2)),
            .title = indexed_text(text.title),
            .summary = indexed_text(text.summary),
            .body = indexed_text(text.body),
            .captions = indexed_text(captions),
            .author = indexed_text(row.text(7)),
            .tags = indexed_tags(row.text(3), row.time(4), text)};
}

} // namespace

std::size_t SqliteWriter::index_revisions(std::size_t limit)
{
    std::int64_t done = 0;
    {
        auto progress = connection_.query("SELECT revision, edition FROM search_progress");
        progress.step();
        if (progress.number(1) == search_edition) done = progress.integer(0);
    }
    const bool anew = done == 0;
    std::vector<Row> rows;
    {
        auto row = connection_.query(
            "SELECT r.id, r.article, r.number, a.site, a.first_seen_at, r.title, r.summary, r.author, "
            "r.captions, r.body FROM revision r CROSS JOIN article a ON a.id = r.article WHERE r.id > ?1 "
            "ORDER BY r.id LIMIT ?2",
            done, limit);
        while (row.step()) {
            rows.push_back(indexed(row));
            done = row.integer(0);
        }
    }
    if (rows.empty()) return 0;
    if (anew) clear_search_index();
    // In order: FTS5 ends a segment wherever a row stands behind the one before.
    std::ranges::sort(rows, {}, &Row::id);
    for (const auto& row : rows) {
        connection_.run("INSERT INTO search_text (rowid, title, summary, body, captions, author, tags) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        row.id, row.title, row.summary, row.body, row.captions, row.author, row.tags);
    }
    connection_.run("UPDATE search_progress SET revision = ?1, edition = ?2", done, search_edition);
    return rows.size();
}

void SqliteWriter::clear_search_index()
{
    connection_.run("DROP TABLE IF EXISTS search_text");
    connection_.run(create_index);
    connection_.run("INSERT INTO search_text (search_text, rank) VALUES ('automerge', 16)");
    connection_.run("INSERT INTO search_text (search_text, rank) VALUES ('crisismerge', 1000)");
    connection_.run("UPDATE search_progress SET revision = 0, edition = ?1", search_edition);
}

} // namespace baotin::archive::sqlite
