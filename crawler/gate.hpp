#pragma once

#include "archive/page.hpp"
#include "net/http.hpp"

#include <string_view>

namespace baotin::crawler {

/// May the page's validators and hash be used? Only while it was last read by today's rules, and only where
/// that visit saw the page as it is: otherwise "not modified" would freeze a wrong reading.
bool gates_hold(const archive::Page& page, std::string_view reading_today);

/// Who asks, as far as an answer may vary by it (RFC 9111 §4.1): the rest of our request headers never
/// changes within a version.
struct Asker {
    Asker(std::string_view user_agent, bool its_cookies = false);

    std::uint64_t variant; ///< hash of our headers
    bool cookies;          ///< they change from visit to visit
};

/// The request for a page: conditional where the gates hold and the validators were given to the same asker.
/// Asks for compressed bodies, which stay as sent.
net::Request conditional_request(const archive::Page& page, std::string_view url, bool conditional,
                                 const Asker& asker);

/// What says that the page shows what it did, cheapest first.
enum class Gate {
    not_modified, ///< 304
    same_bytes,   ///< the body as sent is the one of the last visit
    same_regions, ///< only what the site's rules do not see has changed
    read          ///< it must be read
};
std::string_view to_string(Gate gate);

/// By the answer alone, unread: never `same_regions`.
Gate pass_gate(const archive::Page& page, const net::Response& response, bool conditional);

/// What the next visit compares: the hash of the response's wire bytes and, where its `Vary` does not say
/// that the next answer may be another in any case, its validators.
archive::Validators validators_of(const net::Response& response, const Asker& asker);

} // namespace baotin::crawler
