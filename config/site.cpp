#include "config/site.hpp"

#include <utility>

namespace baotin::config {

std::string_view to_string(SiteKind kind)
{
    switch (kind) {
    case SiteKind::police:
        return "police";
    case SiteKind::press:
        return "press";
    case SiteKind::government:
        return "government";
    }
    std::unreachable();
}

std::string_view to_string(SourceKind kind)
{
    switch (kind) {
    case SourceKind::listing:
        return "listing";
    case SourceKind::feed:
        return "feed";
    case SourceKind::sitemap:
        return "sitemap";
    }
    std::unreachable();
}

} // namespace baotin::config
