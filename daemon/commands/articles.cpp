#include "alerts/article_json.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

namespace baotin::daemon {
namespace {

archive::ArticleQuery query_of(const config::Config& config, const ArticlesWords& words)
{
    archive::ArticleQuery query;
    for (const auto& id : words.sites)
        query.sites.push_back(configured_site(config, id)->id);
    if (words.state == "live") query.state = archive::ArticleState::live;
    if (words.state == "removed") query.state = archive::ArticleState::removed;
    query.since = time_option("--since", words.since);
    query.limit = words.limit;
    return query;
}

} // namespace

ExitCode articles(const Common& common, const ArticlesWords& words)
{
    auto config = load_config_without_secrets(common);
    auto query = query_of(*config, words);
    auto store = open_archive(*config);
    Table table({"ID", "SITE", "FIRST SEEN", "REV", "STATE", "TITLE"});
    store->reader()->each_article(query, [&](const archive::Article& article) {
        if (common.json) {
            print_json(alerts::article_json(article));
        } else {
            table.row({std::to_string(article.id), article.site, parsers::rfc3339(article.first_seen_at),
                       std::to_string(article.revision), std::string(archive::to_string(article.state)),
                       for_a_person() ? shorten(article.text.title, 80) : article.text.title});
        }
        return true;
    });
    if (!common.json) table.print();
    return ExitCode::ok;
}

} // namespace baotin::daemon
