#include "daemon/commands.hpp"
#include "daemon/file.hpp"
#include "daemon/output.hpp"
#include "daemon/probe.hpp"
#include "daemon/setting.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

/// The rules to try: from --rules, none for `generic`, else the configured site's. Only the last needs a
/// configuration.
std::shared_ptr<const config::Site> rules_to_try(const Common& common, const TryWords& words,
                                                 config::Crawler& settings)
{
    if (words.rules) {
        auto site = config::load_site(*words.rules);
        if (!site) throw ConfigError(site.error());
        return *site;
    }
    if (words.site == config::kGenericSite) return config::generic_site();
    auto config = load_config_without_secrets(common);
    settings = config->crawler;
    return configured_site(*config, words.site);
}

bool is_url(const std::string& target)
{
    return target.starts_with("http://") || target.starts_with("https://");
}

crawler::WirePage page_to_try(const TryWords& words, const std::shared_ptr<const config::Site>& site,
                              Probe& probe)
{
    if (is_url(words.target)) {
        auto url = parsers::normalise_url(words.target);
        if (!url) throw CommandError(fmt::format("\"{}\" is no http or https URL", words.target));
        auto page = probe.fetch(*url, site);
        if (!page) throw CommandError(page.error(), ExitCode::problem);
        return std::move(*page);
    }
    auto url = words.url.empty() ? site->home : words.url;
    if (url.empty()) url = "http://localhost/";
    auto normal = parsers::normalise_url(url);
    if (!normal) throw CommandError(fmt::format("--url \"{}\" is no http or https URL", words.url));
    return {std::move(*normal), read_file(words.target), {}, {}};
}

/// The site's source of that kind, for its selectors; without one, a listing's links are found by its
/// structure.
config::Source source_to_try(const config::Site& site, const std::string& as)
{
    for (const auto& source : site.sources) {
        if (config::to_string(source.kind) == as) return source;
    }
    config::Source source;
    if (as == "feed") source.kind = config::SourceKind::feed;
    if (as == "sitemap") source.kind = config::SourceKind::sitemap;
    return source;
}

json::value or_null(const std::optional<std::string>& text)
{
    return text ? json::value(*text) : json::value(nullptr);
}

ExitCode try_source(const Common& common, const config::Site& site, const crawler::WirePage& page,
                    const std::string& as, crawler::PageLimits limits)
{
    auto links = crawler::read_source_page(page, site, source_to_try(site, as), now(), limits);
    if (!links) throw CommandError(fmt::format("{}: {}", page.url, links.error().detail), ExitCode::problem);
    if (common.json) {
        json::array list;
        for (const auto& link : links->links) {
            list.push_back(json::object{
                {"url", link.url}, {"title", link.title}, {"published_at", or_null(link.published_at)}});
        }
        json::array more(links->more.begin(), links->more.end());
        print_json({{"links", std::move(list)}, {"more", std::move(more)}, {"complete", links->complete}});
    } else {
        Table table({"PUBLISHED", "URL", "TITLE"});
        for (const auto& link : links->links)
            table.row({link.published_at.value_or("-"), link.url, link.title});
        table.print();
        for (const auto& next : links->more)
            fmt::print("more: {}\n", next);
        if (!links->complete)
            fmt::print(stderr, "warning: the document is cut off or broken; this is what stood before\n");
    }
    bool nothing = links->links.empty() && links->more.empty();
    if (nothing && site.id == config::kGenericSite)
        fmt::print(
            stderr,
            "no article link was found; links resolve against {}: give a file its address with --url\n",
            page.url);
    else if (nothing)
        fmt::print(stderr,
                   "no article link: the selector matched nothing, or `urls` took none of what it matched\n");
    return nothing ? ExitCode::problem : ExitCode::ok;
}

/// What a site editor must hear first: a rule of theirs that matched nothing, whatever filled in for it.
void add_missed_rules(const parsers::ArticleRules& rules, parsers::ArticleReading& reading)
{
    if (rules.generations.empty()) return;
    const auto& generation = rules.generations[reading.generation];
    auto check = [&](std::string_view field, const std::vector<parsers::FieldRule>& selectors) {
        if (selectors.empty() || reading.by_rule(field)) return;
        reading.warnings.push_back(
            fmt::format("the rule for {}, \"{}\", matched nothing", field, selectors.front().source()));
    };
    check("title", generation.title);
    check("published_at", generation.published);
    check("modified_at", generation.modified);
    check("author", generation.author);
    check("summary", generation.summary);
    check("section", generation.section);
    check("body", generation.body);
    check("images", generation.images);
}

/// Follows the links to the article's next pages, where the page itself came from the web.
void read_next_pages(crawler::ArticleRead& article, Probe& probe,
                     const std::shared_ptr<const config::Site>& site, crawler::PageLimits limits)
{
    for (int pages = 1; article.reading.more && pages < crawler::kMostArticlePages; ++pages) {
        auto url = *std::exchange(article.reading.more, std::nullopt);
        auto page = probe.fetch(url, site);
        auto problem = page ? std::string() : page.error();
        if (page) {
            auto read = crawler::read_next_page(article, *page, *site, now(), limits);
            if (!read) problem = read.error().detail;
        }
        if (problem.empty()) continue;
        article.reading.warnings.push_back(fmt::format("the article's next page, {}: {}", url, problem));
        return;
    }
}

bool fits_a_generation(const parsers::ArticleReading& reading)
{
    return std::ranges::any_of(reading.rule_matches, &parsers::RuleMatch::matched);
}

std::string generation_of(const parsers::ArticleRules& rules, const parsers::ArticleReading& reading)
{
    if (rules.generations.size() < 2) return {};
    if (!fits_a_generation(reading)) return fmt::format("none of {} fits", rules.generations.size());
    return fmt::format("{} of {}", reading.generation + 1, rules.generations.size());
}

void print_article_json(const parsers::ArticleReading& reading)
{
    const auto& text = reading.text;
    const auto& more = reading.particulars;
    json::value generation(nullptr);
    if (fits_a_generation(reading)) generation = reading.generation + 1;
    json::object provenance;
    for (const auto& source : reading.sources) {
        provenance[source.field] =
            json::object{{"source", parsers::to_string(source.origin)}, {"selector", source.selector}};
    }
    print_json({{"title", text.title},
                {"summary", text.summary},
                {"author", or_null(text.author)},
                {"published_at", or_null(text.published_at)},
                {"body", text.body},
                {"captions", json::array(text.captions.begin(), text.captions.end())},
                {"section", or_null(more.section)},
                {"modified_at", or_null(more.modified_at)},
                {"images", json::array(more.images.begin(), more.images.end())},
                {"generation", std::move(generation)},
                {"provenance", std::move(provenance)},
                {"removed", json::array(reading.removed.begin(), reading.removed.end())},
                {"warnings", json::array(reading.warnings.begin(), reading.warnings.end())}});
}

void print_field(const parsers::ArticleReading& reading, const std::string& field, const std::string& text)
{
    auto same = [&](const parsers::FieldSource& source) { return source.field == field; };
    auto source = std::ranges::find_if(reading.sources, same);
    auto where = source == reading.sources.end()
                     ? std::string("nothing matched")
                     : fmt::format("{}: {}", parsers::to_string(source->origin), source->selector);
    fmt::print("{}  {}\n{}\n\n", paint(field, Colour::bold), paint(where, Colour::dim), text);
}

std::string lines(const std::vector<std::string>& texts)
{
    return fmt::format("{}", fmt::join(texts, "\n"));
}

void print_article(const parsers::ArticleRules& rules, const parsers::ArticleReading& reading)
{
    const auto& text = reading.text;
    const auto& more = reading.particulars;
    if (auto generation = generation_of(rules, reading); !generation.empty())
        fmt::print("{}  {}\n\n", paint("[[article]]", Colour::bold), generation);
    print_field(reading, "title", text.title);
    print_field(reading, "published_at", text.published_at.value_or(""));
    print_field(reading, "author", text.author.value_or(""));
    print_field(reading, "summary", text.summary);
    print_field(reading, "body", text.body);
    print_field(reading, "captions", lines(text.captions));
    print_field(reading, "section", more.section.value_or(""));
    print_field(reading, "modified_at", more.modified_at.value_or(""));
    print_field(reading, "images", lines(more.images));
    if (reading.more) fmt::print("{}  {}\n\n", paint("more", Colour::bold), *reading.more);
    for (const auto& removed : reading.removed)
        fmt::print("{} {}\n", paint("removed:", Colour::dim), shorten(removed, 100));
    for (const auto& warning : reading.warnings)
        fmt::print("{} {}\n", paint("warning:", Colour::yellow), warning);
}

} // namespace

ExitCode try_page(const Common& common, const TryWords& words)
{
    config::Crawler settings;
    auto site = rules_to_try(common, words, settings);
    Probe probe(settings, Probe::Addresses::any);
    auto page = page_to_try(words, site, probe);
    const crawler::PageLimits limits(settings);
    if (!words.as.empty()) return try_source(common, *site, page, words.as, limits);
    auto whole = *site;
    whole.regions.reset(); // an editor wants to see what `remove` takes away anywhere on the page
    auto read = crawler::examine_article_page(page, whole, now(), limits);
    if (!read) throw CommandError(fmt::format("{}: {}", page.url, read.error().detail), ExitCode::problem);
    if (is_url(words.target)) read_next_pages(*read, probe, site, limits);
    add_missed_rules(site->rules, read->reading);
    if (common.json) {
        print_article_json(read->reading);
    } else {
        print_article(site->rules, read->reading);
    }
    // Without these the crawler would not take the page for an article.
    const auto& text = read->reading.text;
    return text.title.empty() || text.body.empty() ? ExitCode::problem : ExitCode::ok;
}

} // namespace baotin::daemon
