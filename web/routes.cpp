#include "web/routes.hpp"

#include "alerts/article_json.hpp"
#include "parsers/hash.hpp"
#include "web/openmetrics.hpp"
#include "web/parameters.hpp"
#include "web/search_json.hpp"
#include "web/search_route.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/crypto.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <expected>

namespace baotin::web {

namespace json = boost::json;

namespace {

std::string lower(std::string_view text)
{
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return low;
}

/// Compares digests, so that neither the token's text nor its length shows in the time it takes.
bool authorised(std::string_view authorization, const std::string& token)
{
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() < scheme.size() || lower(authorization.substr(0, scheme.size())) != scheme)
        return false;
    auto given = parsers::sha256_hex(authorization.substr(scheme.size()));
    auto wanted = parsers::sha256_hex(token);
    return CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) == 0;
}

template <class Integer>
std::optional<Integer> number(std::string_view text)
{
    Integer value{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

using Fault = std::string;

std::optional<Fault> read_parameter(std::string_view name, std::string_view value, EventsWanted& wanted)
{
    if (name == "since") {
        auto cursor = number<std::int64_t>(value);
        if (!cursor || *cursor < 0)
            return "since is not a cursor; take it from `next` or an event's `cursor`, or leave it out to "
                   "begin with the first event";
        wanted.since = *cursor;
    } else if (name == "limit") {
        auto limit = number<std::size_t>(value);
        if (!limit || *limit == 0 || *limit > most_events)
            return fmt::format("limit is not a number from 1 to {}", most_events);
        wanted.limit = *limit;
    } else if (name == "backfill") {
        if (value != "0" && value != "1") return "backfill is neither 0 nor 1";
        wanted.backfill = value == "1";
    } else {
        return "unknown parameter; there are since, limit and backfill";
    }
    return std::nullopt;
}

std::expected<EventsWanted, Fault> read_query(std::string_view query)
{
    EventsWanted wanted;
    for (const auto& [name, value] : parameters(query)) {
        if (auto fault = read_parameter(name, value, wanted)) return std::unexpected(*std::move(fault));
    }
    return wanted;
}

/// OpenMetrics, unless the asker names only the older format (or none that is text at all but plain).
bool prefers_openmetrics(std::string_view accept)
{
    auto types = lower(accept);
    auto names = [&](std::string_view type) { return types.find(type) != std::string::npos; };
    return names("openmetrics-text") || names("*/*") || !names("text/plain");
}

/// `42` behind `/api/articles/`, and `revision=2`.
Route article_route(std::string_view id, std::string_view query)
{
    auto article = number<archive::ArticleId>(id);
    if (!article || *article <= 0) return error_reply(404, "there is no such article; ids are whole numbers");
    ArticleWanted wanted{*article, std::nullopt};
    constexpr std::string_view parameter = "revision=";
    if (query.empty()) return wanted;
    if (query.starts_with(parameter)) wanted.revision = number<int>(query.substr(parameter.size()));
    if (!wanted.revision) return error_reply(400, "the one parameter is revision, a whole number");
    return wanted;
}

Route events_route(std::string_view query)
{
    auto wanted = read_query(query);
    if (!wanted) return error_reply(400, wanted.error());
    return *wanted;
}

} // namespace

Route route(const Request& request, const std::optional<std::string>& token)
{
    std::string_view target = request.target;
    auto path = target.substr(0, target.find_first_of("?#"));
    auto query = path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view();

    if (path != "/healthz" && token && !authorised(request.authorization, *token)) {
        auto reply = error_reply(
            401, "this needs the header `Authorization: Bearer TOKEN` with the token of [web] token_file");
        reply.headers.emplace_back("WWW-Authenticate", "Bearer");
        return reply;
    }
    constexpr std::string_view articles = "/api/articles/";
    constexpr std::array paths = {"/healthz", "/metrics", "/api/events", "/api/events.atom", "/api/search"};
    if (std::ranges::find(paths, path) == paths.end() && !path.starts_with(articles))
        return error_reply(
            404, fmt::format("there is nothing here; there are {}, {}ID", fmt::join(paths, ", "), articles));
    if (request.method != "GET" && request.method != "HEAD") {
        auto reply = error_reply(405, "this can only be read");
        reply.headers.emplace_back("Allow", "GET, HEAD");
        return reply;
    }
    if (path == "/healthz") return HealthWanted{};
    if (path == "/metrics") return MetricsWanted{prefers_openmetrics(request.accept)};
    if (path == "/api/search") return search_route(query);
    if (path == "/api/events.atom") return feed_route(target);
    if (path.starts_with(articles)) return article_route(path.substr(articles.size()), query);
    return events_route(query);
}

Reply health_reply(const Health& health)
{
    Reply reply;
    reply.status = health.ok ? 200 : 503;
    json::object body;
    body.emplace("status", health.ok ? "ok" : "failing");
    if (!health.ok) body.emplace("detail", health.detail);
    reply.body = json::serialize(body);
    return reply;
}

Reply metrics_reply(const std::vector<prometheus::MetricFamily>& families, bool openmetrics)
{
    Reply reply;
    reply.type = openmetrics ? std::string(openmetrics_type) : "text/plain; version=0.0.4; charset=utf-8";
    reply.body = openmetrics ? web::openmetrics(families) : prometheus::TextSerializer().Serialize(families);
    return reply;
}

Reply events_reply(const EventsWanted& wanted, const std::vector<archive::StoredEvent>& events)
{
    Reply reply;
    auto& body = reply.body;
    auto next = wanted.since;
    body = R"({"events":[)";
    for (const auto& event : events) {
        // The stored body is an object of at least one member: its own bytes follow, unread.
        fmt::format_to(std::back_inserter(body), R"({}{{"cursor":"{}","id":"{}",)",
                       body.ends_with('[') ? "" : ",", event.cursor, event.id);
        body.append(event.body, 1);
        next = event.cursor;
    }
    fmt::format_to(std::back_inserter(body), R"(],"next":"{}"}})", next);
    return reply;
}

Reply search_reply(const archive::SearchAnswer& answer)
{
    json::array hits;
    for (const auto& hit : answer.hits)
        hits.push_back(hit_json(hit));
    Reply reply;
    reply.body = json::serialize(
        json::object{{"hits", std::move(hits)}, {"more", answer.more}, {"behind", answer.behind}});
    return reply;
}

Reply article_reply(const std::optional<archive::Article>& article)
{
    if (!article) return error_reply(404, "there is no such article, or no such revision of it");
    Reply reply;
    reply.body = json::serialize(alerts::article_json(*article));
    return reply;
}

Reply error_reply(int status, std::string_view sentence)
{
    Reply reply;
    reply.status = status;
    json::object body;
    body.emplace("error", sentence);
    reply.body = json::serialize(body);
    return reply;
}

} // namespace baotin::web
