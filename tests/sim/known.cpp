#include "tests/sim/known.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace baotin::sim {
namespace {

using namespace std::chrono_literals;
using archive::EventType;
namespace json = boost::json;

constexpr auto kRemovalTakes = 6h; // crawler/schedule: three answers over at least that time

std::string text_of(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

double minutes(milliseconds time)
{
    return static_cast<double>(time.count()) / 60'000;
}

std::string without_www(std::string url)
{
    if (auto at = url.find("://www."); at != url.npos) url.erase(at + 3, 4);
    return url;
}

} // namespace

void Known::told(const archive::StoredEvent& event, const json::object& data)
{
    if (!event.article) return wrong(event, "speaks of no article");
    bool creates = event.type == EventType::article_new;
    if (!creates && id_ != event.article)
        return wrong(event, "speaks of another article, or of one that was never new");
    switch (event.type) {
    case EventType::article_new:
        is_new(event);
        break;
    case EventType::article_changed:
        changed(event, data);
        break;
    case EventType::article_moved:
        moved(event, data);
        break;
    case EventType::article_removed:
        was_removed(event);
        break;
    case EventType::article_restored:
        restored(event, data);
        break;
    default:
        break;
    }
    if (creates) url_ = text_of(data.at("article").as_object(), "url");
    check_text(event, data);
}

void Known::is_new(const archive::StoredEvent& event)
{
    if (id_) return wrong(event, "a second time");
    id_ = event.article;
    version_ = article_->version_at(event.at);
    if (event.at < article_->published()) wrong(event, "before it was published");
    auto announced = seen_->announced.find({site_->id, article_->token});
    if (announced == seen_->announced.end()) return wrong(event, "although nobody announced it");
    if (announced->second.in_first_visit != event.backfill)
        wrong(event, event.backfill ? "as backfill, which it is not" : "as news, though it is backfill");
    if (!event.backfill && article_->published() > announced->second.at - 1h * 24)
        findings_->measure("minutes until an article was told", minutes(event.at - article_->published()));
}

void Known::changed(const archive::StoredEvent& event, const json::object& data)
{
    check_changes(event, data, true);
    version_ = article_->version_at(event.at);
    findings_->measure("minutes until an edit was told", minutes(event.at - article_->versions[version_].at));
}

/// Every field that is said to have changed did, from what was told last to what is true now.
void Known::check_changes(const archive::StoredEvent& event, const json::object& data, bool must)
{
    const auto& before = article_->versions[version_].text;
    const auto& after = article_->versions[article_->version_at(event.at)].text;
    const auto& changes = data.at("changes").as_array();
    if (must && changes.empty()) wrong(event, "without a change");
    for (const auto& one : changes) {
        auto field = text_of(one.as_object(), "field");
        if (field == "url") continue;
        auto from = text_of(one.as_object(), "before"), to = text_of(one.as_object(), "after");
        if (from == to) wrong(event, "says a change of " + field + " that is none");
        if (from != before.field(field))
            wrong(event, "says what was never told before of " + field + ": " + from);
        if (to != after.field(field)) wrong(event, "says what is not there of " + field + ": " + to);
    }
}

/// What it says of the article as a whole is what is known, or, where it moved and was edited at once, what
/// the next event will say.
void Known::check_text(const archive::StoredEvent& event, const json::object& data)
{
    const auto& article = data.at("article").as_object();
    auto agrees = [&](const Text& text) {
        auto same = [&](const char* field) { return text_of(article, field) == text.field(field); };
        return same("title") && same("summary") && same("author") && same("body");
    };
    bool ahead = event.type == EventType::article_moved &&
                 agrees(article_->versions[article_->version_at(event.at)].text);
    if (!agrees(text()) && !ahead) wrong(event, "says another text than is known");
}

void Known::moved(const archive::StoredEvent& event, const json::object& data)
{
    const auto& change = data.at("changes").as_array().at(0).as_object();
    auto from = text_of(change, "before"), to = text_of(change, "after");
    if (from != url_) wrong(event, fmt::format("from {}, though it was known at {}", from, url_));
    // Another page of the article may be told by the address that it was found at, which leads to the new
    // host.
    if (without_www(to) != without_www(site_->url_at(*article_, event.at)))
        wrong(event, fmt::format("to {}, where it is not", to));
    url_ = to;
}

void Known::was_removed(const archive::StoredEvent& event)
{
    if (removed_) wrong(event, "a second time");
    removed_ = true;
    const auto* absence = article_->absence_at(event.at);
    // It moved without a redirect, and nobody ever told us where.
    bool lost = !seen_->addresses.contains(site_->url_at(*article_, event.at));
    if (!absence && !lost) return wrong(event, "though it is there");
    if (absence && event.at - absence->from < kRemovalTakes) wrong(event, "after less than six hours");
    if (absence) findings_->measure("hours until a removal was told", minutes(event.at - absence->from) / 60);
}

void Known::restored(const archive::StoredEvent& event, const json::object& data)
{
    if (!removed_) wrong(event, "though it was not removed");
    if (article_->absence_at(event.at)) wrong(event, "though it is not there");
    removed_ = false;
    check_changes(event, data, false);
    for (const auto& one : data.at("changes").as_array()) {
        if (text_of(one.as_object(), "field") == "url")
            url_ = text_of(one.as_object(), "after");
        else
            version_ = article_->version_at(event.at);
    }
}

void Known::wrong(const archive::StoredEvent& event, const std::string& what)
{
    findings_->wrong(event.at, fmt::format("{} of {} {} {}", archive::to_string(event.type), site_->id,
                                           article_->token, what));
}

} // namespace baotin::sim
