#include "parsers/metadata.hpp"

#include "parsers/date.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/json_ld.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/url.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

namespace baotin::parsers {
namespace {

char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// The page's `<meta>` and `<link>` elements and its itemprops, by lower-case name. The first of a name
/// counts.
class Head {
public:
    explicit Head(html::Node root)
    {
        static const auto elements = html::Selector::compile("meta[content], [itemprop], link[href]").value();
        for (const auto& match : elements.select(root)) {
            if (match.node.tag() == "link")
                links_.push_back(match.node);
            else
                add(match.node);
        }
    }

    /// The first of these names that stands in the page and is not empty.
    [[nodiscard]] std::optional<Stated> first(std::initializer_list<std::string_view> names) const
    {
        for (auto name : names)
            if (auto found = stated_.find(name); found != stated_.end())
                return Stated{found->second, "meta " + found->first};
        return std::nullopt;
    }
    [[nodiscard]] const std::vector<html::Node>& links() const { return links_; }

private:
    void add(html::Node node)
    {
        for (auto attribute : {"property", "name", "itemprop"}) {
            auto name = node.attribute(attribute);
            if (!name) continue;
            std::string key(*name);
            std::ranges::transform(key, key.begin(), lower_ascii);
            if (key == "articlebody" || stated_.contains(key)) continue;
            auto text = canonical_line(value(node));
            if (!text.empty()) stated_.emplace(std::move(key), std::move(text));
        }
    }
    static std::string value(html::Node node)
    {
        for (auto attribute : {"content", "datetime"})
            if (auto text = node.attribute(attribute)) return std::string(*text);
        return html::is_longer(node, 4096) ? std::string() : html::visible_text(node, {});
    }

    std::map<std::string, std::string, std::less<>> stated_;
    std::vector<html::Node> links_;
};

std::optional<Stated> or_else(std::optional<Stated> first, std::optional<Stated> second)
{
    return first ? std::move(first) : std::move(second);
}

std::optional<Stated> from_json_ld(const std::optional<std::string>& text, std::string_view name)
{
    auto line = canonical_line(text.value_or(""));
    if (line.empty()) return std::nullopt;
    return Stated{std::move(line), "JSON-LD " + std::string(name)};
}

std::optional<Stated> dated(std::optional<Stated> stated, Time reference)
{
    auto date = stated ? read_date(stated->text, reference) : std::nullopt;
    if (!date) return std::nullopt;
    return Stated{std::move(*date), std::move(stated->where)};
}

std::optional<Stated> time_element(html::Node root, Time reference)
{
    static const auto times = html::Selector::compile("time[datetime]").value();
    for (const auto& match : times.select(root))
        if (auto date = read_date(*match.node.attribute("datetime"), reference))
            return Stated{*date, "time datetime"};
    return std::nullopt;
}

std::optional<Stated> published(const Head& head, const JsonLdArticle& json, html::Node root, Time reference)
{
    if (auto found = dated(from_json_ld(json.published, "datePublished"), reference)) return found;
    for (auto name : std::to_array<std::string_view>(
             {"article:published_time", "og:article:published_time", "og:published_time", "datepublished",
              "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
              "article_date_original", "parsely-pub-date", "sailthru.date", "dc.date.issued",
              "dcterms.created", "dc.date", "dc.date.created", "date", "datecreated"}))
        if (auto found = dated(head.first({name}), reference)) return found;
    return time_element(root, reference);
}

/// Sites state their own name, or the address of a profile, where the author should stand.
std::optional<Stated> author(const Head& head, const JsonLdArticle& json)
{
    auto site = head.first({"og:site_name", "application-name"});
    auto is_person = [&](const Stated& stated) {
        return !stated.text.starts_with("http") && stated.text.size() < 200 &&
               (!site || fold(stated.text) != fold(site->text));
    };
    if (auto found = from_json_ld(json.author, "author"); found && is_person(*found)) return found;
    for (auto name : {"article:author_name", "article:author", "author", "dc.creator", "dcterms.creator",
                      "byl", "parsely-author", "sailthru.author"})
        if (auto found = head.first({name}); found && is_person(*found)) return found;
    return std::nullopt;
}

std::string base_url(html::Node root, std::string_view url)
{
    static const auto bases = html::Selector::compile("base[href]").value();
    for (const auto& match : bases.select(root))
        if (auto base = normalise_url(*match.node.attribute("href"), url)) return *base;
    return std::string(url);
}

bool says(html::Node link, std::string_view attribute, std::string_view word)
{
    auto text = std::string(link.attribute(attribute).value_or(""));
    std::ranges::transform(text, text.begin(), lower_ascii);
    return (" " + text + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

} // namespace

std::optional<std::string> read_canonical_url(const html::Tree& tree, std::string_view url)
{
    static const auto links = html::Selector::compile("link[rel~=canonical i][href]").value();
    for (const auto& match : links.select(tree.root()))
        if (auto href = *match.node.attribute("href"); !href.empty())
            if (auto found = normalise_url(href, base_url(tree.root(), url))) return found;
    return std::nullopt;
}

Metadata read_metadata(const html::Tree& tree, std::string_view url, Time reference)
{
    auto root = tree.root();
    Head head(root);
    auto json = read_json_ld(tree).value_or(JsonLdArticle{});
    Metadata found;
    found.title =
        or_else(from_json_ld(json.headline, "headline"),
                head.first({"og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "title"}));
    found.summary = or_else(head.first({"og:description", "twitter:description"}),
                            or_else(from_json_ld(json.description, "description"),
                                    head.first({"description", "dc.description", "dcterms.abstract"})));
    found.author = author(head, json);
    found.published_at = published(head, json, root, reference);
    found.canonical_url = read_canonical_url(tree, url);
    auto base = base_url(root, url);
    for (auto link : head.links()) {
        auto href = *link.attribute("href");
        bool feed = says(link, "type", "application/rss+xml") || says(link, "type", "application/atom+xml") ||
                    says(link, "type", "application/feed+json");
        if (!found.feed_url && feed && says(link, "rel", "alternate"))
            found.feed_url = normalise_url(href, base);
    }
    return found;
}

} // namespace baotin::parsers
