#include "crawler/volatility.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace baotin::crawler {
namespace {

namespace json = boost::json;

constexpr auto kBelievedFor = std::chrono::days(90);
constexpr std::size_t kMostParts = 50;

std::optional<Time> time_of(const json::value* value)
{
    const auto* text = value ? value->if_string() : nullptr;
    return text ? parsers::parse_rfc3339(std::string_view(*text)) : std::nullopt;
}

} // namespace

void Volatility::found(const std::vector<parsers::VolatilePart>& parts, Time now)
{
    for (const auto& part : parts) {
        auto known = std::ranges::find(parts_, part.selector, &Part::selector);
        if (known != parts_.end())
            *known = {part.selector, part.sample, now};
        else
            parts_.push_back({part.selector, part.sample, now});
    }
    std::erase_if(parts_, [&](const Part& part) { return now - part.seen_at >= kBelievedFor; });
    if (parts_.size() <= kMostParts) return;
    std::ranges::sort(parts_, std::ranges::greater(), &Part::seen_at);
    parts_.resize(kMostParts);
}

std::vector<Volatility::Part> Volatility::parts(Time now) const
{
    std::vector<Part> believed;
    std::ranges::copy_if(parts_, std::back_inserter(believed),
                         [&](const Part& part) { return now - part.seen_at < kBelievedFor; });
    return believed;
}

bool Volatility::published(Time now) const
{
    return published_seen_at_ && now - *published_seen_at_ < kBelievedFor;
}

std::string Volatility::json() const
{
    json::array parts;
    for (const auto& part : parts_)
        parts.push_back(json::object{{"selector", part.selector},
                                     {"sample", part.sample},
                                     {"seen_at", parsers::rfc3339(part.seen_at)}});
    json::object lesson{{"parts", std::move(parts)}};
    if (published_seen_at_) lesson["published_seen_at"] = parsers::rfc3339(*published_seen_at_);
    return json::serialize(lesson);
}

std::optional<Volatility> Volatility::parse(std::string_view text)
{
    boost::system::error_code bad;
    auto value = json::parse(text, bad);
    const auto* lesson = bad ? nullptr : value.if_object();
    const auto* parts = lesson ? lesson->if_contains("parts") : nullptr;
    if (!parts || !parts->is_array()) return std::nullopt;
    Volatility volatility;
    volatility.published_seen_at_ = time_of(lesson->if_contains("published_seen_at"));
    for (const auto& one : parts->get_array()) {
        const auto* part = one.if_object();
        const auto* selector = part ? part->if_contains("selector") : nullptr;
        const auto* sample = part ? part->if_contains("sample") : nullptr;
        auto seen_at = part ? time_of(part->if_contains("seen_at")) : std::nullopt;
        if (!selector || !selector->is_string() || !sample || !sample->is_string() || !seen_at)
            return std::nullopt;
        volatility.parts_.push_back(
            {std::string(selector->get_string()), std::string(sample->get_string()), *seen_at});
    }
    return volatility;
}

} // namespace baotin::crawler
