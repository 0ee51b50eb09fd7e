#include "parsers/url.hpp"

#include "parsers/text/ascii.hpp"
#include "parsers/url_host.hpp"
#include "parsers/url_reference.hpp"

#include <curl/urlapi.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <new>

namespace baotin::parsers {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kMaxUrl = 8192;
/// Parameters that only say where a reader came from.
constexpr std::array<std::string_view, 21> kTracking = {
    "fbclid", "gclid",     "gclsrc", "dclid",  "gbraid", "wbraid", "msclkid",
    "yclid",  "twclid",    "ttclid", "igshid", "igsh",   "zarsrc", "mc_cid",
    "mc_eid", "fb_source", "fb_ref", "_hsenc", "_hsmi",  "_gl",    "_ga"};

/// The parts as curl's parser reads them: numeric hosts and dot segments settled, broken ports refused.
class Parsed {
public:
    explicit Parsed(const std::string& url) : handle_(curl_url(), &curl_url_cleanup)
    {
        if (!handle_) throw std::bad_alloc();
        good_ = curl_url_set(handle_.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK;
    }

    [[nodiscard]] bool good() const { return good_; }

    [[nodiscard]] std::string part(CURLUPart what, unsigned flags = 0) const
    {
        char* text = nullptr;
        if (curl_url_get(handle_.get(), what, &text, flags) != CURLUE_OK) return {};
        const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
        return text;
    }

private:
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle_;
    bool good_ = false;
};

bool is_tracking(std::string_view parameter)
{
    const std::string key = lowered(parameter.substr(0, parameter.find('=')));
    return key.starts_with("utm_") || std::ranges::find(kTracking, key) != kTracking.end();
}

std::string without_tracking(std::string_view query)
{
    std::string kept;
    while (!query.empty()) {
        const std::string_view parameter = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(parameter.size() + 1, query.size()));
        if (parameter.empty() || is_tracking(parameter)) continue;
        if (!kept.empty()) kept += '&';
        kept += parameter;
    }
    return kept;
}

/// `https://baobacninh.vn`, where the address begins so plainly that nothing has to be settled: a name in
/// small letters, no port.
std::optional<std::string_view> plain_origin(std::string_view url)
{
    const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    if (scheme == 0) return std::nullopt;
    const std::size_t end = std::min(url.find_first_of("/?#", scheme), url.size());
    const std::string_view host = url.substr(scheme, end - scheme);
    // What begins with a letter behind the last dot is no number, and so the host no IP address.
    const std::size_t last = host.rfind('.') + 1; // npos + 1 is 0
    const bool named = last < host.size() && host[last] >= 'a' && host[last] <= 'z';
    if (!named || host.front() == '[' || !is_good_host(host)) return std::nullopt;
    return url.substr(0, end);
}

/// A path of plain characters without dot segments or empty ones.
bool is_plain_path(std::string_view path)
{
    if (!path.starts_with('/')) return false;
    char before = 0;
    for (const char c : path) {
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(static_cast<unsigned char>(c));
        if (!letter && c != '-' && c != '_' && c != '.' && c != '/') return false;
        if (before == '/' && (c == '/' || c == '.')) return false;
        before = c;
    }
    return true;
}

/// Most addresses of most pages are normal as they stand; curl's parser takes ten times as long to say so.
std::optional<std::string> normal_already(std::string_view reference, std::string_view base)
{
    const auto origin = plain_origin(reference.starts_with('/') ? base : reference);
    if (!origin) return std::nullopt;
    const std::string_view path = reference.starts_with('/') ? reference : reference.substr(origin->size());
    if (!is_plain_path(path) || origin->size() + path.size() > kMaxUrl) return std::nullopt;
    std::string url(*origin);
    url += path;
    return url;
}

std::string_view without_www(std::string_view host)
{
    if (host.starts_with("www.") && host.find('.', 4) != npos) host.remove_prefix(4);
    return host;
}

} // namespace

std::optional<std::string> normalise_url(std::string_view reference, std::string_view base)
{
    if (reference.size() > kMaxUrl || base.size() > kMaxUrl) return std::nullopt;
    if (auto normal = normal_already(reference, base)) return normal;
    const auto resolved = resolve_reference(reference, base);
    if (!resolved) return std::nullopt;
    const std::string authority = normal_authority(resolved->authority);
    if (authority.empty()) return std::nullopt;
    const Parsed parsed(resolved->scheme + "://" + authority + normal_escapes(resolved->path));
    if (!parsed.good()) return std::nullopt;
    const std::string host = lowered(parsed.part(CURLUPART_HOST));
    const std::string port = parsed.part(CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    if (!is_good_host(host) || port == "0") return std::nullopt;
    std::string url = resolved->scheme + "://" + host;
    if (!port.empty()) url += ':' + port;
    const std::string path = parsed.part(CURLUPART_PATH);
    url += path.empty() ? "/" : path;
    if (const std::string query = without_tracking(normal_escapes(resolved->query, "'")); !query.empty())
        url += '?' + query;
    if (url.size() > kMaxUrl) return std::nullopt;
    return url;
}

std::optional<UrlParts> split_url(std::string_view normal)
{
    UrlParts parts;
    const std::size_t colon = normal.find("://");
    parts.scheme = normal.substr(0, colon);
    if (colon == npos || (parts.scheme != "http" && parts.scheme != "https")) return std::nullopt;
    normal.remove_prefix(colon + 3);
    std::string_view authority = normal.substr(0, normal.find_first_of("/?#"));
    normal.remove_prefix(authority.size());
    parts.port = parts.scheme == "https" ? 443 : 80;
    if (const std::size_t at = authority.rfind(':'); at != npos && authority.back() != ']') {
        const std::string_view port = authority.substr(at + 1);
        const auto read = std::from_chars(port.data(), port.data() + port.size(), parts.port);
        if (read.ptr != port.data() + port.size() || read.ec != std::errc{} || parts.port < 1 ||
            parts.port > 65535)
            return std::nullopt;
        authority.remove_suffix(port.size() + 1);
    }
    if (authority.empty()) return std::nullopt;
    parts.host = authority;
    normal = normal.substr(0, normal.find('#'));
    const std::size_t question = normal.find('?');
    parts.path = normal.substr(0, question);
    if (parts.path.empty()) parts.path = "/";
    if (question != npos) parts.query = normal.substr(question + 1);
    return parts;
}

std::string host_key(std::string_view normal)
{
    const auto parts = split_url(normal);
    if (!parts) return {};
    const bool usual = parts->port == 80 || parts->port == 443;
    return usual ? parts->host : parts->host + ':' + std::to_string(parts->port);
}

bool same_site(std::string_view a, std::string_view b)
{
    const std::string first = host_key(a);
    const std::string second = host_key(b);
    return !first.empty() && without_www(first) == without_www(second);
}

} // namespace baotin::parsers
