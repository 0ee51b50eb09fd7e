#include "parsers/metadata.hpp"

#include "parsers/author_names.hpp"
#include "parsers/base_url.hpp"
#include "parsers/date.hpp"
#include "parsers/generic_fields.hpp"
#include "parsers/html/attribute_fit.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/json_ld.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/url.hpp"

#include <algorithm>
#include <array>

namespace baotin::parsers {
namespace {

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

const html::Selector& headline_and_times()
{
    static const auto elements = html::Selector::compile("h1, time[datetime]").value();
    return elements;
}

const html::Selector& shown_paths()
{
    static const auto paths =
        html::Selector::compile("[class*=breadcrumb i], [class*=bread-crumb i], [id*=breadcrumb i], "
                                "[itemtype$=BreadcrumbList], [data-role=cate-name]")
            .value();
    return paths;
}

/// The first `<time>` behind the headline: before it stand clocks and teasers.
std::optional<Stated> time_element(html::Node root, Time reference)
{
    std::optional<Stated> before;
    bool headline = false;
    for (const auto& match : headline_and_times().select(root)) {
        auto stated = match.node.attribute("datetime");
        headline = headline || !stated;
        auto date = stated ? read_date(*stated, reference) : std::nullopt;
        if (!date) continue;
        auto property = match.node.attribute("itemprop").value_or("");
        if (headline || property == "datePublished" || match.node.attribute("pubdate"))
            return Stated{*date, "time datetime"};
        if (!before) before = Stated{*date, "time datetime"};
    }
    return before;
}

/// Reads the statements of one moment, best first.
class Moments {
public:
    explicit Moments(Time reference) : reference_(reference) {}

    void add(std::optional<Stated> stated)
    {
        auto date = stated ? read_date(stated->text, reference_) : std::nullopt;
        // .NET writes the year 1 where it knows no date.
        if (date && *date >= "1990") dates_.push_back({std::move(*date), std::move(stated->where)});
    }
    /// The first, or one of the same day that says the hour too.
    [[nodiscard]] std::optional<Stated> best() const
    {
        if (dates_.empty()) return std::nullopt;
        for (const auto& date : dates_)
            if (date.text.size() > dates_.front().text.size() && date.text.starts_with(dates_.front().text))
                return date;
        return dates_.front();
    }

private:
    Time reference_;
    std::vector<Stated> dates_;
};

std::optional<Stated> published(const PageHead& head, const JsonLdArticle& json, html::Node root,
                                Time reference)
{
    Moments moments(reference);
    moments.add(from_json_ld(json.published, "datePublished"));
    for (auto name : std::to_array<std::string_view>({"article:published_time",
                                                      "article:published",
                                                      "og:article:published_time",
                                                      "og:published_time",
                                                      "datepublished",
                                                      "article.published",
                                                      "pubdate",
                                                      "publishdate",
                                                      "publish-date",
                                                      "publish_date",
                                                      "publication_date",
                                                      "published_time",
                                                      "published_at",
                                                      "published",
                                                      "article_date_original",
                                                      "parsely-pub-date",
                                                      "sailthru.date",
                                                      "dc.date.issued",
                                                      "dcterms.issued",
                                                      "dc.date.published",
                                                      "dcterms.created",
                                                      "dc.date",
                                                      "dcterms.date",
                                                      "dc.date.created",
                                                      "date",
                                                      "datecreated",
                                                      "pdate"}))
        moments.add(head.first({name}));
    auto found = moments.best();
    return found ? found : time_element(root, reference);
}

std::optional<Stated> modified(const PageHead& head, const JsonLdArticle& json,
                               const std::optional<Stated>& published, Time reference)
{
    Moments moments(reference);
    moments.add(from_json_ld(json.modified, "dateModified"));
    for (auto name : std::to_array<std::string_view>(
             {"article:modified_time", "article:modified", "og:article:modified_time", "og:updated_time",
              "og:modified_time", "datemodified", "article.updated", "article_date_updated",
              "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "last_modified",
              "revision_date", "revised"}))
        moments.add(head.first({name}));
    auto found = moments.best();
    if (found && published && found->text.size() == published->text.size() && found->text < published->text)
        return std::nullopt;
    return found;
}

/// The site's own names, by which it may state itself as the author.
std::vector<std::string> site_names(const PageHead& head, const JsonLdArticle& json, std::string_view url)
{
    std::vector<std::string> names;
    for (auto name : {"og:site_name", "application-name"})
        for (const auto& each : head.all(name))
            names.push_back(each);
    if (json.publisher) names.push_back(*json.publisher);
    auto normal = normalise_url(url);
    if (auto parts = normal ? split_url(*normal) : std::nullopt) {
        auto host = parts->host.starts_with("www.") ? parts->host.substr(4) : parts->host;
        names.push_back(host.substr(0, host.find('.')));
        names.push_back(std::move(host));
    }
    return names;
}

std::optional<Stated> authors_of(const std::vector<std::string>& stated,
                                 const std::vector<std::string>& sites, std::string where)
{
    std::vector<std::string> known;
    std::string joined;
    for (const auto& each : stated) {
        auto name = clean_author(each, sites);
        if (!name || std::ranges::find(known, *name) != known.end()) continue;
        joined += (joined.empty() ? "" : ", ") + *name;
        known.push_back(std::move(*name));
    }
    if (joined.empty()) return std::nullopt;
    return Stated{std::move(joined), std::move(where)};
}

std::optional<Stated> author(const PageHead& head, const JsonLdArticle& json,
                             const std::vector<std::string>& sites)
{
    if (auto found = authors_of(json.authors, sites, "JSON-LD author")) return found;
    for (auto name :
         {"article:author_name", "article:author", "og:article:author", "author", "dc.creator",
          "dcterms.creator", "byl", "parsely-author", "sailthru.author", "article_author", "creator"})
        if (auto found = authors_of(head.all(name), sites, std::string("meta ") + name)) return found;
    return std::nullopt;
}

bool begins_alike(const std::string& a, const std::string& b)
{
    constexpr std::size_t kEnough = 10;
    return a.size() >= kEnough && b.size() >= kEnough && (a.starts_with(b) || b.starts_with(a));
}

/// Of several stated titles that which the page shows as its headline; where the statement is cut, the
/// headline.
std::optional<Stated> title(const PageHead& head, const JsonLdArticle& json, const std::string& shown,
                            const std::vector<std::string>& sites)
{
    constexpr std::size_t kCutByGoogle = 100; // headlines of JSON-LD are cut at 110 characters
    std::optional<Stated> first;
    auto folded_shown = fold(shown);
    std::vector<std::optional<Stated>> all{from_json_ld(json.headline, "headline")};
    for (auto name : {"og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "title"})
        all.push_back(head.first({name}));
    for (auto& stated : all) {
        if (!stated || std::ranges::find(sites, stated->text) != sites.end()) continue;
        auto folded = fold(stated->text);
        bool cut = folded.ends_with("...") || folded.size() >= kCutByGoogle;
        if (folded.ends_with("...")) folded.resize(folded.size() - 3);
        if (begins_alike(folded, folded_shown)) {
            if (cut && folded_shown.size() > folded.size()) stated->text = shown;
            return stated;
        }
        if (!first) first = std::move(stated);
    }
    return first;
}

bool is_home(std::string_view name)
{
    constexpr auto homes =
        std::to_array<std::string_view>({"trang chu", "home", "homepage", "home page", "trang nhat", "inicio",
                                         "accueil", "startseite", "beranda"});
    auto folded = fold(name);
    return folded.empty() || std::ranges::find(homes, folded) != homes.end();
}

/// The last step of a path that is neither the home page nor the article itself.
std::optional<std::string> last_section(const std::vector<std::string>& path, const std::string& title,
                                        const std::vector<std::string>& sites)
{
    auto folded_title = fold(title);
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
        auto name = canonical_line(*step);
        auto folded = fold(name);
        bool article = folded == folded_title || begins_alike(folded, folded_title) || name.size() > 80;
        if (!is_home(name) && !article && std::ranges::find(sites, name) == sites.end()) return name;
    }
    return std::nullopt;
}

std::vector<std::string> shown_path(html::Node root)
{
    static const auto steps = html::Selector::compile("a").value();
    constexpr std::size_t kMost = 8; // more is a menu
    for (const auto& match : shown_paths().select(root)) {
        std::vector<std::string> path;
        for (const auto& step : steps.select(match.node))
            if (!html::is_longer(step.node, 512)) path.push_back(html::visible_text(step.node, {}));
        if (!path.empty() && path.size() <= kMost) return path;
    }
    return {};
}

std::optional<Stated> section(const PageHead& head, const JsonLdArticle& json, html::Node root,
                              const std::string& title, const std::vector<std::string>& sites)
{
    constexpr auto no_section =
        std::to_array<std::string_view>({"post", "article", "news", "page", "uncategorized"});
    auto says_something = [&](const std::optional<Stated>& stated) {
        return stated && !is_home(stated->text) &&
               std::ranges::find(no_section, fold(stated->text)) == no_section.end();
    };
    if (auto found = from_json_ld(json.section, "articleSection"); says_something(found)) return found;
    for (auto name : {"article:section", "og:article:section", "articlesection", "article.section",
                      "parsely-section", "section", "news_section", "category"})
        if (auto found = head.first({name}); says_something(found)) return found;
    if (auto name = last_section(json.breadcrumbs, title, sites))
        return Stated{*name, "JSON-LD BreadcrumbList"};
    if (auto name = last_section(shown_path(root), title, sites)) return Stated{*name, "breadcrumb"};
    return std::nullopt;
}

std::vector<std::string> images(const PageHead& head, const JsonLdArticle& json, std::string_view base)
{
    constexpr std::size_t kMost = 32;
    std::vector<std::string> found;
    auto add = [&](const std::string& reference) {
        auto url = found.size() < kMost ? normalise_url(reference, base) : std::nullopt;
        if (url && std::ranges::find(found, *url) == found.end()) found.push_back(std::move(*url));
    };
    std::ranges::for_each(json.images, add);
    for (auto name : {"og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src",
                      "thumbnailurl", "image"})
        std::ranges::for_each(head.all(name), add);
    return found;
}

std::optional<std::string> canonical_of(const PageHead& head, std::string_view base)
{
    for (auto link : head.links())
        if (auto href = *link.attribute("href");
            !href.empty() && html::has_word(link.attribute("rel").value_or(""), "canonical", true))
            if (auto found = normalise_url(href, base)) return found;
    return std::nullopt;
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

std::vector<html::Selector> metadata_selectors()
{
    return {PageHead::elements(), json_ld_scripts(), headline_and_times(), shown_paths()};
}

Metadata read_metadata(const html::Tree& tree, std::string_view url, Time reference)
{
    auto root = tree.root();
    PageHead head(root);
    auto base = head.base() ? normalise_url(*head.base().attribute("href"), url).value_or(std::string(url))
                            : std::string(url);
    auto shown = find_headline_text(tree);
    auto canonical_url = canonical_of(head, base);
    auto json = read_json_ld(tree, canonical_url.value_or(std::string(url)), shown);
    auto sites = site_names(head, json, url);
    Metadata found;
    found.title = title(head, json, shown, sites);
    found.summary = or_else(head.first({"og:description", "twitter:description"}),
                            or_else(from_json_ld(json.description, "description"),
                                    head.first({"description", "dc.description", "dcterms.abstract"})));
    found.author = author(head, json, sites);
    found.published_at = published(head, json, root, reference);
    found.modified_at = modified(head, json, found.published_at, reference);
    found.section = section(head, json, root, found.title ? found.title->text : shown, sites);
    if (auto body = canonical(json.body.value_or("")); !body.empty())
        found.body = Stated{body, "JSON-LD articleBody"};
    found.images = images(head, json, base);
    found.canonical_url = std::move(canonical_url);
    return found;
}

} // namespace baotin::parsers
