#include "net/retry_after.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace baotin::net {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::optional<std::chrono::sys_seconds> read_http_date(std::string_view value)
{
    auto date = curl_getdate(std::string(value).c_str(), nullptr);
    if (date < 0) return std::nullopt;
    return std::chrono::sys_seconds(seconds(date));
}

std::optional<milliseconds> read_retry_after(std::string_view value, std::chrono::sys_time<milliseconds> now)
{
    constexpr milliseconds longest = std::chrono::hours(24);
    long long number = 0;
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    bool is_number = !value.empty() && end == value.data() + value.size();
    if (is_number && value.front() == '-') return std::nullopt;
    if (is_number && error == std::errc::result_out_of_range) return longest;
    if (is_number && error == std::errc{})
        return milliseconds(std::min<long long>(number, seconds(std::chrono::hours(24)).count()) * 1000);
    auto date = read_http_date(value);
    if (!date) return std::nullopt;
    auto wait = *date - now;
    if (wait <= milliseconds::zero()) return std::nullopt;
    return std::min<milliseconds>(wait, longest);
}

} // namespace baotin::net
