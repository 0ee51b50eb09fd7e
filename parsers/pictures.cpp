#include "parsers/pictures.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace baotin::parsers {
namespace {

constexpr int kSmallest = 32; // pixels: less is an icon, a face or a pixel that counts readers

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && html::is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && html::is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

bool is_tiny(html::Node element)
{
    for (auto name : {"width", "height"}) {
        auto text = trimmed(element.attribute(name).value_or(""));
        int pixels = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pixels);
        bool percent = end != text.data() + text.size() && *end == '%';
        if (error == std::errc() && !percent && pixels < kSmallest) return true;
    }
    return false;
}

/// `a.jpg 480w, b.jpg 960w` → `b.jpg` (HTML, section 4.8.4.2.1). A URL may hold commas, but does not end in
/// one.
std::string_view largest_of(std::string_view srcset)
{
    std::string_view largest;
    double most = -1;
    while (!(srcset = trimmed(srcset)).empty()) {
        auto url = srcset.substr(0, std::min(srcset.find_first_of(" \t\n\r\f"), srcset.size()));
        srcset.remove_prefix(url.size());
        double size = 1;
        if (url.ends_with(',')) {
            url.remove_suffix(1);
        } else {
            auto descriptor = srcset.substr(0, std::min(srcset.find(','), srcset.size()));
            srcset.remove_prefix(std::min(srcset.size(), descriptor.size() + 1));
            descriptor = trimmed(descriptor);
            std::from_chars(descriptor.data(), descriptor.data() + descriptor.size(), size);
        }
        if (!url.empty() && size > most) {
            largest = url;
            most = size;
        }
    }
    return largest;
}

std::optional<std::string> absolute(std::string_view reference, std::string_view base)
{
    reference = trimmed(reference);
    bool inline_data = html::equals_ignoring_case(reference.substr(0, 5), "data:");
    if (reference.empty() || inline_data || reference.starts_with("about:")) return std::nullopt;
    return normalise_url(reference, base);
}

} // namespace

std::optional<std::string> picture_url(html::Node element, std::string_view base)
{
    if (is_tiny(element)) return std::nullopt;
    for (auto name :
         {"data-original", "data-src", "data-lazy-src", "data-lazy", "data-url", "data-image", "src"})
        if (auto url = absolute(element.attribute(name).value_or(""), base)) return url;
    for (auto name : {"data-srcset", "srcset"})
        if (auto url = absolute(largest_of(element.attribute(name).value_or("")), base)) return url;
    return std::nullopt;
}

void add_pictures(html::Node element, std::string_view base, const std::function<bool(html::Node)>& skipped,
                  std::vector<std::string>& urls)
{
    if (urls.size() >= kMostPictures || !element.is_element() || (skipped && skipped(element))) return;
    if (element.tag() == "img" || element.tag() == "amp-img") {
        auto url = picture_url(element, base);
        if (url && std::ranges::find(urls, *url) == urls.end()) urls.push_back(std::move(*url));
        return;
    }
    for (auto child = element.first_child(); child; child = child.next())
        add_pictures(child, base, skipped, urls);
}

} // namespace baotin::parsers
