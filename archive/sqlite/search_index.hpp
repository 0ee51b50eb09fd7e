#pragma once

#include "archive/article.hpp"
#include "archive/search.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace baotin::archive::sqlite {

/// How texts stand in the FTS5 table `search_text`: contentless, one row a revision, written once.
///
/// A column holds a field's words and behind them its pairs of neighbours: `bac ninh bac_ninh`. Vietnamese
/// has few syllables, each in a large part of all articles: a phrase is looked up by its pairs, which are
/// rare, and not by walking two long lists. The column `tags` has what filters ask: `s:` site, `m:` month
/// (+07:00) in which the article was first seen, `p:` province that the text names, by its name of today.
///
/// A change of what is written here is a new `search_edition`: an index of another one is built anew.
inline constexpr int search_edition = 1;

/// Rows are numbered so that newer articles stand behind older ones, and later revisions behind earlier ones.
inline constexpr int revision_bits = 20;
constexpr std::int64_t search_row(ArticleId article, int revision)
{
    return (article << revision_bits) | revision;
}

std::string indexed_text(std::string_view canonical);
std::string indexed_tags(std::string_view site, Time first_seen_at, const parsers::ArticleText& text);

/// FTS5 expressions that together find what `query` asks, the most fitting first: words as neighbours where
/// they may be some, then words anywhere.
std::vector<std::string> match_expressions(const SearchQuery& query);

/// Makes the SQL function `relevance(search_text)` known on a connection: how much of what was looked for
/// stands in a row, titles counting most. Reads the row alone; FTS5's own bm25() reads the lists of all rows.
void add_relevance(sqlite3* database);

} // namespace baotin::archive::sqlite
