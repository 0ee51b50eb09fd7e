#include "parsers/url.hpp"
#include "parsers/url_credentials.hpp"
#include "parsers/url_glob_proposals.hpp"
#include "parsers/url_shape.hpp"
#include "promise.hpp"

#include <fmt/ranges.h>

#include <algorithm>

/// Input: a base URL, a glob, then references, a line each.
namespace baotin::fuzz {
namespace {

using namespace parsers;

void keeps_its_promises(const std::string& url)
{
    must_be_normal_url(url, "a normal URL");
    must(std::ranges::all_of(url, [](unsigned char c) { return c > 0x20 && c < 0x7F; }),
         "a normal URL is visible ASCII");
    must(url.find('#') == url.npos, "a normal URL has no fragment");
    auto parts = split_url(url);
    must(parts.has_value(), "a normal URL has parts");
    must(parts->scheme == "http" || parts->scheme == "https", "only http and https");
    must(parts->path.starts_with('/'), "a path begins with a slash");
    must(!parts->host.empty() && parts->port > 0 && parts->port < 65536, "a host and a port");
    must(host_key(url).starts_with(parts->host), "a politeness key names the host");
    must(same_site(url, url), "a URL is on its own site");
    must_equal(without_credentials(url), url, "a normal URL holds no credentials");
    if (auto shape = shape_of(url)) must(!shape->key().empty(), "a shape has a key");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto input = view(bytes, size);
    auto base = take_line(input);
    UrlGlobs globs({std::string(take_line(input)), "!/video/**"});
    std::vector<Link> links;
    while (!input.empty()) {
        auto reference = std::string(take_line(input));
        auto url = normalise_url(reference, base);
        must_equal(url.value_or("none"), normalise_url(" " + reference, base).value_or("none"),
                   "a plain URL is told as others are settled");
        if (!url) continue;
        keeps_its_promises(*url);
        static_cast<void>(globs.matches(*url));
        if (links.size() < 20) links.push_back({*url, {}, {}});
    }
    without_credentials(base);
    auto half = std::vector(links.begin(), links.begin() + static_cast<std::ptrdiff_t>(links.size() / 2));
    bool one_site = std::ranges::all_of(half, [&](const Link& link) {
        // What stands at the front page's own path is no article, whatever its query says.
        return host_key(link.url) == host_key(half.front().url) && shape_of(link.url) &&
               split_url(link.url)->path != "/";
    });
    if (auto proposed = propose_url_globs(half, links); one_site && !proposed.empty()) {
        UrlGlobs chosen(proposed);
        for (const auto& link : half)
            must(chosen.matches(link.url),
                 fmt::format("proposed globs take the articles they were made for, and {} is left out by {}",
                             link.url, fmt::join(proposed, " ")));
    }
    return 0;
}
