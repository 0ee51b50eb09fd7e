#include "crawler/reparse.hpp"

#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace baotin::daemon {
namespace {

namespace json = boost::json;
using crawler::Reparsed;
using What = Reparsed::What;

std::string_view word_of(What what)
{
    switch (what) {
    case What::same:
        return "same";
    case What::revised:
        return "revised";
    case What::created:
        return "new";
    case What::left_alone:
        return "left alone";
    case What::unreadable:
        return "unreadable";
    case What::no_page:
        return "no stored page";
    }
    return "";
}

void print_one_json(const Reparsed& one)
{
    json::array changes;
    for (const auto& change : one.change.fields) {
        changes.push_back(
            json::object{{"field", change.field}, {"before", change.before}, {"after", change.after}});
    }
    auto id = one.article == 0 ? json::value(nullptr) : json::value(std::to_string(one.article));
    print_json({{"id", std::move(id)},
                {"url", one.url},
                {"title", one.title},
                {"outcome", word_of(one.what)},
                {"detail", one.detail},
                {"changes", std::move(changes)}});
}

void print_one(const Reparsed& one)
{
    auto name = one.article == 0 ? std::string("-") : std::to_string(one.article);
    fmt::print("{}  {}  {}\n", name, word_of(one.what), one.title.empty() ? one.url : one.title);
    if (!one.detail.empty()) fmt::print("    {}\n", one.detail);
    for (const auto& change : one.change.fields)
        fmt::print("    {}: {} → {} bytes\n", change.field, change.before.size(), change.after.size());
}

void print_summary(const Common& common, const crawler::ReparseCount& count, bool dry_run)
{
    if (common.json) {
        print_json({{"read", count.read},
                    {"revised", count.revised},
                    {"new", count.created},
                    {"left_alone", count.left_alone},
                    {"unreadable", count.unreadable},
                    {"without_page", count.no_page},
                    {"dry_run", dry_run}});
    } else if (!common.quiet) {
        fmt::print("{} pages read: {} {}, {} new, {} left alone, {} unreadable; {} articles without a stored "
                   "page{}\n",
                   count.read, count.revised, dry_run ? "would be revised" : "revised", count.created,
                   count.left_alone, count.unreadable, count.no_page, dry_run ? "; nothing was written" : "");
    }
}

} // namespace

ExitCode reparse(const Common& common, const ReparseWords& words)
{
    auto config = load_config_without_secrets(common);
    auto site = configured_site(*config, words.site);
    auto store = open_archive(*config);
    auto reader = store->reader();
    auto writer = store->writer();
    crawler::Reparse reparse(*reader, *writer, *site, crawler::PageLimits(config->crawler), words.dry_run);
    ProgressBar bar(!common.quiet && !common.json);
    auto left = reparse.size();
    std::size_t done = 0;
    auto watch = [&](const Reparsed& one) {
        bool worth_a_line = one.what != What::same && (words.dry_run || one.what == What::unreadable);
        if (common.json && one.what != What::same) print_one_json(one);
        if (!common.json && worth_a_line) {
            bar.clear();
            print_one(one);
        }
        if (left > 0) --left;
        bar.show(++done, left, one.url);
    };
    auto count = reparse.run(now(), watch);
    bar.clear();
    print_summary(common, count, words.dry_run);
    return count.unreadable > 0 ? ExitCode::problem : ExitCode::ok;
}

} // namespace baotin::daemon
