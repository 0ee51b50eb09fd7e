#pragma once

#include "net/http.hpp"

#include <curl/curl.h>

#include <string>

namespace baotin::net {

/// What a transfer that ended with `code` (not CURLE_OK) means to our callers. `reason` is curl's own
/// sentence, may be empty.
FetchFailure describe(CURLcode code, std::string reason);

} // namespace baotin::net
