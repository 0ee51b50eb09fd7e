#include "tests/sim/truth.hpp"

#include <algorithm>

namespace baotin::sim {
namespace {

constexpr std::string_view kToken = "tin số ";
constexpr std::size_t kDigits = 5;

} // namespace

std::string Text::body() const
{
    std::string body;
    for (const auto& paragraph : paragraphs)
        body += (body.empty() ? "" : "\n") + paragraph;
    return body;
}

std::string Text::field(const std::string& name) const
{
    if (name == "title") return title;
    if (name == "summary") return summary;
    if (name == "author") return author;
    if (name == "captions") return caption;
    if (name == "body") return body();
    return {};
}

std::size_t TrueArticle::version_at(Time time) const
{
    auto later = std::ranges::upper_bound(versions, time, {}, &Version::at);
    return later == versions.begin() ? 0 : static_cast<std::size_t>(later - versions.begin()) - 1;
}

const Address& TrueArticle::address_at(Time time) const
{
    auto later = std::ranges::upper_bound(addresses, time, {}, &Address::since);
    return later == addresses.begin() ? addresses.front() : *std::prev(later);
}

const Absence* TrueArticle::absence_at(Time time) const
{
    auto covers = [&](const Absence& one) { return one.from <= time && time < one.until; };
    auto found = std::ranges::find_if(absences, covers);
    return found == absences.end() ? nullptr : &*found;
}

std::string TrueSite::host_at(Time time) const
{
    return moves_to_www && *moves_to_www <= time ? "www." + host : host;
}

std::string TrueSite::url_at(const TrueArticle& article, Time time) const
{
    return "https://" + host_at(time) + article.address_at(time).path;
}

const Outage* TrueSite::outage_at(Time time) const
{
    auto covers = [&](const Outage& one) { return one.from <= time && time < one.until; };
    auto found = std::ranges::find_if(outages, covers);
    return found == outages.end() ? nullptr : &*found;
}

bool TrueSite::troubled(Time from, Time until) const
{
    auto meets = [&](const Outage& one) { return one.from < until && from < one.until; };
    return std::ranges::any_of(outages, meets);
}

std::string TrueSite::budget_of(const std::string& host_key) const
{
    return budget ? "budget " + *budget : host_key;
}

const TrueSite* Truth::site(const std::string& id) const
{
    auto found = std::ranges::find(sites, id, &TrueSite::id);
    return found == sites.end() ? nullptr : &*found;
}

std::string token_in(const std::string& title)
{
    auto at = title.find(kToken);
    return at == std::string::npos ? std::string() : title.substr(at, kToken.size() + kDigits);
}

} // namespace baotin::sim
