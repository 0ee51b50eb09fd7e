#pragma once

#include "archive/article.hpp"
#include "archive/story.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

enum class EventType {
    article_new,
    article_changed,
    article_removed,
    article_restored,
    article_moved,
    story_spread,
    site_failing,
    site_recovered,
    site_drift,
    site_silent,
    site_challenge,
    hook_failing
};
std::string_view to_string(EventType type); ///< `article.new` …
std::optional<EventType> parse_event_type(std::string_view word);

/// An open operational problem of a site or a hook, with a beginning and an end.
struct Incident {
    std::int64_t id = 0;
    std::string site; ///< empty where it is a hook's
    std::string hook; ///< empty where it is a site's
    std::string what; ///< `failing`, `challenge`, `gone`: one of each may be open for a site or hook
    std::string detail;
    Time since{};
    std::optional<Time> until;
};

/// Something that happened. Cursors are in commit order.
struct Event {
    std::int64_t cursor = 0;
    std::string id; ///< `evt_` + 32 random hexadecimal digits: the `webhook-id`
    EventType type = EventType::article_new;
    Time at{};
    std::string site; ///< empty for a hook's incident
    bool backfill = false;
    std::vector<FieldChange> changes;
    std::optional<Significance> significance; ///< of article.changed
    std::optional<Incident> incident;
    std::optional<StoryOrigin> story; ///< of story.spread
    /// Of its article; nothing: not known yet (stories are joined behind the visits), or nobody asks.
    std::optional<StoryRole> role;
};

/// An event as stored: with the article it speaks of and the bytes that were or will be sent.
struct StoredEvent {
    std::int64_t cursor = 0;
    std::string id;
    EventType type = EventType::article_new;
    Time at{};
    std::string site;
    std::optional<ArticleId> article;
    bool backfill = false;
    std::string body; ///< JSON `{"type","timestamp","data"}`: never changes once committed
};

/// Who is told of an event, and in what words. Implemented in `alerts`, immutable, called on the recorder
/// thread inside the record's transaction; swapped as a whole on reload.
class Router {
public:
    virtual ~Router() = default;

    /// Names of the hooks that get a delivery. `article` is null for incidents. Of an article's event whose
    /// role is not known yet, those that ask for one are not among them; it is routed again once it is.
    [[nodiscard]] virtual std::vector<std::string> route(const Event& event,
                                                         const Article* article) const = 0;
    /// Does any hook ask for the role of an article in its story?
    [[nodiscard]] virtual bool asks_for_roles() const { return false; }

    /// The body that every hook gets and that `events` shows; event.id and event.at are set, the cursor is
    /// not.
    [[nodiscard]] virtual std::string compose(const Event& event, const Article* article) const = 0;
};

} // namespace baotin::archive
