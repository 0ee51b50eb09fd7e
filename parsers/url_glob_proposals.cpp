#include "parsers/url_glob_proposals.hpp"

#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace baotin::parsers {
namespace {

constexpr std::size_t kMostExclusions = 4; // more, and the globs say nothing about the articles
constexpr std::size_t kFewestWords = 3, kMostWords = 8;

struct Path {
    std::string url;
    std::vector<std::string> segments; ///< without the slashes
    bool slash = false;                ///< ends with one
    [[nodiscard]] std::string_view last() const { return segments.back(); }
};

std::optional<Path> path_of(const std::string& url)
{
    auto parts = split_url(url);
    if (!parts) return std::nullopt;
    Path path{.url = url, .segments = {}};
    for (std::size_t begin = 1; begin < parts->path.size();) {
        auto end = std::min(parts->path.find('/', begin), parts->path.size());
        path.segments.push_back(parts->path.substr(begin, end - begin));
        begin = end + 1;
    }
    path.slash = parts->path.size() > 1 && parts->path.ends_with('/');
    if (path.segments.empty()) return std::nullopt;
    return path;
}

/// The articles' own site: that of most of them.
std::string site_of(const std::vector<Link>& links)
{
    std::map<std::string, int> hosts;
    for (const auto& link : links)
        ++hosts[host_key(link.url)];
    auto most = std::ranges::max_element(hosts, {}, [](const auto& each) { return each.second; });
    return most == hosts.end() ? std::string() : most->first;
}

std::string ending_of(const Path& path)
{
    if (path.slash) return "/";
    auto dot = path.last().rfind('.');
    return dot == std::string_view::npos || path.last().size() - dot > 6
               ? ""
               : std::string(path.last().substr(dot));
}

/// The value that `of` has for all paths, or nothing.
template <typename Of>
auto common(const std::vector<Path>& paths, Of of) -> std::optional<decltype(of(paths.front()))>
{
    auto value = of(paths.front());
    bool all = std::ranges::all_of(paths, [&](const Path& path) { return of(path) == value; });
    return all ? std::optional(value) : std::nullopt;
}

/// What stands before the last segment: directories that all share by name, the others as `*`, or `**` where
/// the depths differ.
std::vector<std::string> beginnings(const std::vector<Path>& paths)
{
    auto first =
        common(paths, [](const Path& path) { return path.segments.size() > 1 ? path.segments.front() : ""; });
    auto depth = common(paths, [](const Path& path) { return path.segments.size(); });
    std::vector<std::string> found;
    if (depth) {
        std::string begin = "/";
        for (std::size_t i = 0; i + 1 < *depth; ++i) {
            auto same = common(paths, [i](const Path& path) { return path.segments[i]; });
            begin += same.value_or("*") + "/";
        }
        found.push_back(std::move(begin));
    }
    if (first && !first->empty()) found.push_back(fmt::format("/{}/**", *first));
    found.emplace_back("/**");
    return found;
}

/// What comes before the number at the end of a slug: `-20` of a time stamp, `-post`, `-i`.
std::string marker_of(const Path& path)
{
    auto slug = path.last().substr(0, path.last().rfind('.'));
    auto end = slug.find_last_not_of("0123456789");
    if (end == slug.npos || end + 1 == slug.size()) return {};
    auto begin = slug.rfind('-', end);
    if (begin == slug.npos || end - begin > 6) return {};
    auto marker = std::string(slug.substr(begin, end + 1 - begin));
    auto digits = slug.substr(end + 1);
    return marker == "-" && digits.size() >= 12 && digits.starts_with("20") ? "-20" : marker;
}

/// Ways to write the last segment, the simplest first.
std::vector<std::string> slugs(const std::vector<Path>& paths)
{
    auto ending = common(paths, ending_of).value_or("");
    std::vector<std::string> found{"*" + ending};
    if (auto marker = common(paths, marker_of); marker && !marker->empty())
        found.push_back("*" + *marker + "*" + ending);
    std::size_t fewest = kMostWords;
    for (const auto& path : paths)
        fewest = std::min(fewest, static_cast<std::size_t>(std::ranges::count(path.last(), '-')) + 1);
    for (auto words = kFewestWords; words <= fewest; ++words) {
        std::string slug = "*";
        for (std::size_t i = 1; i < words; ++i)
            slug += "-*";
        found.push_back(slug + ending);
    }
    return found;
}

/// `glob`, and the exclusions without which it would take other links; nothing where they are too many.
std::vector<std::string> with_exclusions(const std::string& glob, const std::vector<Path>& articles,
                                         const std::vector<Path>& others)
{
    UrlGlobs globs({glob});
    std::set<std::string> taken, ours;
    for (const auto& path : articles)
        if (path.segments.size() > 1) ours.insert(path.segments.front());
    for (const auto& path : others) {
        if (!globs.matches(path.url)) continue;
        if (path.segments.size() < 2 || ours.contains(path.segments.front())) return {};
        taken.insert(path.segments.front());
    }
    if (taken.size() > kMostExclusions) return {};
    std::vector<std::string> all{glob};
    for (const auto& directory : taken)
        all.push_back(fmt::format("!/{}/**", directory));
    return all;
}

} // namespace

std::vector<std::string> propose_url_globs(const std::vector<Link>& articles,
                                           const std::vector<Link>& all_links)
{
    auto site = site_of(articles);
    std::vector<Path> wanted, others;
    std::set<std::string> urls;
    for (const auto& link : articles)
        if (auto path = host_key(link.url) == site ? path_of(link.url) : std::nullopt;
            path && urls.insert(link.url).second)
            wanted.push_back(std::move(*path));
    for (const auto& link : all_links)
        if (auto path = host_key(link.url) == site ? path_of(link.url) : std::nullopt;
            path && urls.insert(link.url).second)
            others.push_back(std::move(*path));
    if (wanted.empty()) return {};
    std::vector<std::string> best;
    for (const auto& slug : slugs(wanted)) {
        for (const auto& begin : beginnings(wanted)) {
            auto glob = begin.ends_with("**") ? begin + slug.substr(1) : begin + slug;
            auto globs = with_exclusions(glob, wanted, others);
            bool takes_all = !globs.empty() && std::ranges::all_of(wanted, [&](const Path& path) {
                return UrlGlobs(globs).matches(path.url); // `!/a/**` shuts the article `/a/` out, too
            });
            if (takes_all && (best.empty() || globs.size() < best.size())) best = std::move(globs);
        }
    }
    return best;
}

} // namespace baotin::parsers
