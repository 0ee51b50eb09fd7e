#include "parsers/discovery.hpp"

#include "parsers/html/attribute_fit.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/ascii.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/url.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace baotin::parsers {
namespace {

constexpr std::string_view kFeedTypes[] = {"application/rss+xml",
                                           "application/atom+xml",
                                           "application/rdf+xml",
                                           "application/feed+json",
                                           "application/json",
                                           "application/xml",
                                           "text/xml",
                                           "application/rss",
                                           "application/atom",
                                           "text/rss+xml",
                                           "text/rss",
                                           "application/x-rss+xml"};

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends)
{
    return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}

bool is_feed_type(std::string_view type)
{
    const std::string name = lowered(canonical_line(type.substr(0, type.find(';'))));
    return std::ranges::find(kFeedTypes, name) != std::end(kFeedTypes);
}

/// WordPress announces the comments of every page beside its articles.
bool is_of_comments(std::string_view address, std::string_view title)
{
    return lowered(address).find("comments") != std::string::npos ||
           contains_words(fold(title), "binh luan") || contains_words(fold(title), "comments");
}

/// WordPress names its API, and many name their oEmbed, by feed types.
bool is_interface(std::string_view address)
{
    return address.find("/wp-json") != std::string_view::npos ||
           address.find("oembed") != std::string_view::npos ||
           ends_with_any(address, {"manifest.json", "/xmlrpc.php", "/xmlrpc.php?rsd"});
}

enum class Kind { nothing, feed, feed_list, sitemap };

/// What an address looks like by itself.
Kind kind_of(const UrlParts& parts)
{
    const std::string path = lowered(parts.path);
    const std::string last = path.substr(path.find_last_of('/', path.size() - 2) + 1);
    const std::string query = lowered(parts.query);
    if (path.find("sitemap") != std::string::npos && ends_with_any(path, {".xml", ".xml.gz", ".txt"}))
        return Kind::sitemap;
    if (ends_with_any(path, {".rss", ".atom", ".rdf"}) ||
        ends_with_any(last, {"feed.xml", "rss.xml", "atom.xml", "feed.json"}))
        return Kind::feed;
    if (query.find("format=feed") != std::string::npos || query.find("feed=rss") != std::string::npos ||
        query.find("type=rss") != std::string::npos)
        return Kind::feed;
    const std::string name = last.substr(0, last.find_first_of("./"));
    if (ends_with_any(last, {".html", ".htm", ".chn", ".aspx", ".bbg", ".vnp"}) &&
        (name == "rss" || name == "rss-feed" || name == "rss-feeds" || name == "kenh-rss"))
        return Kind::feed_list;
    if (path.find("/rss/") != std::string::npos && path.size() > path.find("/rss/") + 5)
        return ends_with_any(last, {".html", ".htm"}) ? Kind::feed_list : Kind::feed;
    if (name == "feed" || name == "rss" || name == "feeds" || name == "atom") return Kind::feed;
    return Kind::nothing;
}

class Finder {
public:
    Finder(const html::Tree& tree, std::string_view url) : root_(tree.root()), url_(url), base_(url)
    {
        static const auto bases = html::Selector::compile("base[href]").value();
        for (const auto& match : bases.select(root_)) {
            if (auto base = normalise_url(*match.node.attribute("href"), url)) base_ = *base;
            break;
        }
    }

    Discovered find()
    {
        static const auto declared = html::Selector::compile("link[href]").value();
        static const auto links = html::Selector::compile("a[href]").value();
        for (const auto& match : declared.select(root_))
            declare(match.node);
        for (const auto& match : links.select(root_))
            follow(match.node);
        return std::move(found_);
    }

private:
    void declare(html::Node node)
    {
        const std::string_view relation = node.attribute("rel").value_or("");
        const auto address = its_address(node);
        if (!address) return;
        if (html::has_word(relation, "sitemap", true)) return add(found_.sitemaps, *address);
        const bool feed_of_old = html::has_word(relation, "feed", true);
        if (!feed_of_old && (!html::has_word(relation, "alternate", true) ||
                             !is_feed_type(node.attribute("type").value_or(""))))
            return;
        if (!is_of_comments(*address, node.attribute("title").value_or("")) && !is_interface(*address))
            add(found_.feeds, *address);
    }

    void follow(html::Node node)
    {
        const auto address = its_address(node);
        const auto parts = address ? split_url(*address) : std::nullopt;
        if (!parts || is_of_comments(*address, {}) || is_interface(*address)) return;
        Kind kind = kind_of(*parts);
        if (kind == Kind::nothing) {
            const std::string words = fold(canonical_line(html::visible_text(node, {})));
            if (words == "rss" || words == "kenh rss" || words == "rss feed" || words == "rss feeds")
                kind = Kind::feed_list;
        }
        if (kind == Kind::feed) add(found_.feeds, *address);
        if (kind == Kind::feed_list) add(found_.feed_lists, *address);
        if (kind == Kind::sitemap) add(found_.sitemaps, *address);
    }

    [[nodiscard]] std::optional<std::string> its_address(html::Node node) const
    {
        auto address = normalise_url(*node.attribute("href"), base_);
        if (address && !same_site(*address, url_)) return std::nullopt;
        return address;
    }

    static void add(std::vector<std::string>& list, const std::string& address)
    {
        if (std::ranges::find(list, address) == list.end()) list.push_back(address);
    }

    html::Node root_;
    std::string url_, base_;
    Discovered found_;
};

} // namespace

Discovered discover_in_html(const html::Tree& tree, std::string_view url)
{
    return Finder(tree, url).find();
}

} // namespace baotin::parsers
