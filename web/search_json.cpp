#include "web/search_json.hpp"

#include <boost/json/value.hpp>

namespace baotin::web {

namespace json = boost::json;

json::object hit_json(const archive::SearchHit& hit)
{
    const auto& article = hit.article;
    const auto changed_at =
        article.changed_at ? json::value(parsers::rfc3339(*article.changed_at)) : json::value(nullptr);
    const auto published_at =
        article.text.published_at ? json::value(*article.text.published_at) : json::value(nullptr);
    return {{"id", std::to_string(article.id)},
            {"site", article.site},
            {"url", article.url},
            {"title", hit.title.text},
            {"excerpt", hit.excerpt.text},
            {"title_html", archive::snippet_html(hit.title)},
            {"excerpt_html", archive::snippet_html(hit.excerpt)},
            {"revision", hit.revision},
            {"latest_revision", article.revision},
            {"first_seen_at", parsers::rfc3339(article.first_seen_at)},
            {"changed_at", changed_at},
            {"published_at", published_at},
            {"state", archive::to_string(article.state)},
            {"score", hit.score}};
}

} // namespace baotin::web
