#include "archive/story.hpp"

#include "alerts/article_json.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"
#include "parsers/text/diff.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostArticles = 1000;

/// How many words of the first article's text another one left out, and how many it has besides.
struct Differences {
    std::size_t left_out = 0, added = 0;
};

Differences differences(const std::string& first, const std::string& other)
{
    using Kind = parsers::DiffPiece::Kind;
    Differences found;
    for (const auto& piece : parsers::diff_words(first, other)) {
        if (piece.kind == Kind::removed) found.left_out += parsers::count_words(piece.text);
        if (piece.kind == Kind::added) found.added += parsers::count_words(piece.text);
    }
    return found;
}

std::size_t sites_of(const std::vector<archive::StoryArticle>& articles)
{
    std::set<std::string> sites;
    for (const auto& one : articles)
        sites.insert(one.article.site);
    return sites.size();
}

void print_story(archive::StoryId id, const std::vector<archive::StoryArticle>& articles)
{
    const auto& first = articles.front().article;
    fmt::print("{}\nstory {}: {} on {}, first seen {} on {}\n\n", paint(first.text.title, Colour::bold), id,
               counted(articles.size(), "article"), counted(sites_of(articles), "site"),
               parsers::rfc3339(first.first_seen_at), first.site);
    Table table({"ARTICLE", "SITE", "FIRST SEEN", "PUBLISHED", "IN COMMON", "LEFT OUT", "ADDED", "TITLE"});
    for (const auto& one : articles) {
        const bool is_first = one.article.id == first.id;
        const auto differs = is_first ? Differences{} : differences(first.text.body, one.article.text.body);
        table.row({std::to_string(one.article.id), one.article.site,
                   parsers::rfc3339(one.article.first_seen_at), one.article.text.published_at.value_or("-"),
                   one.share ? fmt::format("{:.0f} %", 100 * *one.share) : "-",
                   is_first ? "-" : counted(differs.left_out, "word"),
                   is_first ? "-" : counted(differs.added, "word"), one.article.text.title});
    }
    table.print();
}

json::object story_json(archive::StoryId id, const std::vector<archive::StoryArticle>& articles)
{
    const auto& first = articles.front().article;
    json::array list;
    for (const auto& one : articles) {
        const auto& article = one.article;
        const auto differs = differences(first.text.body, article.text.body);
        const auto& published = article.text.published_at;
        list.push_back(
            json::object{{"id", std::to_string(article.id)},
                         {"site", article.site},
                         {"url", article.url},
                         {"title", article.text.title},
                         {"published_at", published ? json::value(*published) : json::value(nullptr)},
                         {"first_seen_at", parsers::rfc3339(article.first_seen_at)},
                         {"state", archive::to_string(article.state)},
                         {"share", one.share ? json::value(*one.share) : json::value(nullptr)},
                         {"words_left_out", differs.left_out},
                         {"words_added", differs.added}});
    }
    return {{"id", std::to_string(id)}, {"sites", sites_of(articles)}, {"articles", std::move(list)}};
}

} // namespace

ExitCode story(const Common& common, const StoryWords& words)
{
    auto config = load_config_without_secrets(common);
    auto article = article_id(words.id);
    auto store = open_archive(*config);
    auto reader = store->reader();
    if (!reader->article(article))
        throw CommandError(fmt::format("there is no article {}", article), ExitCode::problem);
    auto id = reader->story_of(article);
    if (!id) {
        if (common.json)
            print_json({{"id", nullptr}, {"sites", 1}, {"articles", json::array()}});
        else
            fmt::print("article {} is in no story: no other article has (nearly) its text\n", article);
        return ExitCode::ok;
    }
    auto articles = reader->story(*id, kMostArticles);
    if (common.json)
        print_json(story_json(*id, articles));
    else
        print_story(*id, articles);
    return ExitCode::ok;
}

} // namespace baotin::daemon
