#include "alerts/retelling.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace baotin::alerts {

namespace json = boost::json;

namespace {

std::optional<std::string> text_or_nothing(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->as_string());
}

archive::Incident told_incident(const json::object& data)
{
    archive::Incident incident;
    if (const auto* hook = data.if_contains("hook"))
        incident.hook = text_or_nothing(hook->as_object(), "name").value_or("");
    if (const auto* told = data.if_contains("incident"))
        incident.what = text_or_nothing(told->as_object(), "what").value_or("");
    return incident;
}

/// The latest reading's article, with the text of the revision that was told.
std::optional<archive::Article> told_article(const json::object& told, archive::ArticleId id,
                                             archive::Reader& reader)
{
    auto article = reader.article(id);
    if (!article) return std::nullopt;
    const auto* revision = told.if_contains("revision");
    auto number = revision != nullptr && revision->is_int64() ? revision->as_int64() : 0;
    if (number != article->revision) {
        auto revisions = reader.revisions(id);
        auto found = std::ranges::find(revisions, number, &archive::Revision::number);
        if (found != revisions.end()) article->text = found->text;
    }
    article->particulars.section = text_or_nothing(told, "section");
    return article;
}

} // namespace

Retelling retell(const archive::StoredEvent& stored, archive::Reader& reader)
{
    Retelling retelling;
    auto& event = retelling.event;
    event.cursor = stored.cursor;
    event.id = stored.id;
    event.type = stored.type;
    event.at = stored.at;
    event.site = stored.site;
    event.backfill = stored.backfill;
    auto body = json::parse(stored.body).as_object();
    const auto& data = body.at("data").as_object();
    if (!stored.article) {
        event.incident = told_incident(data);
        return retelling;
    }
    if (auto word = text_or_nothing(data, "significance"))
        event.significance = archive::parse_significance(*word);
    event.role = reader.story_role(*stored.article);
    retelling.article = told_article(data.at("article").as_object(), *stored.article, reader);
    return retelling;
}

} // namespace baotin::alerts
