#pragma once

#include "archive/article.hpp"
#include "archive/delivery.hpp"
#include "archive/event.hpp"
#include "archive/page.hpp"
#include "archive/sqlite/connection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive::sqlite {

/// The columns of a SELECT, and the value that a row of them is: reader and writer see the same.
extern const std::string page_columns; ///< of `page`
Page read_page(const Query& row);

extern const std::string article_columns; ///< of `article a` and its latest `revision r`
Article read_article(const Query& row);

extern const std::string revision_columns; ///< of `revision r` with its `evidence e` (LEFT JOIN)
inline constexpr int revision_column_count = 18;
Revision read_revision(const Query& row);

extern const std::string incident_columns; ///< of `incident`
Incident read_incident(const Query& row);

/// Words of the schema. A word that this binary does not know throws StoreError.
PageKind page_kind(const std::string& word);
ArticleState article_state(const std::string& word);
EventType event_type(const std::string& word);
DeliveryState delivery_state(const std::string& word);
std::optional<Significance> significance(const std::optional<std::string>& word);

/// The story that an article is in.
std::optional<StoryId> story_of(Connection& connection, ArticleId article);
/// Nothing before its first revision was joined, also where stories are being made anew.
std::optional<StoryRole> story_role(Connection& connection, ArticleId article);

/// A change of what makes a story is a new edition: stories of another one are made anew.
inline constexpr int story_edition = 1;

/// What `query` asks of `delivery d` and its `event e`, as SQL: ?1 id, ?2 hook, ?3 state, ?4 type, ?5 since,
/// ?6 until.
std::string restriction_of(const DeliveryQuery& query);

std::string json_array(const std::vector<std::string>& texts);
std::vector<std::string> texts_of(std::string_view json); ///< what json_array() made

std::optional<Page> load_page(Connection& connection, PageId id);
std::optional<Article> load_article(Connection& connection, ArticleId id);

/// By page, by address, by the canonical address of the same title, by text: the first that is known.
std::optional<ArticleId> identify(Connection& connection, const Identity& identity);
/// … where the page is known to lead to none.
std::optional<ArticleId> identify_beyond_page(Connection& connection, const Identity& identity);

} // namespace baotin::archive::sqlite
