#pragma once

#include "archive/page.hpp"
#include "net/http.hpp"

#include <string_view>

namespace baotin::crawler {

/// May the page's validators and hash be used? Only while it was last read by today's rules, and only where
/// that visit saw the page as it is: otherwise "not modified" would freeze a wrong reading.
bool gates_hold(const archive::Page& page, std::string_view reading_today);

/// The request for a page: conditional where the gates hold. Asks for compressed bodies, which stay as sent.
net::Request conditional_request(const archive::Page& page, std::string_view url, bool conditional);

/// What the answer's head alone says about the page, cheapest first.
enum class Gate {
    not_modified, ///< 304
    same_bytes,   ///< the body as sent is the one of the last visit
    read          ///< it must be read
};
Gate pass_gate(const archive::Page& page, const net::Response& response, bool conditional);

/// What the next visit compares: the response's validators and the hash of its wire bytes.
archive::Validators validators_of(const net::Response& response);

} // namespace baotin::crawler
