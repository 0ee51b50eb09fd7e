#include "config/config.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"
#include "daemon/site_draft.hpp"
#include "daemon/site_survey.hpp"
#include "parsers/url.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

/// A folder that goes with the command.
class Folder {
public:
    Folder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "baotin-add-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw CommandError(fmt::format("no folder can be made at {}", pattern));
        path_ = pattern;
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The file as `check` would read it: what is printed must load.
std::shared_ptr<const config::Site> loaded(const std::string& text, const std::string& id)
{
    const Folder folder;
    const auto file = folder.path() / (id + ".toml");
    std::ofstream(file) << text;
    auto site = config::load_site(file);
    if (!site) throw ConfigError(site.error());
    return *site;
}

bool has_rule(const SiteSurvey& survey, std::string_view field)
{
    return std::ranges::find(survey.rules, field, &parsers::RuleProposal::field) != survey.rules.end();
}

/// Reads the sampled articles by the rules that are about to be printed.
void verify(SiteSurvey& survey, const config::Site& site, crawler::PageLimits limits,
            const Progress& progress)
{
    for (const auto& article : survey.articles) {
        auto read = crawler::read_article_page(article.page, site, now(), limits);
        std::string fault;
        if (!read)
            fault = read.error().detail;
        else if (!site.articles.empty() && !site.articles.matches(article.url))
            fault = "the urls globs do not take it for an article";
        else if (has_rule(survey, "title") && !read->reading.by_rule("title"))
            fault = "the title is not found by the rules";
        else if (has_rule(survey, "body") && !read->reading.by_rule("body"))
            fault = "the body is not found by the rules";
        if (fault.empty())
            progress(fmt::format("read by these rules: {}", article.url));
        else
            survey.problems.push_back(fmt::format("{}: {}", article.url, fault));
    }
}

std::string address_of(const std::string& word)
{
    const bool has_scheme = word.find("://") != std::string::npos;
    auto url = parsers::normalise_url(has_scheme ? word : "https://" + word);
    if (!url) throw CommandError(fmt::format("\"{}\" is no http or https URL", word));
    return std::move(*url);
}

void print_survey(const SiteSurvey& survey, const std::string& text, bool ok)
{
    json::array sources, rules, articles;
    for (const auto& source : survey.sources)
        sources.push_back({{"kind", config::to_string(source.kind)},
                           {"url", source.url},
                           {"links", source.links.size()},
                           {"sitemaps", source.sitemaps}});
    for (const auto& rule : survey.rules)
        rules.push_back({{"field", rule.field},
                         {"selector", rule.selector},
                         {"matched", rule.matched},
                         {"pages", rule.pages}});
    for (const auto& article : survey.articles)
        articles.emplace_back(article.url);
    print_json({{"id", survey.identity.id},
                {"name", survey.identity.name},
                {"file", text},
                {"sources", std::move(sources)},
                {"urls", json::value_from(survey.urls)},
                {"rules", std::move(rules)},
                {"articles", std::move(articles)},
                {"problems", json::value_from(survey.problems)},
                {"ok", ok}});
}

} // namespace

ExitCode add(const Common& common, const AddWords& words)
{
    const auto url = address_of(words.url);
    const auto settings = crawler_settings(common);
    const Progress progress = [&](std::string_view sentence) {
        if (!common.quiet) fmt::print(stderr, "{}\n", sentence);
    };
    spdlog::set_level(spdlog::level::off); // stdout is the file; what went wrong stands in the survey
    Probe probe(settings, Probe::Addresses::any);
    auto survey = survey_site(probe, url, settings, progress);
    const auto today = parsers::rfc3339(now()).substr(0, 10);
    const auto site = loaded(site_file_of(survey, today), survey.identity.id);
    const auto found = survey.problems.size();
    verify(survey, *site, crawler::PageLimits(settings), progress);
    for (auto i = found; i < survey.problems.size(); ++i)
        progress(survey.problems[i]);
    const auto text = site_file_of(survey, today);
    const bool ok = !survey.sources.empty() && !survey.articles.empty() && has_rule(survey, "body") &&
                    survey.problems.size() == found;
    if (common.json)
        print_survey(survey, text, ok);
    else
        fmt::print("{}", text);
    return ok ? ExitCode::ok : ExitCode::problem;
}

} // namespace baotin::daemon
