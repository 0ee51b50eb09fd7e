#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// A URL's authority as the URL Standard reads it: without credentials, in lower case, with its letters in
/// ASCII (IDN, punycode); the port as written. Empty where that is impossible.
std::string normal_authority(std::string_view written);

/// Is this a host that DNS can hold, or an IPv6 address in brackets (which curl's parser has judged)?
bool is_good_host(std::string_view host);

} // namespace baotin::parsers
