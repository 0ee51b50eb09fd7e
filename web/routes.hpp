#pragma once

#include "archive/search.hpp"
#include "archive/store.hpp"
#include "web/server.hpp"

#include <prometheus/metric_family.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace baotin::web {

/// What a request asks, as far as the routes care.
struct Request {
    std::string method;
    std::string target; ///< path and query, as sent
    std::string authorization;
    std::string accept;
};

/// An answer: every one carries `X-Content-Type-Options: nosniff` and `Cache-Control: no-store`.
struct Reply {
    int status = 200;
    std::string type = "application/json; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers; ///< further ones
};

struct HealthWanted {};
struct MetricsWanted {
    bool openmetrics = true;
};
struct EventsWanted {
    std::int64_t since = 0; ///< a cursor, exclusive
    std::size_t limit = 100;
    bool backfill = false;
};

struct SearchWanted {
    archive::SearchQuery query;
};
struct FeedWanted {
    archive::EventQuery query;
    std::string name;   ///< what the feed says it is of
    std::string target; ///< as asked for: the feed's own address and id
};

struct ArticleWanted {
    archive::ArticleId id = 0;
    std::optional<int> revision; ///< nothing: the latest
};

/// Where a request leads: to an answer at once, or to what must be looked up for one.
using Route =
    std::variant<Reply, HealthWanted, MetricsWanted, EventsWanted, SearchWanted, FeedWanted, ArticleWanted>;

inline constexpr std::size_t most_events = 1000;
/// Bodies of one answer stop here, whatever the limit: the next page continues. 30 s suffice for it at 1.2
/// Mbit/s.
inline constexpr std::size_t most_event_bytes = 4u << 20;

Route route(const Request& request, const std::optional<std::string>& token);

Reply health_reply(const Health& health);
Reply metrics_reply(const std::vector<prometheus::MetricFamily>& families, bool openmetrics);
Reply events_reply(const EventsWanted& wanted, const std::vector<archive::StoredEvent>& events);
Reply search_reply(const archive::SearchAnswer& answer);
/// The whole text, as webhooks tell it in part; 404 where there is no such article or revision.
Reply article_reply(const std::optional<archive::Article>& article);
Reply error_reply(int status, std::string_view sentence);

} // namespace baotin::web
