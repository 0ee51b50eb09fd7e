#include "archive/changes.hpp"
#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/search_index.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

namespace baotin::archive::sqlite {
namespace {

constexpr std::size_t most_candidates = 1000; ///< ranked against each other: a few milliseconds
static_assert(most_candidates >= most_hits);

constexpr std::int64_t revision_mask = (std::int64_t{1} << revision_bits) - 1;

/// Newest first, as the index's lists are walked; stops after most_candidates.
std::string candidates_sql(const SearchQuery& query)
{
    std::string sql = "SELECT search_text.rowid, ";
    sql += query.order == SearchOrder::rank ? "relevance(search_text)" : "0.0";
    sql += ", a.first_seen_at FROM search_text CROSS JOIN article a ON a.id = search_text.rowid >> ?2 "
           "WHERE search_text MATCH ?1";
    if (!query.history) sql += " AND a.revision = search_text.rowid & ?3";
    if (query.state) sql += " AND a.state = ?4";
    if (query.since) sql += " AND a.first_seen_at >= ?5";
    if (query.until) sql += " AND a.first_seen_at < ?6";
    return sql + " AND search_text.rowid >= ?8 AND ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5 AND ?6 IS ?6 "
                 "ORDER BY search_text.rowid DESC LIMIT ?7";
}

/// News ages: of two that fit equally, one of today is worth half as much again as one of years ago.
double freshness(Time first_seen_at, Time newest)
{
    constexpr double half_life_days = 90;
    const std::chrono::duration<double, std::ratio<86'400>> age = newest - first_seen_at;
    return 1 + 0.5 * std::exp2(-age.count() / half_life_days);
}

struct FieldText {
    SearchField field;
    std::string text;
};

/// Where an excerpt may come from, the preferred first; a title is shown anyway.
std::array<FieldText, 4> excerpt_sources(const parsers::ArticleText& text)
{
    return {{{SearchField::body, text.body},
             {SearchField::summary, text.summary},
             {SearchField::captions, joined(text.captions)},
             {SearchField::author, text.author.value_or("")}}};
}

Snippet excerpt(const SearchQuery& query, const parsers::ArticleText& text)
{
    std::optional<Snippet> first;
    for (const auto& [field, source] : excerpt_sources(text)) {
        const bool wanted = query.fields.empty() || std::ranges::count(query.fields, field) > 0;
        if (source.empty() || !wanted) continue;
        auto snippet = best_snippet(source, query.terms);
        if (!snippet.marks.empty()) return snippet;
        if (!first) first = std::move(snippet);
    }
    return first ? *std::move(first) : best_snippet(text.body.empty() ? text.summary : text.body, {});
}

} // namespace

SqliteReader::SqliteReader(std::filesystem::path file) : connection_(std::move(file), Access::read)
{
    add_relevance(connection_.database().getHandle());
}

SearchAnswer SqliteReader::search(const SearchQuery& query)
{
    const Snapshot snapshot(connection_);
    SearchAnswer answer;
    auto progress = connection_.query("SELECT (SELECT coalesce(max(id), 0) FROM revision), "
                                      "CASE WHEN edition = ?1 THEN revision ELSE 0 END FROM search_progress",
                                      search_edition);
    progress.step();
    answer.behind = static_cast<std::size_t>(progress.integer(0) - progress.integer(1));
    if (progress.integer(1) == 0) return answer; // there is no index yet
    const auto limit = std::min(query.limit, most_hits);
    const auto found = candidates(within_archive(query));
    answer.more = found.size() > limit;
    for (const auto& candidate : found) {
        if (answer.hits.size() == limit) break;
        answer.hits.push_back(hit(query, candidate));
    }
    return answer;
}

/// A time that is open on one side ends where the archive does: the index is asked for months.
SearchQuery SqliteReader::within_archive(SearchQuery query)
{
    if (query.since.has_value() == query.until.has_value()) return query;
    auto row = connection_.query("SELECT min(first_seen_at), max(first_seen_at) FROM article");
    if (!row.step() || row.null(0)) return query;
    if (!query.since) query.since = row.time(0);
    if (!query.until) query.until = row.time(1) + Time::duration(1);
    return query;
}

std::vector<SqliteReader::Candidate> SqliteReader::candidates(const SearchQuery& query)
{
    auto matches = match_expressions(query);
    if (query.order == SearchOrder::newest) matches.erase(matches.begin(), matches.end() - 1);
    const auto sql = candidates_sql(query);
    const auto state = query.state ? std::optional(to_string(*query.state)) : std::nullopt;
    std::vector<Candidate> found;
    std::unordered_set<ArticleId> articles; // found by an earlier expression, or by a later revision
    for (std::size_t tier = 0; tier < matches.size() && found.size() <= query.limit; ++tier) {
        const bool all = found.empty() || query.province || !query.sites.empty();
        const auto oldest = all ? 0 : oldest_of_newest(query.apart_among, query.until);
        auto row = connection_.query(sql, matches[tier], revision_bits, revision_mask, state, query.since,
                                     query.until, most_candidates + articles.size(), search_row(oldest, 0));
        while (row.step()) {
            const auto id = row.integer(0);
            const auto article = id >> revision_bits;
            if (!articles.insert(article).second) continue;
            found.push_back({.article = article,
                             .revision = static_cast<int>(id & revision_mask),
                             .tier = tier,
                             .score = row.real(1),
                             .first_seen_at = row.time(2)});
        }
    }
    if (found.empty()) return found;
    const auto newest = std::ranges::max(found, {}, &Candidate::first_seen_at).first_seen_at;
    for (auto& one : found)
        one.score *= freshness(one.first_seen_at, newest);
    std::ranges::sort(found, [&](const Candidate& a, const Candidate& b) {
        if (query.order == SearchOrder::rank && a.tier != b.tier) return a.tier < b.tier;
        if (query.order == SearchOrder::rank && a.score != b.score) return a.score > b.score;
        return std::pair(a.first_seen_at, a.article) > std::pair(b.first_seen_at, b.article);
    });
    return found;
}

/// Of the `count` newest articles that were first seen before `until`, the oldest; 0: there are not as many.
ArticleId SqliteReader::oldest_of_newest(std::size_t count, const std::optional<Time>& until)
{
    auto row =
        connection_.query("SELECT id FROM article INDEXED BY article_age WHERE first_seen_at < "
                          "coalesce(?1, 1 << 60) ORDER BY first_seen_at DESC, id DESC LIMIT 1 OFFSET ?2",
                          until, count - 1);
    return row.step() ? row.integer(0) : 0;
}

SearchHit SqliteReader::hit(const SearchQuery& query, const Candidate& candidate)
{
    SearchHit hit;
    auto article = load_article(connection_, candidate.article);
    if (!article)
        throw StoreError("archive " + connection_.file().string() +
                         ": its search index names an article that is not there; `baotin verify --repair` "
                         "makes it anew");
    hit.article = *std::move(article);
    hit.revision = candidate.revision;
    hit.score = candidate.score;
    auto text = hit.article.text;
    if (hit.revision != hit.article.revision) {
        for (auto& revision : revisions(hit.article.id)) {
            if (revision.number == hit.revision) text = std::move(revision.text);
        }
    }
    hit.title = whole_snippet(text.title, query.terms);
    hit.excerpt = excerpt(query, text);
    return hit;
}

} // namespace baotin::archive::sqlite
