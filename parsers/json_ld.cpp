#include "parsers/json_ld.hpp"

#include "parsers/html/selector.hpp"
#include "parsers/html/visible_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <string_view>

namespace baotin::parsers {
namespace {

namespace json = boost::json;

/// Some sites escape their texts for HTML before they write them into JSON, tuoitre.vn twice.
std::string without_markup(std::string text)
{
    for (int times = 0; times < 2 && text.find_first_of("&<") != text.npos; ++times) {
        auto tree = html::Tree::parse("<body>" + text);
        if (!tree) break;
        text = html::visible_text(tree->root(), {});
    }
    return text;
}

std::optional<std::string> string_at(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    while (value && value->is_array() && !value->as_array().empty())
        value = &value->as_array().front();
    if (!value || !value->is_string()) return std::nullopt;
    return without_markup(std::string(value->as_string()));
}

bool is_article_type(std::string_view type)
{
    return type.ends_with("Article") || type == "BlogPosting" || type == "Report" ||
           type == "LiveBlogPosting" || type == "SocialMediaPosting" || type == "DiscussionForumPosting";
}

bool is_article(const json::object& object)
{
    const auto* type = object.if_contains("@type");
    if (!type) return false;
    if (type->is_string()) return is_article_type(type->as_string());
    return type->is_array() && std::ranges::any_of(type->as_array(), [](const json::value& each) {
               return each.is_string() && is_article_type(each.as_string());
           });
}

std::string names_of(const json::value& value)
{
    if (value.is_string()) return without_markup(std::string(value.as_string()));
    if (value.is_object()) return string_at(value.as_object(), "name").value_or("");
    std::string joined;
    if (value.is_array()) {
        for (const auto& each : value.as_array()) {
            auto name = names_of(each);
            if (!name.empty()) joined += (joined.empty() ? "" : ", ") + name;
        }
    }
    return joined;
}

const json::object* find_article(const json::value& value, int depth)
{
    if (depth == 0) return nullptr;
    if (value.is_array()) {
        for (const auto& each : value.as_array())
            if (const auto* found = find_article(each, depth - 1)) return found;
        return nullptr;
    }
    if (!value.is_object()) return nullptr;
    const auto& object = value.as_object();
    if (is_article(object)) return &object;
    for (auto name : {"@graph", "mainEntity", "mainEntityOfPage", "about"})
        if (const auto* inner = object.if_contains(name))
            if (const auto* found = find_article(*inner, depth - 1)) return found;
    return nullptr;
}

std::optional<json::value> parse_sloppy(std::string text)
{
    // Raw line breaks may stand between tokens anyway; inside strings JSON forbids them and pages have them.
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    for (std::string_view wrapper : {"<![CDATA[", "]]>"})
        if (auto at = text.find(wrapper); at != text.npos)
            text.replace(at, wrapper.size(), wrapper.size(), ' ');
    auto begin = text.find_first_of("{["), end = text.find_last_of("}]");
    if (begin == text.npos || end == text.npos || end < begin) return std::nullopt;
    json::parse_options options;
    options.allow_comments = options.allow_trailing_commas = options.allow_invalid_utf8 = true;
    json::error_code error;
    auto value = json::parse(std::string_view(text).substr(begin, end - begin + 1), error, {}, options);
    if (error) return std::nullopt;
    return value;
}

} // namespace

std::optional<JsonLdArticle> read_json_ld(const html::Tree& tree)
{
    static const auto scripts = html::Selector::compile("script[type^='application/ld+json' i]").value();
    for (const auto& match : scripts.select(tree.root())) {
        auto value = parse_sloppy(std::string(match.node.first_child().text()));
        const auto* article = value ? find_article(*value, 8) : nullptr;
        if (!article) continue;
        JsonLdArticle found;
        found.headline = string_at(*article, "headline");
        if (!found.headline) found.headline = string_at(*article, "name");
        found.description = string_at(*article, "description");
        found.published = string_at(*article, "datePublished");
        if (!found.published) found.published = string_at(*article, "dateCreated");
        if (const auto* author = article->if_contains("author")) found.author = names_of(*author);
        return found;
    }
    return std::nullopt;
}

} // namespace baotin::parsers
