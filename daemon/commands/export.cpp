#include "alerts/article_json.hpp"
#include "daemon/carried_away.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"
#include "daemon/warc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace baotin::daemon {
namespace {

constexpr std::size_t at_once = 200; ///< rows read on one state of the archive: a daemon writes beside us

std::int64_t cursor_of(const std::string& word)
{
    std::int64_t cursor = 0;
    if (word.empty()) return cursor;
    const auto* end = word.data() + word.size();
    if (auto read = std::from_chars(word.data(), end, cursor);
        read.ec == std::errc{} && read.ptr == end && cursor >= 0)
        return cursor;
    throw CommandError(fmt::format("--after \"{}\" is no cursor; every exported line has one", word));
}

/// What was asked for, and how much of it is left to print.
class Export {
public:
    Export(const config::Config& config, const ExportWords& words)
        : cursor_(cursor_of(words.after)),
          left_(words.limit.value_or(std::numeric_limits<std::size_t>::max()))
    {
        for (const auto& id : words.sites)
            query_.sites.push_back(configured_site(config, id)->id);
        query_.since = time_option("--since", words.since);
        query_.until = time_option("--until", words.until);
        if (words.query.empty()) return;
        auto terms = archive::parse_search_terms(words.query);
        if (!terms) throw CommandError(terms.error());
        terms_ = *std::move(terms);
    }

    /// Calls `print(article, cursor)` for every article, oldest first.
    template <class Print>
    void articles(archive::Reader& reader, Print print)
    {
        for (auto ids = reader.article_ids("", cursor_, at_once); !ids.empty() && left_ > 0;
             ids = reader.article_ids("", cursor_, at_once)) {
            for (const auto id : ids) {
                if (left_ == 0) return;
                cursor_ = id;
                const auto article = reader.article(id);
                if (!article || !wanted(*article)) continue;
                print(*article, id);
                --left_;
            }
        }
    }

    /// Calls `print(revision, article)` for every revision, in the order of recording.
    template <class Print>
    void revisions(archive::Reader& reader, Print print)
    {
        in_batches([&](const archive::RevisionQuery& query, auto visited) {
            reader.each_revision(query,
                                 [&](const archive::Revision& revision, const archive::Article& article) {
                                     const bool says = !terms_ || archive::says(revision.text, *terms_);
                                     if (says) print(revision, article);
                                     return visited(revision.id, says);
                                 });
        });
    }

    /// Calls `print(page)` for every stored page, in the order of keeping.
    template <class Print>
    void raw_pages(archive::Reader& reader, Print print)
    {
        in_batches([&](const archive::RevisionQuery& query, auto visited) {
            reader.each_raw_page(query, [&](const archive::StoredRawPage& page) {
                print(page);
                return visited(page.id, true);
            });
        });
    }

    [[nodiscard]] bool continues() const { return cursor_ > 0; }

private:
    [[nodiscard]] bool wanted(const archive::Article& article) const
    {
        const auto& sites = query_.sites;
        if (!sites.empty() && std::ranges::find(sites, article.site) == sites.end()) return false;
        if (query_.since && article.first_seen_at < *query_.since) return false;
        if (query_.until && article.first_seen_at >= *query_.until) return false;
        return !terms_ || archive::says(article.text, *terms_);
    }

    template <class Read>
    void in_batches(Read read)
    {
        for (std::size_t batch = at_once; batch == at_once && left_ > 0;) {
            batch = 0;
            auto query = query_;
            query.after = cursor_;
            query.limit = at_once;
            read(query, [&](std::int64_t id, bool printed) {
                ++batch;
                cursor_ = id;
                if (printed) --left_;
                return left_ > 0;
            });
        }
    }

    archive::RevisionQuery query_;
    std::optional<archive::SearchTerms> terms_;
    std::int64_t cursor_;
    std::size_t left_;
};

void print_lines(Export& what, archive::Reader& reader, bool revisions)
{
    const auto line = [](boost::json::object object, std::int64_t cursor) {
        object["cursor"] = std::to_string(cursor);
        print_json(object);
    };
    if (revisions) {
        what.revisions(reader, [&](const archive::Revision& revision, const archive::Article& article) {
            line(revision_json(revision, article), revision.id);
        });
    } else {
        what.articles(reader, [&](const archive::Article& article, std::int64_t cursor) {
            line(alerts::article_json(article), cursor);
        });
    }
}

void print_table(Export& what, archive::Reader& reader, bool revisions)
{
    // A continued export is appended to what is there.
    const bool heading = !what.continues();
    if (heading) fmt::print("{}", kByteOrderMark);
    if (revisions) {
        if (heading) print_csv(revision_csv_heading());
        what.revisions(reader, [&](const archive::Revision& revision, const archive::Article& article) {
            print_csv(revision_csv(revision, article));
        });
    } else {
        if (heading) print_csv(article_csv_heading());
        what.articles(reader, [&](const archive::Article& article, std::int64_t cursor) {
            print_csv(article_csv(article, cursor));
        });
    }
}

} // namespace

ExitCode export_archive(const Common& common, const ExportWords& words)
{
    if (words.format == "warc" && (words.what == "revisions" || !words.query.empty()))
        throw CommandError("--format warc holds stored pages whole: it does not go together with --query or "
                           "--what revisions");
    if (words.format != "jsonl" && common.json)
        throw CommandError(
            fmt::format("--json and --format {} do not go together: choose one", words.format));
    auto config = load_config_without_secrets(common);
    Export what(*config, words);
    auto store = open_archive(*config);
    auto reader = store->reader();
    const bool revisions = words.what == "revisions";
    if (words.format == "csv") {
        print_table(what, *reader, revisions);
    } else if (words.format == "warc") {
        if (!what.continues()) print_warc_info(now());
        what.raw_pages(*reader, [](const archive::StoredRawPage& page) { print_warc(page); });
    } else {
        print_lines(what, *reader, revisions);
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
