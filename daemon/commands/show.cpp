#include "alerts/article_json.hpp"
#include "archive/page_hash.hpp"
#include "daemon/carried_away.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

std::string_view word_of(const archive::Revision& revision)
{
    if (revision.reparsed) return "reparsed";
    return revision.significance ? archive::to_string(*revision.significance) : "first";
}

void print_text(const parsers::ArticleText& text)
{
    fmt::print("{}\n", paint(text.title, Colour::bold));
    fmt::print("{}\n\n", paint(fmt::format("{}  {}", text.published_at.value_or("no date"),
                                           text.author.value_or("no author")),
                               Colour::dim));
    if (!text.summary.empty()) fmt::print("{}\n\n", text.summary);
    fmt::print("{}\n", text.body);
    for (const auto& caption : text.captions)
        fmt::print("{} {}\n", paint("caption:", Colour::dim), caption);
}

void print_history(const archive::Article& article, const std::vector<archive::Revision>& revisions,
                   const std::vector<std::string>& aliases)
{
    fmt::print("article {} of {}, {}, first seen {}\n{}\n", article.id, article.site,
               archive::to_string(article.state), parsers::rfc3339(article.first_seen_at), article.url);
    for (const auto& alias : aliases)
        fmt::print("also at {}\n", alias);
    for (const auto& revision : revisions) {
        fmt::print("revision {}  {}  {}\n", revision.number, parsers::rfc3339(revision.seen_at),
                   word_of(revision));
    }
    fmt::print("\n");
}

json::array history_json(const std::vector<archive::Revision>& revisions)
{
    json::array history;
    for (const auto& revision : revisions) {
        history.push_back(json::object{{"revision", revision.number},
                                       {"seen_at", parsers::rfc3339(revision.seen_at)},
                                       {"content_hash", revision.content_hash},
                                       {"significance", word_of(revision)},
                                       {"reading", revision.reading},
                                       {"chain", revision.chain}});
    }
    return history;
}

/// What a third party needs to check the article, without us: docs/archive.md says how.
json::object evidence_json(const archive::Article& article, const std::vector<archive::Revision>& revisions,
                           const std::optional<std::string>& packed_page_hash)
{
    json::array all;
    for (const auto& revision : revisions)
        all.push_back(revision_json(revision, article));
    return {{"id", std::to_string(article.id)},
            {"site", article.site},
            {"url", article.url},
            {"stored_page_hash", packed_page_hash ? json::value(*packed_page_hash) : json::value(nullptr)},
            {"revisions", std::move(all)}};
}

/// The stored page of the latest revision: what it was read from, or the same without its Content-Encoding.
void write_page(const std::optional<std::string>& raw_page, archive::ArticleId id,
                const std::filesystem::path& file)
{
    if (!raw_page) throw CommandError(fmt::format("no page of article {} is stored", id), ExitCode::problem);
    std::ofstream stream(file, std::ios::binary);
    for (const auto& part : archive::page_parts(*raw_page))
        stream << part.body;
    if (!stream.flush()) throw CommandError(fmt::format("{} cannot be written", file.string()));
}

} // namespace

ExitCode show(const Common& common, const ShowWords& words)
{
    auto config = load_config_without_secrets(common);
    auto id = article_id(words.id);
    auto store = open_archive(*config);
    auto reader = store->reader();
    auto article = reader->article(id);
    if (!article) throw CommandError(fmt::format("there is no article {}", id), ExitCode::problem);
    auto revisions = reader->revisions(id);
    std::optional<std::string> raw_page;
    if (words.page) raw_page = reader->raw_page(id);
    if (words.page) write_page(raw_page, id, *words.page);
    if (words.evidence) {
        print_json(evidence_json(*article, revisions, reader->packed_page_hash(id, article->revision)));
        return ExitCode::ok;
    }
    if (words.revision) {
        auto wanted = std::ranges::find(revisions, *words.revision, &archive::Revision::number);
        if (wanted == revisions.end()) {
            throw CommandError(
                fmt::format("article {} has revisions 1 to {}, no {}", id, revisions.size(), *words.revision),
                ExitCode::problem);
        }
        article->text = wanted->text;
        article->content_hash = wanted->content_hash;
        article->revision = wanted->number;
    }
    auto aliases = reader->aliases(id);
    if (common.json) {
        auto object = alerts::article_json(*article);
        object["aliases"] = json::array(aliases.begin(), aliases.end());
        object["revisions"] = history_json(revisions);
        print_json(object);
    } else {
        print_history(*article, revisions, aliases);
        print_text(article->text);
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
