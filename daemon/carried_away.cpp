#include "daemon/carried_away.hpp"

#include "archive/changes.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <optional>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

std::string csv_cell(std::string_view text)
{
    std::string cell;
    if (!text.empty() && std::string_view("=+-@\t\r").contains(text.front())) cell = "'";
    for (const char byte : text) {
        cell += byte;
        if (byte == '"') cell += byte;
    }
    return cell.find_first_of(",\"\r\n") == cell.npos ? cell : "\"" + cell + "\"";
}

json::value string_or_null(const std::optional<std::string>& text)
{
    return text ? json::value(*text) : json::value(nullptr);
}

} // namespace

std::string csv_line(const std::vector<std::string>& cells)
{
    std::string line;
    for (const auto& cell : cells) {
        if (&cell != &cells.front()) line += ',';
        line += csv_cell(cell);
    }
    return line + "\r\n";
}

void print_csv(const std::vector<std::string>& cells)
{
    fmt::print("{}", csv_line(cells));
}

std::vector<std::string> article_csv_heading()
{
    return {"id",           "site",  "url",      "title",        "summary",  "author",
            "published_at", "body",  "captions", "content_hash", "revision", "first_seen_at",
            "changed_at",   "state", "section",  "cursor"};
}

std::vector<std::string> article_csv(const archive::Article& article, std::int64_t cursor)
{
    const auto& text = article.text;
    return {std::to_string(article.id),
            article.site,
            article.url,
            text.title,
            text.summary,
            text.author.value_or(""),
            text.published_at.value_or(""),
            text.body,
            archive::joined(text.captions),
            article.content_hash,
            std::to_string(article.revision),
            parsers::rfc3339(article.first_seen_at),
            article.changed_at ? parsers::rfc3339(*article.changed_at) : "",
            std::string(archive::to_string(article.state)),
            article.particulars.section.value_or(""),
            std::to_string(cursor)};
}

std::vector<std::string> revision_csv_heading()
{
    return {"id",       "site",         "revision",  "seen_at", "url",          "significance",
            "reparsed", "title",        "summary",   "author",  "published_at", "body",
            "captions", "content_hash", "page_hash", "chain",   "cursor"};
}

std::vector<std::string> revision_csv(const archive::Revision& revision, const archive::Article& article)
{
    const auto& text = revision.text;
    return {std::to_string(article.id),
            article.site,
            std::to_string(revision.number),
            parsers::rfc3339(revision.seen_at),
            revision.url,
            std::string(revision.significance ? archive::to_string(*revision.significance) : ""),
            revision.reparsed ? "1" : "0",
            text.title,
            text.summary,
            text.author.value_or(""),
            text.published_at.value_or(""),
            text.body,
            archive::joined(text.captions),
            revision.content_hash,
            revision.page_hash.value_or(""),
            revision.chain,
            std::to_string(revision.id)};
}

json::object revision_json(const archive::Revision& revision, const archive::Article& article)
{
    const auto& text = revision.text;
    const auto significance = revision.significance ? json::value(archive::to_string(*revision.significance))
                                                    : json::value(nullptr);
    return {{"id", std::to_string(article.id)},
            {"site", article.site},
            {"revision", revision.number},
            {"seen_at", parsers::rfc3339(revision.seen_at)},
            {"seen_at_ms", revision.seen_at.time_since_epoch().count()},
            {"url", revision.url},
            {"reading", revision.reading},
            {"reparsed", revision.reparsed},
            {"significance", significance},
            {"content_hash", revision.content_hash},
            {"title", text.title},
            {"summary", text.summary},
            {"author", string_or_null(text.author)},
            {"published_at", string_or_null(text.published_at)},
            {"body", text.body},
            {"captions", json::array(text.captions.begin(), text.captions.end())},
            {"page_hash", string_or_null(revision.page_hash)},
            {"chain", revision.chain},
            {"ledger", revision.ledger}};
}

} // namespace baotin::daemon
