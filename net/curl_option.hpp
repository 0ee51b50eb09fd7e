#pragma once

#include <curl/curl.h>
#include <fmt/format.h>

#include <stdexcept>

namespace baotin::net {

/// Throws std::runtime_error where this libcurl refuses the option: a bug or a wrong build, never the web's
/// fault.
template <class Value>
void set_option(CURL* easy, CURLoption option, Value value)
{
    if (const auto code = curl_easy_setopt(easy, option, value); code != CURLE_OK)
        throw std::runtime_error(fmt::format("curl: option {}: {}", int(option), curl_easy_strerror(code)));
}

} // namespace baotin::net
