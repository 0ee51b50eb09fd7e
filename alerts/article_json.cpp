#include "alerts/article_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace baotin::alerts {

namespace json = boost::json;

namespace {

json::value string_or_null(const std::optional<std::string>& text)
{
    return text ? json::value(*text) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& all)
{
    json::array array;
    array.reserve(all.size());
    for (const auto& text : all)
        array.emplace_back(text);
    return array;
}

} // namespace

json::object article_json(const archive::Article& article)
{
    std::optional<std::string> changed_at;
    if (article.changed_at) changed_at = parsers::rfc3339(*article.changed_at);

    json::object object;
    object.reserve(17);
    object.emplace("id", std::to_string(article.id));
    object.emplace("site", article.site);
    object.emplace("url", article.url);
    object.emplace("title", article.text.title);
    object.emplace("summary", article.text.summary);
    object.emplace("author", string_or_null(article.text.author));
    object.emplace("published_at", string_or_null(article.text.published_at));
    object.emplace("body", article.text.body);
    object.emplace("captions", texts(article.text.captions));
    object.emplace("content_hash", article.content_hash);
    object.emplace("revision", article.revision);
    object.emplace("first_seen_at", parsers::rfc3339(article.first_seen_at));
    object.emplace("changed_at", string_or_null(changed_at));
    object.emplace("state", archive::to_string(article.state));
    object.emplace("section", string_or_null(article.particulars.section));
    object.emplace("modified_at", string_or_null(article.particulars.modified_at));
    object.emplace("images", texts(article.particulars.images));
    return object;
}

} // namespace baotin::alerts
