#include "archive/sqlite/rows.hpp"

#include "archive/store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace baotin::archive::sqlite {
namespace {

template <class Value>
Value known(std::optional<Value> value, std::string_view what, const std::string& word)
{
    if (!value)
        throw StoreError(
            fmt::format("the archive has an unknown {} `{}`: it is damaged or newer", what, word));
    return *value;
}

} // namespace

const std::string page_columns =
    "id, site, url, kind, etag, last_modified, wire_hash, reading, found_at, "
    "next_visit, last_visit, last_change, "
    "completed_at, outcome, status, detail, failures, backfill, article, variant, "
    "change_shape, change_exposure, regions_hash, "
    "(SELECT first_seen_at FROM article WHERE article.id = page.article)";

const std::string article_columns =
    "a.id, a.site, a.url, a.content_hash, a.revision, a.first_seen_at, "
    "a.changed_at, a.state, r.reading, r.title, r.summary, "
    "r.author, r.published_at, r.captions, r.body, a.section, a.modified_at, a.images";

const std::string revision_columns =
    "r.article, r.number, r.seen_at, r.url, r.reading, r.reparsed, r.significance, r.content_hash, r.chain, "
    "r.title, r.summary, r.author, r.published_at, r.captions, r.body, r.id, e.page_hash, e.ledger";

const std::string incident_columns = "id, site, hook, what, detail, since, until";

PageKind page_kind(const std::string& word)
{
    return known(parse_page_kind(word), "page kind", word);
}

ArticleState article_state(const std::string& word)
{
    return known(parse_article_state(word), "article state", word);
}

EventType event_type(const std::string& word)
{
    return known(parse_event_type(word), "event type", word);
}

DeliveryState delivery_state(const std::string& word)
{
    return known(parse_delivery_state(word), "delivery state", word);
}

std::optional<Significance> significance(const std::optional<std::string>& word)
{
    if (!word) return std::nullopt;
    return known(parse_significance(*word), "significance", *word);
}

std::string json_array(const std::vector<std::string>& texts)
{
    if (texts.empty()) return "[]"; // most articles
    boost::json::array array;
    for (const auto& text : texts) {
        array.emplace_back(text);
    }
    return boost::json::serialize(array);
}

std::vector<std::string> texts_of(std::string_view json)
{
    std::vector<std::string> texts;
    if (json == "[]") return texts; // most articles
    boost::system::error_code error;
    const auto value = boost::json::parse(json, error);
    if (error || !value.is_array())
        throw StoreError("the archive has captions or images that are no JSON array: it is damaged");
    for (const auto& one : value.get_array()) {
        if (const auto* text = one.if_string()) texts.emplace_back(*text);
    }
    return texts;
}

Page read_page(const Query& row)
{
    Page page;
    page.id = row.integer(0);
    page.site = row.text(1);
    page.url = row.text(2);
    page.kind = page_kind(row.text(3));
    page.validators = {.etag = row.text(4),
                       .last_modified = row.text(5),
                       .wire_hash = static_cast<std::uint64_t>(row.integer(6)),
                       .regions_hash = static_cast<std::uint64_t>(row.integer(22)),
                       .variant = static_cast<std::uint64_t>(row.integer(19))};
    page.reading = row.text(7);
    page.found_at = row.time(8);
    page.next_visit = row.time(9);
    page.last_visit = row.optional_time(10);
    page.last_change = row.optional_time(11);
    page.completed_at = row.optional_time(12);
    const auto outcome = row.text(13);
    page.outcome = known(parse_outcome(outcome), "outcome", outcome);
    page.status = row.number(14);
    page.detail = row.text(15);
    page.failures = row.number(16);
    page.backfill = row.flag(17);
    page.article = row.optional_integer(18);
    page.rate = {.shape = row.real(20), .exposure = row.real(21)};
    page.first_seen_at = row.optional_time(23);
    return page;
}

Article read_article(const Query& row)
{
    Article article;
    article.id = row.integer(0);
    article.site = row.text(1);
    article.url = row.text(2);
    article.content_hash = row.text(3);
    article.revision = row.number(4);
    article.first_seen_at = row.time(5);
    article.changed_at = row.optional_time(6);
    article.state = article_state(row.text(7));
    article.reading = row.text(8);
    article.text.title = row.text(9);
    article.text.summary = row.text(10);
    article.text.author = row.optional_text(11);
    article.text.published_at = row.optional_text(12);
    article.text.captions = texts_of(row.text(13));
    article.text.body = row.text(14);
    article.particulars = {.section = row.optional_text(15),
                           .modified_at = row.optional_text(16),
                           .images = texts_of(row.text(17))};
    return article;
}

Revision read_revision(const Query& row)
{
    Revision revision;
    revision.article = row.integer(0);
    revision.number = row.number(1);
    revision.seen_at = row.time(2);
    revision.url = row.text(3);
    revision.reading = row.text(4);
    revision.reparsed = row.flag(5);
    revision.significance = significance(row.optional_text(6));
    revision.content_hash = row.text(7);
    revision.chain = row.text(8);
    revision.text.title = row.text(9);
    revision.text.summary = row.text(10);
    revision.text.author = row.optional_text(11);
    revision.text.published_at = row.optional_text(12);
    revision.text.captions = texts_of(row.text(13));
    revision.text.body = row.text(14);
    revision.id = row.integer(15);
    revision.page_hash = row.optional_text(16);
    revision.ledger = row.text(17);
    return revision;
}

Incident read_incident(const Query& row)
{
    Incident incident;
    incident.id = row.integer(0);
    incident.site = row.text(1);
    incident.hook = row.text(2);
    incident.what = row.text(3);
    incident.detail = row.text(4);
    incident.since = row.time(5);
    incident.until = row.optional_time(6);
    return incident;
}

std::optional<Page> load_page(Connection& connection, PageId id)
{
    static const auto sql = "SELECT " + page_columns + " FROM page WHERE id = ?1";
    auto row = connection.query(sql, id);
    if (!row.step()) return std::nullopt;
    return read_page(row);
}

std::optional<Article> load_article(Connection& connection, ArticleId id)
{
    static const auto sql =
        "SELECT " + article_columns +
        " FROM article a JOIN revision r ON r.article = a.id AND r.number = a.revision WHERE a.id = ?1";
    auto row = connection.query(sql, id);
    if (!row.step()) return std::nullopt;
    return read_article(row);
}

std::optional<StoryId> story_of(Connection& connection, ArticleId article)
{
    auto row = connection.query("SELECT story FROM story_article WHERE article = ?1", article);
    if (!row.step()) return std::nullopt;
    return row.integer(0);
}

std::string restriction_of(const DeliveryQuery& query)
{
    std::string sql = "TRUE";
    if (query.id) sql += " AND d.id = ?1";
    if (!query.hook.empty()) sql += " AND d.hook = ?2";
    if (query.state) sql += " AND d.state = ?3";
    if (query.type) sql += " AND e.type = ?4";
    if (query.since) sql += " AND d.created_at >= ?5";
    if (query.until) sql += " AND d.created_at < ?6";
    return sql;
}

std::optional<StoryRole> story_role(Connection& connection, ArticleId article)
{
    auto row = connection.query("SELECT 1 FROM revision WHERE article = ?1 AND number = 1 AND id <= "
                                "(SELECT revision FROM story_progress WHERE edition = ?2)",
                                article, story_edition);
    if (!row.step()) return std::nullopt;
    return story_of(connection, article).value_or(article) == article ? StoryRole::first : StoryRole::repeat;
}

std::optional<ArticleId> identify(Connection& connection, const Identity& identity)
{
    if (auto row =
            connection.query("SELECT article FROM page WHERE id = ?1 AND article IS NOT NULL", identity.page);
        row.step()) {
        return row.integer(0);
    }
    return identify_beyond_page(connection, identity);
}

std::optional<ArticleId> identify_beyond_page(Connection& connection, const Identity& identity)
{
    if (auto row = connection.query("SELECT article FROM address WHERE site = ?1 AND url = ?2", identity.site,
                                    identity.url);
        row.step()) {
        return row.integer(0);
    }
    if (identity.canonical_url && *identity.canonical_url != identity.url) {
        // Sites whose pages all name one canonical URL exist: the title has to agree.
        auto row = connection.query("SELECT d.article FROM address d JOIN article a ON a.id = d.article "
                                    "JOIN revision r ON r.article = a.id AND r.number = a.revision "
                                    "WHERE d.site = ?1 AND d.url = ?2 AND r.title = ?3",
                                    identity.site, *identity.canonical_url, identity.title);
        if (row.step()) return row.integer(0);
    }
    // A removed one too: what comes back at a new address is restored there, no second article.
    auto row = connection.query("SELECT id FROM article WHERE site = ?1 AND content_hash = ?2 "
                                "ORDER BY state <> 'live', first_seen_at DESC, id DESC LIMIT 1",
                                identity.site, identity.content_hash);
    if (!row.step()) return std::nullopt;
    return row.integer(0);
}

} // namespace baotin::archive::sqlite
