#pragma once

#include "daemon/exit_code.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace baotin::daemon {

/// What every command understands, before or after its name.
struct Common {
    std::optional<std::filesystem::path> config; ///< --config
    bool json = false;                           ///< --json: one object a line
    bool quiet = false;                          ///< --quiet: results and errors only
};

/// One command each: what its words were, and what it does. They print to stdout, complain by throwing
/// CommandError, config::Problems (as ConfigError) or archive::StoreError, and answer the exit code. Each
/// lives in `daemon/commands/`.

ExitCode run(const Common& common);

struct CheckWords {
    bool live = false;
    std::vector<std::string> sites;
};
ExitCode check(const Common& common, const CheckWords& words);

struct CrawlWords {
    std::vector<std::string> sites;
    bool tidy = true; ///< search, stories and packing catch up before it ends
};
ExitCode crawl(const Common& common, const CrawlWords& words);

struct TryWords {
    std::string site;
    std::string target;                         ///< a URL or a file
    std::string url;                            ///< --url: the address that a file stands for
    std::string as;                             ///< --as: listing, feed, sitemap; empty: an article
    std::optional<std::filesystem::path> rules; ///< --rules: a site file that is not installed
};
ExitCode try_page(const Common& common, const TryWords& words);

struct AddWords {
    std::string url; ///< of a site's front page or of a section; https where it names no scheme
};
ExitCode add(const Common& common, const AddWords& words);

struct RobotsWords {
    std::string url;
    std::string agent;                         ///< --agent; empty: ours
    std::optional<std::filesystem::path> file; ///< --file: this robots.txt instead of the host's
};
ExitCode robots(const Common& common, const RobotsWords& words);

struct SitesWords {
    std::optional<std::string> site;
};
ExitCode sites(const Common& common, const SitesWords& words);

struct ReparseWords {
    std::string site;
    bool dry_run = false; ///< --dry-run: say what would change
};
ExitCode reparse(const Common& common, const ReparseWords& words);

struct ArticlesWords {
    std::vector<std::string> sites;
    std::string state; ///< live, removed or empty
    std::string since; ///< RFC 3339 or empty
    std::optional<std::size_t> limit;
};
ExitCode articles(const Common& common, const ArticlesWords& words);

struct SearchWords {
    std::vector<std::string> words;
    std::vector<std::string> fields; ///< --in
    std::vector<std::string> sites;
    std::string province, since, until, state; ///< empty: any
    bool history = false;
    bool newest = false;
    std::size_t limit = 20;
};
ExitCode search(const Common& common, const SearchWords& words);

struct StoryWords {
    std::string id; ///< an article's
};
ExitCode story(const Common& common, const StoryWords& words);

struct ShowWords {
    std::string id;
    std::optional<int> revision;
    bool evidence = false;                     ///< --evidence: what a third party needs to check it
    std::optional<std::filesystem::path> page; ///< --page FILE: writes the stored page there
};
ExitCode show(const Common& common, const ShowWords& words);

struct DiffWords {
    std::string id;
    std::optional<int> from, to; ///< revisions; the last two where absent
    bool html = false;           ///< a page for a browser instead of text
};
ExitCode diff(const Common& common, const DiffWords& words);

struct EventsWords {
    std::string since; ///< a cursor; empty: from the beginning
    std::optional<std::size_t> limit;
    bool backfill = false;
};
ExitCode events(const Common& common, const EventsWords& words);

struct BackupWords {
    std::filesystem::path file;
};
ExitCode backup(const Common& common, const BackupWords& words);
ExitCode restore(const Common& common, const BackupWords& words);

struct VerifyWords {
    bool repair = false; ///< --repair: makes derived data anew
};
ExitCode verify(const Common& common, const VerifyWords& words);

struct ExportWords {
    std::string format = "jsonl";  ///< or csv, warc
    std::string what = "articles"; ///< or revisions
    std::vector<std::string> sites;
    std::string since, until, query; ///< empty: any
    std::string after;               ///< a cursor
    std::optional<std::size_t> limit;
};
ExitCode export_archive(const Common& common, const ExportWords& words);

struct HooksTestWords {
    std::string hook;
    std::string type = "article.new";
};
struct ExplainWords {
    std::string hook;
    std::string article;
};
struct ReplayWords {
    std::string hook;
    std::string since; ///< a cursor (exclusive) or an RFC 3339 time
    std::string until; ///< a cursor (inclusive) or a time; empty: to the end
    bool backfill = false;
    bool dry_run = false;
};
ExitCode hooks(const Common& common);
ExitCode hooks_test(const Common& common, const HooksTestWords& words);
ExitCode hooks_explain(const Common& common, const ExplainWords& words);
ExitCode hooks_replay(const Common& common, const ReplayWords& words);
ExitCode hooks_new_secret(const Common& common, bool ed25519);

/// Which deliveries; empty words do not restrict.
struct DeliveriesWords {
    std::string hook;
    std::string type;
    std::string since, until; ///< RFC 3339, of when they were queued
    std::string state;
    std::optional<std::size_t> limit;
};
struct RetryWords {
    std::optional<std::string> id;
    DeliveriesWords which;
    bool all = false;
};
ExitCode deliveries(const Common& common, const DeliveriesWords& words);
ExitCode deliveries_show(const Common& common, const std::string& id);
ExitCode deliveries_retry(const Common& common, const RetryWords& words);

ExitCode version(const Common& common);

} // namespace baotin::daemon
