#include "archive/search.hpp"

#include "alerts/article_json.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"
#include "parsers/provinces.hpp"
#include "web/search_json.hpp"

#include <fmt/format.h>

namespace baotin::daemon {
namespace {

archive::SearchQuery query_of(const config::Config& config, const SearchWords& words)
{
    archive::SearchQuery query;
    std::string typed;
    for (const auto& word : words.words) {
        // What the shell kept together was meant to stand together.
        const bool phrase = word.find(' ') != std::string::npos && word.find('"') == std::string::npos;
        typed += phrase && words.words.size() > 1 ? fmt::format("\"{}\" ", word) : word + " ";
    }
    if (typed.ends_with(' ')) typed.pop_back();
    auto terms = archive::parse_search_terms(typed);
    if (!terms) throw CommandError(terms.error());
    query.terms = *std::move(terms);
    for (const auto& field : words.fields)
        query.fields.push_back(*archive::parse_search_field(field)); // CLI11 lets no other word through
    for (const auto& id : words.sites)
        query.sites.push_back(configured_site(config, id)->id);
    if (!words.province.empty()) {
        const auto province = parsers::find_province(words.province);
        if (!province) throw CommandError(fmt::format("\"{}\" is no province of Viet Nam", words.province));
        query.province = province->name;
    }
    query.since = time_option("--since", words.since);
    query.until = time_option("--until", words.until);
    query.state = archive::parse_article_state(words.state);
    query.history = words.history;
    if (words.newest) query.order = archive::SearchOrder::newest;
    query.limit = words.limit;
    return query;
}

/// In colour for a person; elsewhere as it is.
std::string painted(const archive::Snippet& snippet)
{
    std::string text;
    std::size_t at = 0;
    for (const auto& mark : snippet.marks) {
        text.append(snippet.text, at, mark.begin - at);
        text += paint(snippet.text.substr(mark.begin, mark.end - mark.begin), Colour::yellow);
        at = mark.end;
    }
    return text.append(snippet.text, at);
}

void print_hit(const archive::SearchHit& hit)
{
    const auto& article = hit.article;
    fmt::print("{}  {}\n", paint(std::to_string(article.id), Colour::bold), painted(hit.title));
    fmt::print("    {}\n", painted(hit.excerpt));
    auto line = fmt::format("{}  {}  {}", article.site, parsers::rfc3339(article.first_seen_at), article.url);
    if (hit.revision != article.revision)
        line += fmt::format("  in revision {}, not in the latest, {}", hit.revision, article.revision);
    if (article.state == archive::ArticleState::removed) line += "  removed";
    fmt::print("    {}\n", paint(line, Colour::dim));
}

} // namespace

ExitCode search(const Common& common, const SearchWords& words)
{
    auto config = load_config_without_secrets(common);
    auto query = query_of(*config, words);
    auto store = open_archive(*config);
    const auto answer = store->reader()->search(query);
    for (const auto& hit : answer.hits) {
        if (common.json) {
            print_json(web::hit_json(hit));
        } else {
            print_hit(hit);
        }
    }
    if (common.quiet) return ExitCode::ok;
    if (answer.hits.empty() && !common.json) fmt::print(stderr, "no article says that\n");
    if (answer.more && !common.json) fmt::print(stderr, "there is more; --limit N shows it\n");
    if (answer.behind > 0) {
        fmt::print(
            stderr,
            "{} not in the search index yet; `baotin run` or `baotin crawl` takes what is missing into it\n",
            counted(answer.behind, "revision"));
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
