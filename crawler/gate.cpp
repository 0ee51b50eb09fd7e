#include "crawler/gate.hpp"

#include "parsers/hash.hpp"

#include <string>

namespace baotin::crawler {

bool gates_hold(const archive::Page& page, std::string_view reading_today)
{
    return page.reading == reading_today && archive::succeeded(page.outcome);
}

net::Request conditional_request(const archive::Page& page, std::string_view url, bool conditional)
{
    net::Request request;
    request.url = url;
    request.headers = {{"accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
                       {"accept-language", "vi,en;q=0.5"},
                       {"accept-encoding", "gzip, deflate, br, zstd"}};
    // A validator belongs to the address that gave it: after a redirect it would ask about another page.
    if (!conditional || page.url != url) return request;
    const auto& validators = page.validators;
    if (!validators.etag.empty()) request.headers.emplace_back("if-none-match", validators.etag);
    if (!validators.last_modified.empty())
        request.headers.emplace_back("if-modified-since", validators.last_modified);
    return request;
}

Gate pass_gate(const archive::Page& page, const net::Response& response, bool conditional)
{
    if (!conditional) return Gate::read;
    if (response.status == 304) return Gate::not_modified;
    bool same =
        page.validators.wire_hash != 0 && page.validators.wire_hash == parsers::quick_hash(response.body);
    return same ? Gate::same_bytes : Gate::read;
}

archive::Validators validators_of(const net::Response& response)
{
    return {std::string(response.header("etag").value_or("")),
            std::string(response.header("last-modified").value_or("")), parsers::quick_hash(response.body)};
}

} // namespace baotin::crawler
