#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace baotin::net {

/// An HTTP-date (RFC 9110 §5.6.7), as `Date` and `Retry-After` carry; nothing where it is none.
std::optional<std::chrono::sys_seconds> read_http_date(std::string_view value);

/// How long a `Retry-After` header (RFC 9110 §10.2.3: seconds or an HTTP-date) asks us to wait from `now`: at
/// most a day, so that nobody can silence us for ever; nothing where it is empty, broken or in the past.
std::optional<std::chrono::milliseconds>
read_retry_after(std::string_view value, std::chrono::sys_time<std::chrono::milliseconds> now);

} // namespace baotin::net
