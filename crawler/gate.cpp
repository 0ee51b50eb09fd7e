#include "crawler/gate.hpp"

#include "crawler/reading_mark.hpp"
#include "parsers/hash.hpp"

#include <string>
#include <utility>

namespace baotin::crawler {
namespace {

const net::Headers& our_headers()
{
    static const net::Headers headers = {
        {"accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
        {"accept-language", "vi,en;q=0.5"},
        {"accept-encoding", "gzip, deflate, br, zstd"}};
    return headers;
}

std::uint64_t variant_of(std::string_view user_agent)
{
    std::string all(user_agent);
    for (const auto& [name, value] : our_headers())
        all.append("\n").append(name).append(":").append(value);
    return parsers::quick_hash(all);
}

enum class Varies { no, by_asker, always };

Varies varies(const net::Response& response, const Asker& asker)
{
    auto result = Varies::no;
    for (const auto& [name, value] : response.headers) {
        if (name != "vary" || value.empty()) continue;
        std::string names = value;
        for (auto& c : names)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        bool by_cookie = asker.cookies && names.find("cookie") != names.npos;
        if (by_cookie || names.find('*') != names.npos) return Varies::always;
        result = Varies::by_asker;
    }
    return result;
}

} // namespace

Asker::Asker(std::string_view user_agent, bool its_cookies)
    : variant(variant_of(user_agent)), cookies(its_cookies)
{
}

bool gates_hold(const archive::Page& page, std::string_view reading_today)
{
    return unmarked(page.reading) == reading_today && archive::succeeded(page.outcome);
}

net::Request conditional_request(const archive::Page& page, std::string_view url, bool conditional,
                                 const Asker& asker)
{
    net::Request request;
    request.url = url;
    request.headers = our_headers();
    // A validator belongs to the address that gave it: after a redirect it would ask about another page.
    if (!conditional || page.url != url) return request;
    const auto& validators = page.validators;
    if (validators.variant != 0 && validators.variant != asker.variant) return request;
    if (!validators.etag.empty()) request.headers.emplace_back("if-none-match", validators.etag);
    if (!validators.last_modified.empty())
        request.headers.emplace_back("if-modified-since", validators.last_modified);
    return request;
}

std::string_view to_string(Gate gate)
{
    switch (gate) {
    case Gate::not_modified:
        return "not_modified";
    case Gate::same_bytes:
        return "same_bytes";
    case Gate::same_regions:
        return "same_regions";
    case Gate::read:
        return "read";
    }
    std::unreachable();
}

Gate pass_gate(const archive::Page& page, const net::Response& response, bool conditional)
{
    if (!conditional) return Gate::read;
    if (response.status == 304) return Gate::not_modified;
    bool same =
        page.validators.wire_hash != 0 && page.validators.wire_hash == parsers::quick_hash(response.body);
    return same ? Gate::same_bytes : Gate::read;
}

archive::Validators validators_of(const net::Response& response, const Asker& asker)
{
    archive::Validators validators;
    validators.wire_hash = parsers::quick_hash(response.body);
    auto how = varies(response, asker);
    if (how == Varies::always) return validators;
    validators.etag = response.header("etag").value_or("");
    validators.last_modified = response.header("last-modified").value_or("");
    if (how == Varies::by_asker) validators.variant = asker.variant;
    return validators;
}

} // namespace baotin::crawler
