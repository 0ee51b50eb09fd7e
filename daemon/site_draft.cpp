#include "daemon/site_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace baotin::daemon {
namespace {

/// Where no structure was found: the file must name one to be one, and its editor something to replace.
constexpr std::string_view kAnyLink = "a[href]";
constexpr std::size_t kMostAlternatives = 5;

/// A TOML basic string.
std::string toml_string(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (result += '\\') += c;
        else if (byte < 0x20 || byte == 0x7F)
            result += fmt::format("\\u{:04X}", byte);
        else
            result += c;
    }
    return result + '"';
}

/// Text of a site in a comment: one line of it.
std::string commented(std::string_view text)
{
    std::string result{text};
    std::ranges::replace_if(
        result, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return result;
}

std::string head_of(const SiteSurvey& survey, std::string_view today)
{
    const auto& site = survey.identity;
    auto text = fmt::format(
        "# {}, {}\n# Drafted by `baotin add` on {}. Look it over, then `baotin check --live {}`, and set\n"
        "# `checked = {}` when it fits.\n",
        commented(site.name), site.home, today, site.id, today);
    for (const auto& problem : survey.problems)
        text += fmt::format("# Problem: {}\n", commented(problem));
    text += fmt::format(
        "id       = {}\nname     = {}\nhome     = {}\nkind     = {}   # police | press | government\n",
        toml_string(site.id), toml_string(site.name), toml_string(site.home),
        toml_string(config::to_string(site.kind)));
    if (site.province)
        text += fmt::format("province = {}\n", toml_string(site.province->name));
    else
        text += "# province = \"Bắc Ninh\"   # none was named; leave it out for a national site\n";
    return text;
}

std::string source_of(const FoundSource& source)
{
    std::string text = "\n[[source]]\n";
    auto measured = source.sitemaps > 0 ? fmt::format("{} sitemaps", source.sitemaps)
                                        : fmt::format("{} links", source.links.size());
    text +=
        fmt::format("{} = {}   # {}\n", config::to_string(source.kind), toml_string(source.url), measured);
    if (source.kind != config::SourceKind::listing) return text;
    text += fmt::format("links   = {}\n", toml_string(source.selector));
    if (!source.next.empty()) text += fmt::format("next    = {}\npages   = 3\n", toml_string(source.next));
    return text;
}

std::string sources_of(const SiteSurvey& survey)
{
    std::string text;
    for (const auto& source : survey.sources) {
        text += source_of(source);
        if (source.kind == config::SourceKind::feed)
            for (std::size_t i = 0; i < survey.other_feeds.size() && i < kMostAlternatives; ++i)
                text += fmt::format("# feed = {}\n", toml_string(survey.other_feeds[i]));
        if (source.kind == config::SourceKind::listing)
            for (std::size_t i = 0; i < survey.other_links.size() && i < kMostAlternatives; ++i)
                text += fmt::format("# links = {}\n", commented(survey.other_links[i]));
    }
    if (survey.sources.empty())
        text += source_of({.kind = config::SourceKind::listing,
                           .url = survey.identity.home,
                           .selector = std::string(kAnyLink),
                           .next = {},
                           .links = {},
                           .sitemaps = 0}) +
                "# Nothing repeated was found here: replace `links` by the selector of the headlines.\n";
    return text;
}

std::string list_of(const std::vector<std::string>& texts)
{
    std::string list;
    for (const auto& text : texts)
        list += (list.empty() ? "" : ", ") + toml_string(text);
    return '[' + list + ']';
}

std::string rule_of(const SiteSurvey& survey, std::string_view field)
{
    const auto rule = std::ranges::find(survey.rules, field, &parsers::RuleProposal::field);
    if (rule != survey.rules.end())
        return fmt::format("{:<9} = {}   # matched on {} of {} articles\n", field,
                           toml_string(rule->selector), rule->matched, rule->pages);
    return fmt::format("# {} = \"…\"   # no selector agreed with what the articles say\n", field);
}

std::string removed_of(const SiteSurvey& survey)
{
    std::string text;
    for (const auto& rule : survey.rules)
        if (rule.field == "remove")
            text += fmt::format("    {},   # matched on {} of {} articles\n", toml_string(rule.selector),
                                rule.matched, rule.pages);
    return text.empty()
               ? "# remove = [\".related\", \".view-count\"]   # what moves on every visit inside the body\n"
               : "remove    = [\n" + text + "]\n";
}

std::string article_of(const SiteSurvey& survey)
{
    std::string text = "\n[article]\n";
    for (const auto& article : survey.articles)
        text += fmt::format("# read: {}\n", commented(article.url));
    if (survey.urls.empty())
        text += "# urls = [\"/**.html\"]   # nothing in the addresses tells articles from other pages\n";
    else
        text += fmt::format("urls      = {}\n", list_of(survey.urls));
    for (const char* field : {"title", "published", "author", "summary", "body", "captions"})
        text += rule_of(survey, field);
    return text + removed_of(survey);
}

} // namespace

std::string site_file_of(const SiteSurvey& survey, std::string_view today)
{
    return head_of(survey, today) + sources_of(survey) + article_of(survey) +
           "\n[visit]\n# delay = \"2s\"   # between two requests to the host\n";
}

} // namespace baotin::daemon
