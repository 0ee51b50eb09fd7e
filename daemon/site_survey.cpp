#include "daemon/site_survey.hpp"

#include "daemon/exit_code.hpp"
#include "daemon/output.hpp"
#include "parsers/discovery.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/link_blocks.hpp"
#include "parsers/text/font_text.hpp"
#include "parsers/url.hpp"
#include "parsers/url_glob_proposals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace baotin::daemon {
namespace {

constexpr std::size_t kArticles = 3;
constexpr std::size_t kArticleTries = 5;
constexpr std::size_t kFeedTries = 3;
constexpr std::size_t kSitemapTries = 2;
/// A repeated structure of fewer links is a box beside the news.
constexpr std::size_t kFewestLinks = 3;

std::string directory_of(const std::string& url)
{
    const auto path = parsers::split_url(url).value().path;
    return path.substr(0, path.find('/', 1));
}

/// One survey: the steps in the order in which a visitor takes them.
class Surveyor {
public:
    Surveyor(Probe& probe, std::string url, const config::Crawler& settings, const Progress& progress)
        : probe_(probe),
          url_(std::move(url)),
          limits_(settings),
          progress_(progress),
          site_(config::generic_site())
    {
    }

    SiteSurvey run()
    {
        const auto robots = probe_.robots(url_);
        auto front = visit_front();
        survey_.identity = identify_site(url_, &front);
        auto named = parsers::discover_in_html(front, url_);
        named.sitemaps.insert(named.sitemaps.begin(), robots->rules.sitemaps().begin(),
                              robots->rules.sitemaps().end());
        find_feed(named);
        find_listing(front);
        find_sitemap(named.sitemaps);
        if (survey_.sources.empty())
            problem(
                "no feed, no listing and no sitemap was found; try the address of a section page instead");
        const auto candidates = article_links(front);
        survey_.urls = parsers::propose_url_globs(candidates, parsers::find_links(front, url_));
        sample(candidates);
        propose();
        return std::move(survey_);
    }

private:
    void problem(std::string sentence)
    {
        progress_(sentence);
        survey_.problems.push_back(std::move(sentence));
    }

    parsers::html::Tree visit_front()
    {
        progress_(fmt::format("reading {}", url_));
        auto page = probe_.fetch(url_, site_);
        if (!page) throw CommandError(page.error(), ExitCode::problem);
        url_ = page->url;
        const auto& type = page->content_type;
        if (!type.empty() && type.find("html") == std::string::npos)
            throw CommandError(
                fmt::format("{} is {}, no HTML page: give the address of the front page or a section", url_,
                            type.substr(0, 60)),
                ExitCode::problem);
        auto tree = crawler::page_tree(*page, limits_);
        if (!tree) throw CommandError(fmt::format("{}: {}", url_, tree.error().detail), ExitCode::problem);
        return std::move(*tree);
    }

    /// The source's links, or a sentence why not.
    std::expected<FoundSource, std::string> try_source(config::SourceKind kind, const std::string& url)
    {
        progress_(fmt::format("trying {} {}", config::to_string(kind), url));
        auto page = probe_.fetch(url, site_);
        if (!page) return std::unexpected(page.error());
        config::Source source;
        source.kind = kind;
        source.url = url;
        auto links = crawler::read_source_page(*page, *site_, source, now(), limits_);
        if (!links) return std::unexpected(fmt::format("{}: {}", url, links.error().detail));
        FoundSource found{.kind = kind,
                          .url = url,
                          .selector = {},
                          .next = {},
                          .links = std::move(links->links),
                          .sitemaps = links->more.size()};
        if (found.links.empty() && found.sitemaps == 0)
            return std::unexpected(fmt::format("{} announces nothing of this site", url));
        return found;
    }

    void find_feed(const parsers::Discovered& named)
    {
        auto feeds = named.feeds;
        if (feeds.empty() && !named.feed_lists.empty()) feeds = feeds_listed_at(named.feed_lists.front());
        const bool guessed = feeds.empty();
        if (guessed)
            for (const char* path : {"/rss", "/feed", "/rss/home.rss"})
                feeds.push_back(parsers::normalise_url(path, url_).value());
        for (std::size_t i = 0; i < feeds.size() && i < kFeedTries; ++i) {
            auto found = try_source(config::SourceKind::feed, feeds[i]);
            if (!found && !guessed) problem(found.error());
            if (!found) continue;
            progress_(fmt::format("a feed with {} links: {}", found->links.size(), feeds[i]));
            survey_.sources.push_back(std::move(*found));
            feeds.erase(feeds.begin(), feeds.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            if (!guessed) survey_.other_feeds = std::move(feeds);
            return;
        }
        progress_("no feed");
    }

    std::vector<std::string> feeds_listed_at(const std::string& url)
    {
        progress_(fmt::format("looking for feeds at {}", url));
        auto page = probe_.fetch(url, site_);
        auto tree = page ? crawler::page_tree(*page, limits_) : std::unexpected(crawler::Unreadable{});
        return tree ? parsers::discover_in_html(*tree, page->url).feeds : std::vector<std::string>();
    }

    void find_listing(const parsers::html::Tree& front)
    {
        const auto blocks = parsers::find_link_blocks(front, url_);
        for (const auto& block : blocks) {
            if (block.links.size() < kFewestLinks) continue;
            if (listing_) {
                survey_.other_links.push_back(
                    fmt::format("{}   # {} links", block.selector, block.links.size()));
                continue;
            }
            listing_ = survey_.sources.size();
            survey_.sources.push_back({.kind = config::SourceKind::listing,
                                       .url = url_,
                                       .selector = block.selector,
                                       .next = next_of(front),
                                       .links = block.links,
                                       .sitemaps = 0});
            progress_(fmt::format("a listing with {} links: {}", block.links.size(), block.selector));
        }
        if (!listing_) progress_("no listing: the page repeats no structure that looks like articles");
    }

    static std::string next_of(const parsers::html::Tree& front)
    {
        for (const char* selector : {"a[rel=next]", "a.next", ".pagination a.next", ".pagination .next a"})
            if (!parsers::html::Selector::compile(selector).value().select(front.root()).empty())
                return selector;
        return {};
    }

    void find_sitemap(std::vector<std::string> sitemaps)
    {
        std::erase_if(sitemaps, [&](const std::string& map) { return !parsers::same_site(map, url_); });
        const bool guessed = sitemaps.empty();
        if (guessed) sitemaps.push_back(parsers::normalise_url("/sitemap.xml", url_).value());
        // A news sitemap holds the articles of two days and their dates; others hold everything.
        std::ranges::stable_partition(
            sitemaps, [](const std::string& map) { return map.find("news") != std::string::npos; });
        for (std::size_t i = 0; i < sitemaps.size() && i < kSitemapTries; ++i) {
            auto found = try_source(config::SourceKind::sitemap, sitemaps[i]);
            if (!found && !guessed) problem(found.error());
            if (!found) continue;
            progress_(
                fmt::format("a sitemap with {} links and {} sitemaps", found->links.size(), found->sitemaps));
            survey_.sources.push_back(std::move(*found));
            return;
        }
        progress_("no sitemap");
    }

    /// What the feed announces and the front page shows; a sitemap's pages only where there is nothing else.
    std::vector<parsers::Link> article_links(const parsers::html::Tree& front)
    {
        std::vector<parsers::Link> links;
        for (const auto& source : survey_.sources)
            if (source.kind != config::SourceKind::sitemap)
                links.insert(links.end(), source.links.begin(), source.links.end());
        if (links.empty()) links = parsers::find_article_links(front, url_).links;
        if (links.empty() && !survey_.sources.empty()) links = survey_.sources.back().links;
        return links;
    }

    /// Three articles, of different sections where there are several.
    void sample(const std::vector<parsers::Link>& candidates)
    {
        std::vector<std::string> queue, later, directories;
        for (const auto& link : candidates) {
            const auto directory = directory_of(link.url);
            const bool fresh = std::ranges::find(directories, directory) == directories.end();
            if (std::ranges::find(queue, link.url) != queue.end() ||
                std::ranges::find(later, link.url) != later.end())
                continue;
            (fresh ? queue : later).push_back(link.url);
            if (fresh) directories.push_back(directory);
        }
        queue.insert(queue.end(), later.begin(), later.end());
        for (std::size_t i = 0; i < queue.size() && i < kArticleTries && survey_.articles.size() < kArticles;
             ++i)
            read_article(queue[i]);
        if (survey_.articles.empty()) problem("no article could be read, so no selector is proposed");
    }

    void read_article(const std::string& url)
    {
        progress_(fmt::format("reading the article {}", url));
        auto page = probe_.fetch(url, site_);
        if (!page) return problem(page.error());
        auto read = crawler::read_article_page(*page, *site_, now(), limits_);
        if (!read) return problem(fmt::format("{}: {}", url, read.error().detail));
        auto tree = crawler::page_tree(*page, limits_);
        if (!tree) return problem(fmt::format("{}: {}", url, tree.error().detail));
        if (const auto font = parsers::font_charset(read->reading.text.body); !font.empty())
            problem(fmt::format("{}: its text was made for a font ({}) and is no readable Vietnamese", url,
                                font));
        survey_.articles.push_back({page->url, std::move(*page), std::move(*tree)});
    }

    void propose()
    {
        std::vector<parsers::SampledPage> pages;
        for (const auto& article : survey_.articles)
            pages.push_back({&article.tree, article.url});
        if (!pages.empty()) survey_.rules = parsers::propose_rules(pages);
        const bool has_body =
            std::ranges::find(survey_.rules, "body", &parsers::RuleProposal::field) != survey_.rules.end();
        if (!pages.empty() && !has_body)
            problem("no selector finds the body of these articles; until one is written, the reader without "
                    "rules fills in");
        for (const auto& rule : survey_.rules)
            progress_(fmt::format("{} = {}: {} of {} articles", rule.field, rule.selector, rule.matched,
                                  rule.pages));
    }

    Probe& probe_;
    std::string url_;
    crawler::PageLimits limits_;
    const Progress& progress_;
    Probe::Site site_;
    std::optional<std::size_t> listing_;
    SiteSurvey survey_;
};

} // namespace

SiteSurvey survey_site(Probe& probe, const std::string& url, const config::Crawler& settings,
                       const Progress& progress)
{
    return Surveyor(probe, url, settings, progress).run();
}

} // namespace baotin::daemon
