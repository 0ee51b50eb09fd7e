#include "parsers/json_ld.hpp"

#include "parsers/html/selector.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/sloppy_json.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/url.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace baotin::parsers {
namespace {

namespace json = boost::json;

constexpr int kMaxDepth = 12;
constexpr std::size_t kMaxNodes = 2000;

/// Some sites escape their texts for HTML before they write them into JSON, tuoitre.vn twice.
bool holds_markup(std::string_view text)
{
    return text.find('&') != text.npos ||
           text.find('<') != text.npos; // find_first_of() calls memchr() for every byte
}

std::string without_markup(std::string text)
{
    for (int times = 0; times < 2 && holds_markup(text); ++times) {
        auto tree = html::Tree::parse("<body>" + text);
        if (!tree) break;
        text = html::visible_text(tree->root(), {});
    }
    return text;
}

std::string_view raw_string(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    while (value && value->is_array() && !value->as_array().empty())
        value = &value->as_array().front();
    return value && value->is_string() ? std::string_view(value->as_string()) : std::string_view();
}

std::optional<std::string> string_at(const json::object& object, std::string_view name)
{
    auto text = without_markup(std::string(raw_string(object, name)));
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

/// `NewsArticle` of `"NewsArticle"`, `["Article", "Thing"]`, `schema:NewsArticle`,
/// `http://schema.org/NewsArticle`.
template <typename Test>
bool has_type(const json::object& object, Test test)
{
    const auto* type = object.if_contains("@type");
    auto passes = [&](const json::value& each) {
        if (!each.is_string()) return false;
        std::string_view name = each.as_string();
        return test(name.substr(name.find_last_of("/:#") + 1));
    };
    if (!type) return false;
    return type->is_array() ? std::ranges::any_of(type->as_array(), passes) : passes(*type);
}

bool is_article(const json::object& object)
{
    return has_type(object, [](std::string_view type) {
        return type.ends_with("Article") || type == "BlogPosting" || type == "Report" ||
               type == "LiveBlogPosting" || type == "SocialMediaPosting" ||
               type == "DiscussionForumPosting" || type == "Posting";
    });
}

bool is_type(const json::object& object, std::string_view wanted)
{
    return has_type(object, [&](std::string_view type) { return type == wanted; });
}

/// All nodes of all blocks of a page.
class Graph {
public:
    struct Node {
        const json::object* object;
        bool listed; ///< an entry of a list, a part, a mention, a comment: not what the page is about
    };

    explicit Graph(const html::Tree& tree)
    {
        for (const auto& match : json_ld_scripts().select(tree.root()))
            for (auto& value : read_sloppy_json(std::string(match.node.first_child().text())))
                values_.push_back(std::move(value));
        for (const auto& value : values_)
            add(value, false, kMaxDepth);
    }

    [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

    /// The node that an `@id` refers to, or the object itself.
    [[nodiscard]] const json::object& resolved(const json::object& object) const
    {
        auto id = raw_string(object, "@id");
        auto found = by_id_.find(std::string(id));
        return object.size() <= 2 && !object.contains("name") && found != by_id_.end() ? *found->second
                                                                                       : object;
    }

private:
    void add(const json::value& value, bool listed, int depth)
    {
        if (depth == 0 || nodes_.size() >= kMaxNodes) return;
        if (value.is_array()) {
            for (const auto& each : value.as_array())
                add(each, listed, depth - 1);
        } else if (value.is_object()) {
            add_object(value.as_object(), listed, depth);
        }
    }
    void add_object(const json::object& object, bool listed, int depth)
    {
        constexpr auto about_others = std::to_array<std::string_view>(
            {"itemListElement", "hasPart", "isPartOf", "mentions", "comment", "citation", "relatedLink",
             "isBasedOn", "itemReviewed", "liveBlogUpdate", "associatedMedia", "significantLink"});
        if (object.contains("@type")) nodes_.push_back({&object, listed});
        if (auto id = raw_string(object, "@id"); !id.empty() && object.size() > 2)
            by_id_.try_emplace(std::string(id), &object);
        for (const auto& member : object)
            if (member.value().is_structured())
                add(member.value(),
                    listed ||
                        std::ranges::find(about_others, std::string_view(member.key())) != about_others.end(),
                    depth - 1);
    }

    std::vector<json::value> values_;
    std::vector<Node> nodes_;
    std::unordered_map<std::string, const json::object*> by_id_;
};

bool is_at(const json::object& article, std::string_view url)
{
    auto here = normalise_url(url);
    auto leads_here = [&](std::string_view reference) {
        auto there = reference.empty() ? std::nullopt : normalise_url(reference, url);
        return there && there == here;
    };
    if (leads_here(raw_string(article, "url")) || leads_here(raw_string(article, "mainEntityOfPage")))
        return true;
    const auto* page = article.if_contains("mainEntityOfPage");
    if (!page || !page->is_object()) return false;
    return leads_here(raw_string(page->as_object(), "@id")) ||
           leads_here(raw_string(page->as_object(), "url"));
}

/// How surely a node is the page's own article.
int likeness(const Graph::Node& node, std::string_view url, const std::string& folded_title)
{
    const auto& object = *node.object;
    auto headline = fold(string_at(object, "headline").value_or(""));
    int likely = node.listed ? 0 : 4;
    likely += is_at(object, url) ? 4 : 0;
    bool titled = headline.size() >= 10 && folded_title.size() >= 10 &&
                  (folded_title.starts_with(headline) || headline.starts_with(folded_title));
    likely += titled ? 3 : 0;
    likely += object.contains("headline") + object.contains("datePublished") + object.contains("author");
    return likely;
}

constexpr std::size_t kMostNames = 32, kMostImages = 64; // of an article

/// The names of a person, of a list of persons, of a text; each once.
void add_names(std::vector<std::string>& names, const json::value& value, const Graph& graph)
{
    if (names.size() >= kMostNames) return;
    if (value.is_string()) {
        auto name = without_markup(std::string(value.as_string()));
        if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    } else if (value.is_object()) {
        const auto* name = graph.resolved(value.as_object()).if_contains("name");
        if (name && !name->is_object()) add_names(names, *name, graph);
    } else if (value.is_array()) {
        for (const auto& each : value.as_array())
            add_names(names, each, graph);
    }
}

void add_images(std::vector<std::string>& images, const json::value& value, const Graph& graph)
{
    if (images.size() >= kMostImages) return;
    if (value.is_string() && !value.as_string().empty()) {
        images.emplace_back(value.as_string());
    } else if (value.is_array()) {
        for (const auto& each : value.as_array())
            add_images(images, each, graph);
    } else if (value.is_object()) {
        const auto& image = graph.resolved(value.as_object());
        for (auto name : {"url", "contentUrl"})
            if (auto url = raw_string(image, name); !url.empty()) {
                images.emplace_back(url);
                break;
            }
    }
}

template <typename Value>
void fill(std::optional<Value>& into, std::optional<Value> from)
{
    if (!into && from) into = std::move(from);
}

void fill_authors(JsonLdArticle& found, const json::object& object, const Graph& graph)
{
    for (auto name : {"author", "creator"})
        if (const auto* value = object.if_contains(name); value && found.authors.empty())
            add_names(found.authors, *value, graph);
}

void add_article(JsonLdArticle& found, const json::object& node, const Graph& graph)
{
    fill(found.headline, string_at(node, "headline"));
    fill(found.headline, string_at(node, "name"));
    fill(found.description, string_at(node, "description"));
    fill(found.published, string_at(node, "datePublished"));
    fill(found.published, string_at(node, "dateCreated"));
    fill(found.modified, string_at(node, "dateModified"));
    fill(found.section, string_at(node, "articleSection"));
    fill(found.body, string_at(node, "articleBody"));
    fill_authors(found, node, graph);
    if (const auto* publisher = node.if_contains("publisher"); publisher && !found.publisher) {
        std::vector<std::string> names;
        add_names(names, *publisher, graph);
        if (!names.empty()) found.publisher = std::move(names.front());
    }
    if (const auto* image = node.if_contains("image"); image && found.images.empty())
        add_images(found.images, *image, graph);
}

/// A page says less of its article than the article itself, and its name carries the site's.
void add_page(JsonLdArticle& found, const json::object& node, const Graph& graph)
{
    fill(found.published, string_at(node, "datePublished"));
    fill(found.modified, string_at(node, "dateModified"));
    fill_authors(found, node, graph);
    const auto* image = node.if_contains("primaryImageOfPage");
    if (image && found.images.empty()) add_images(found.images, *image, graph);
}

std::vector<std::string> breadcrumbs(const json::object& list)
{
    std::vector<std::pair<double, std::string>> items;
    const auto* elements = list.if_contains("itemListElement");
    if (!elements || !elements->is_array()) return {};
    for (const auto& each : elements->as_array()) {
        if (!each.is_object()) continue;
        const auto& item = each.as_object();
        auto name = string_at(item, "name");
        const auto* thing = item.if_contains("item");
        if (!name && thing && thing->is_object()) name = string_at(thing->as_object(), "name");
        const auto* position = item.if_contains("position");
        double place = static_cast<double>(items.size() + 1);
        if (position && position->is_number()) place = position->to_number<double>();
        if (name) items.emplace_back(place, std::move(*name));
    }
    std::ranges::stable_sort(items, {}, [](const auto& item) { return item.first; });
    std::vector<std::string> names;
    for (auto& [place, name] : items)
        names.push_back(std::move(name));
    return names;
}

} // namespace

const html::Selector& json_ld_scripts()
{
    static const auto scripts = html::Selector::compile("script[type^='application/ld+json' i]").value();
    return scripts;
}

JsonLdArticle read_json_ld(const html::Tree& tree, std::string_view url, std::string_view title)
{
    Graph graph(tree);
    JsonLdArticle found;
    auto folded_title = fold(title);
    std::vector<std::pair<int, const json::object*>> articles;
    for (const auto& node : graph.nodes())
        if (is_article(*node.object)) articles.emplace_back(likeness(node, url, folded_title), node.object);
    std::ranges::stable_sort(articles, std::ranges::greater{}, [](const auto& each) { return each.first; });
    constexpr int kEntryOfAList = 4; // neither the page's address nor its title
    if (!articles.empty() && articles.front().first >= kEntryOfAList) {
        add_article(found, *articles.front().second, graph);
        auto headline = fold(found.headline.value_or(""));
        for (const auto& [likely, object] : articles)
            if (fold(string_at(*object, "headline").value_or("")) == headline)
                add_article(found, *object, graph);
    }
    for (const auto& [object, listed] : graph.nodes()) {
        if (!listed && (is_type(*object, "WebPage") || is_type(*object, "ItemPage")))
            add_page(found, *object, graph);
        if (is_type(*object, "BreadcrumbList") && found.breadcrumbs.empty())
            found.breadcrumbs = breadcrumbs(*object);
        if (!found.publisher && (is_type(*object, "WebSite") || is_type(*object, "NewsMediaOrganization")))
            found.publisher = string_at(*object, "name");
    }
    return found;
}

} // namespace baotin::parsers
