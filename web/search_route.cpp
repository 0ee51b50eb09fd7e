#include "web/search_route.hpp"

#include "parsers/provinces.hpp"
#include "web/parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <expected>
#include <optional>

namespace baotin::web {
namespace {

using Fault = std::string;
using Read = std::expected<void, Fault>;

constexpr std::size_t most_entries = 200; ///< of a feed

std::unexpected<Fault> fault(Fault sentence)
{
    return std::unexpected(std::move(sentence));
}

/// `into` is what the word means, where it means something.
template <class Value, class Into>
Read take(std::optional<Value> value, Into& into, Fault otherwise)
{
    if (!value) return fault(std::move(otherwise));
    into = *std::move(value);
    return {};
}

Read take_limit(const std::string& value, std::size_t most, std::size_t& limit)
{
    const auto* end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, limit);
    if (value.empty() || read.ec != std::errc{} || read.ptr != end || limit == 0 || limit > most)
        return fault(fmt::format("limit is not a number from 1 to {}", most));
    return {};
}

Read take_terms(const std::string& value, archive::SearchTerms& terms)
{
    auto parsed = archive::parse_search_terms(value);
    if (!parsed) return fault(parsed.error());
    terms = *std::move(parsed);
    return {};
}

Read take_time(const std::string& name, const std::string& value, std::optional<parsers::Time>& time)
{
    // A `+` of +07:00 that nobody encoded has become a space.
    auto mended = value;
    if (const auto space = mended.rfind(' '); space != mended.npos) mended[space] = '+';
    return take(parsers::parse_rfc3339(mended), time,
                fmt::format("{} is no RFC 3339 time like 2026-11-21T07:00:00%2B07:00", name));
}

Read read_parameter(const std::string& name, const std::string& value, archive::SearchQuery& query)
{
    if (name == "q") return take_terms(value, query.terms);
    if (name == "since") return take_time(name, value, query.since);
    if (name == "until") return take_time(name, value, query.until);
    if (name == "limit") return take_limit(value, archive::most_hits, query.limit);
    if (name == "site") {
        query.sites.push_back(value);
        return {};
    }
    if (name == "in") {
        return take(archive::parse_search_field(value), query.fields.emplace_back(),
                    "in is none of title, summary, body, captions and author");
    }
    if (name == "province") {
        const auto province = parsers::find_province(value);
        if (!province) return fault("province is no province of Viet Nam");
        query.province = province->name;
        return {};
    }
    if (name == "state")
        return take(archive::parse_article_state(value), query.state, "state is neither live nor removed");
    if (name == "history") {
        query.history = value == "1";
        return value == "0" || value == "1" ? Read() : fault("history is neither 0 nor 1");
    }
    if (name == "sort") {
        query.order = value == "newest" ? archive::SearchOrder::newest : archive::SearchOrder::rank;
        return value == "newest" || value == "rank" ? Read() : fault("sort is neither rank nor newest");
    }
    return fault("unknown parameter; there are q, in, site, province, since, until, state, history, sort and "
                 "limit");
}

Read read_parameter(const std::string& name, const std::string& value, archive::EventQuery& query)
{
    if (name == "q") return take_terms(value, query.terms.emplace());
    if (name == "limit") return take_limit(value, most_entries, query.limit);
    if (name == "site") {
        query.sites.push_back(value);
        return {};
    }
    if (name == "type") {
        return take(archive::parse_event_type(value), query.types.emplace_back(),
                    "type is no event's type like article.changed");
    }
    return fault("unknown parameter; there are site, type, q and limit");
}

} // namespace

Route search_route(std::string_view query)
{
    SearchWanted wanted;
    for (const auto& [name, value] : parameters(query)) {
        if (auto read = read_parameter(name, value, wanted.query); !read)
            return error_reply(400, read.error());
    }
    const auto& terms = wanted.query.terms;
    if (terms.phrases.empty() && terms.runs.empty())
        return error_reply(400, "q is missing: the words to look for");
    return wanted;
}

Route feed_route(std::string_view target)
{
    FeedWanted wanted;
    wanted.target = target;
    std::string words;
    const auto mark = std::min(target.find('?'), target.size());
    for (const auto& [name, value] : parameters(target.substr(std::min(mark + 1, target.size())))) {
        if (auto read = read_parameter(name, value, wanted.query); !read)
            return error_reply(400, read.error());
        if (name == "q") words = value;
    }
    wanted.name = "baotin";
    if (!wanted.query.sites.empty()) wanted.name += fmt::format(": {}", fmt::join(wanted.query.sites, ", "));
    if (!words.empty()) wanted.name += fmt::format(": {}", words);
    return wanted;
}

} // namespace baotin::web
