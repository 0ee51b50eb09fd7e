#include "daemon/site_identity.hpp"

#include "parsers/html/selector.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/province_mentions.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace baotin::daemon {
namespace {

constexpr std::size_t kLongestName = 80;

std::string without_www(std::string host)
{
    return host.starts_with("www.") ? host.substr(4) : host;
}

std::vector<std::string> labels_of(std::string_view host)
{
    std::vector<std::string> labels;
    while (!host.empty()) {
        const auto label = host.substr(0, host.find('.'));
        labels.emplace_back(label);
        host.remove_prefix(std::min(label.size() + 1, host.size()));
    }
    return labels;
}

/// The host without what every host ends with: `congan.haiphong.gov.vn` → `congan-haiphong`.
std::string id_of(const parsers::UrlParts& parts)
{
    auto labels = labels_of(without_www(parts.host));
    constexpr std::string_view kinds[] = {"gov", "com", "org", "edu", "net", "info", "ac", "co"};
    const bool is_name =
        !labels.empty() && labels.back().find_first_not_of("0123456789]") != std::string::npos;
    if (is_name && labels.size() > 1) labels.pop_back();
    if (is_name && labels.size() > 1 && std::ranges::find(kinds, labels.back()) != std::end(kinds))
        labels.pop_back();
    std::string id;
    for (const auto& label : labels)
        id += (id.empty() ? "" : "-") + label;
    for (char& c : id)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) c = '-';
    id.erase(0, std::min(id.find_first_not_of('-'), id.size()));
    if (parts.port != 80 && parts.port != 443) id += fmt::format("-{}", parts.port);
    return id.empty() || id == config::kGenericSite ? "site-" + id : id;
}

std::string first_content(parsers::html::Node root, std::string_view selector)
{
    const auto compiled = parsers::html::Selector::compile(selector).value();
    for (const auto& match : compiled.select(root)) {
        auto text = parsers::canonical_line(match.node.attribute("content").value_or(""));
        if (!text.empty()) return text;
    }
    return {};
}

bool names_a_publisher(const std::string& folded)
{
    constexpr std::string_view words[] = {
        "bao",     "cong an",      "dai",  "truyen hinh",     "cong thong tin",
        "tap chi", "thong tan xa", "ubnd", "uy ban nhan dan", "online"};
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return parsers::contains_words(folded, word); });
}

/// Of `Trang chủ - Công an tỉnh Sơn La` or `Chính trị | Báo Công Thương` the part that names a publisher;
/// else the first that is no greeting.
std::string name_in_title(std::string_view title)
{
    std::string best;
    while (!title.empty()) {
        auto end = title.size();
        std::size_t width = 0;
        for (const std::string_view mark : {" - ", " | ", " – ", " :: ", " — "})
            if (const auto at = title.find(mark); at < end) {
                end = at;
                width = mark.size();
            }
        auto part = parsers::canonical_line(title.substr(0, end));
        const auto folded = parsers::fold(part);
        if (names_a_publisher(folded)) return part;
        const bool greeting = folded.starts_with("trang chu") || folded == "home" ||
                              folded.starts_with("tin tuc") || folded.starts_with("tin moi");
        if (!greeting && best.empty()) best = std::move(part);
        title.remove_prefix(std::min(end + width, title.size()));
    }
    return best;
}

std::string name_of(const parsers::html::Tree* front, const std::string& host)
{
    if (front == nullptr) return host;
    auto name = first_content(front->root(), "meta[property='og:site_name'], meta[name='application-name']");
    if (name.empty()) {
        const auto titles = parsers::html::Selector::compile("head > title").value().select(front->root());
        if (!titles.empty())
            name =
                name_in_title(parsers::canonical_line(parsers::html::visible_text(titles.front().node, {})));
    }
    if (name.empty()) name = name_in_title(first_content(front->root(), "meta[property='og:title']"));
    return name.empty() || name.size() > 2 * kLongestName ? host : name;
}

config::SiteKind kind_of(const std::string& host, const std::string& name)
{
    const auto folded = parsers::fold(name);
    // Newspapers of the police (`Báo Công an Nhân dân`) are press.
    if (parsers::contains_words(folded, "bao")) return config::SiteKind::press;
    if (host.find("congan") != std::string::npos || parsers::contains_words(folded, "cong an"))
        return config::SiteKind::police;
    return host.ends_with(".gov.vn") ? config::SiteKind::government : config::SiteKind::press;
}

/// The longest province's name in a label: `baobacninhtv`, `congan.haiphong`.
std::optional<parsers::Province> province_in_host(const std::string& host)
{
    constexpr std::size_t shortest = 5; // `hue` stands in other words
    std::optional<parsers::Province> best;
    std::size_t longest = 0;
    for (const auto& label : labels_of(host)) {
        if (const auto whole = parsers::find_province(label)) return whole;
        for (const auto& province : parsers::provinces()) {
            auto key = parsers::fold(province.name);
            std::erase_if(key, [](char c) { return c < 'a' || c > 'z'; });
            if (key.size() >= std::max(shortest, longest + 1) && label.find(key) != std::string::npos) {
                best = province;
                longest = key.size();
            }
        }
    }
    return best;
}

} // namespace

SiteIdentity identify_site(std::string_view url, const parsers::html::Tree* front)
{
    const auto parts = parsers::split_url(url).value();
    const bool usual =
        (parts.scheme == "http" && parts.port == 80) || (parts.scheme == "https" && parts.port == 443);
    SiteIdentity site;
    site.id = id_of(parts);
    site.name = name_of(front, without_www(parts.host));
    site.home =
        fmt::format("{}://{}{}/", parts.scheme, parts.host, usual ? "" : fmt::format(":{}", parts.port));
    site.kind = kind_of(parts.host, site.name);
    const auto named = parsers::provinces_mentioned(site.name);
    site.province =
        named.size() == 1 ? std::optional(named.front()) : province_in_host(without_www(parts.host));
    return site;
}

} // namespace baotin::daemon
