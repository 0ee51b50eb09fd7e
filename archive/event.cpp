#include "archive/event.hpp"

namespace baotin::archive {

std::string_view to_string(EventType type)
{
    switch (type) {
    case EventType::article_new:
        return "article.new";
    case EventType::article_changed:
        return "article.changed";
    case EventType::article_removed:
        return "article.removed";
    case EventType::article_restored:
        return "article.restored";
    case EventType::article_moved:
        return "article.moved";
    case EventType::story_spread:
        return "story.spread";
    case EventType::site_failing:
        return "site.failing";
    case EventType::site_recovered:
        return "site.recovered";
    case EventType::site_drift:
        return "site.drift";
    case EventType::site_silent:
        return "site.silent";
    case EventType::site_challenge:
        return "site.challenge";
    case EventType::hook_failing:
        return "hook.failing";
    }
    return "";
}

std::optional<EventType> parse_event_type(std::string_view word)
{
    for (auto type : {EventType::article_new, EventType::article_changed, EventType::article_removed,
                      EventType::article_restored, EventType::article_moved, EventType::story_spread,
                      EventType::site_failing, EventType::site_recovered, EventType::site_drift,
                      EventType::site_silent, EventType::site_challenge, EventType::hook_failing}) {
        if (to_string(type) == word) return type;
    }
    return std::nullopt;
}

} // namespace baotin::archive
