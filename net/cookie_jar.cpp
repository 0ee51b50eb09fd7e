#include "net/cookie_jar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace baotin::net {
namespace {

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

List lines_of(CURL* easy)
{
    curl_slist* lines = nullptr;
    curl_easy_getinfo(easy, CURLINFO_COOKIELIST, &lines);
    return List(lines);
}

/// Netscape's format, seven fields: the only one of curl's two in which a cookie can be bound to one host.
std::string line_of(std::string_view host, std::string_view name, std::string_view value)
{
    return fmt::format("{}\tFALSE\t/\tFALSE\t0\t{}\t{}", host, name, value);
}

/// RFC 6265 §4.1.1, as browsers take it: no white space, no separators of the header itself.
bool can_be_sent(std::string_view text)
{
    return std::ranges::all_of(text,
                               [](unsigned char c) { return c > ' ' && c < 0x7F && c != ';' && c != ','; });
}

} // namespace

CookieJar::CookieJar() : share_(curl_share_init()), easy_(curl_easy_init())
{
    if (!share_ || !easy_) throw std::runtime_error("curl: no memory for a cookie jar");
    // One thread: no lock functions.
    if (curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE) != CURLSHE_OK ||
        curl_easy_setopt(easy_.get(), CURLOPT_SHARE, share_.get()) != CURLE_OK)
        throw std::runtime_error("curl: cookies cannot be shared");
}

bool CookieJar::put(std::string_view host, std::string_view name, std::string_view value)
{
    const bool good = !host.empty() && !name.empty() && can_be_sent(host) && can_be_sent(name) &&
                      name.find('=') == name.npos && can_be_sent(value);
    if (!good) return false;
    return curl_easy_setopt(easy_.get(), CURLOPT_COOKIELIST, line_of(host, name, value).c_str()) ==
               CURLE_OK &&
           holds(host, name, value);
}

bool CookieJar::holds(std::string_view host, std::string_view name, std::string_view value) const
{
    const auto wanted = line_of(host, name, value);
    const auto lines = lines_of(easy_.get());
    for (const auto* line = lines.get(); line; line = line->next)
        if (wanted == line->data) return true;
    return false;
}

bool CookieJar::empty() const
{
    return lines_of(easy_.get()) == nullptr;
}

} // namespace baotin::net
