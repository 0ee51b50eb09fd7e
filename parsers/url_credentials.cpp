#include "parsers/url_credentials.hpp"

namespace baotin::parsers {

std::string without_credentials(std::string_view url)
{
    const auto colon = url.find("//");
    const auto begin = colon == url.npos ? 0 : colon + 2;
    const auto authority = url.substr(begin, url.substr(begin).find_first_of("/?#\\"));
    const auto at = authority.rfind('@');
    if (at == authority.npos) return std::string(url);
    return std::string(url.substr(0, begin)).append(url.substr(begin + at + 1));
}

} // namespace baotin::parsers
