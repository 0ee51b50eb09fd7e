#include "archive/search.hpp"
#include "daemon/command_words.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

namespace baotin::daemon {
namespace {

void add_search_command(CLI::App& app, Words& words)
{
    auto* search_app =
        command(app, "search", "Articles by their words, with or without tones and marks, best first",
                "  baotin search bac ninh\n  baotin search '\"bầu cử\" Bắc Ninh -\"Bắc Giang\"' --in title\n"
                "  baotin search ma túy --site thst --since 2026-01-01 --newest\n"
                "  baotin search nguyễn văn a --history --json");
    auto& search_words = words.search;
    search_app
        ->add_option("WORDS", search_words.words,
                     "\"…\": one behind the other; '… -WORD' or '… -\"…\"': without it")
        ->required();
    search_app->add_option("--in", search_words.fields, "Only in this field (may be given several times)")
        ->check(CLI::IsMember({"title", "summary", "body", "captions", "author"}));
    search_app->add_option("--site", search_words.sites, "Only of this site (may be given several times)");
    search_app->add_option("--province", search_words.province, "Only where the text names this province");
    search_app->add_option("--since", search_words.since,
                           "First seen at or after this date or RFC 3339 time");
    search_app->add_option("--until", search_words.until, "First seen before it");
    search_app->add_option("--state", search_words.state, "Only live or removed ones")
        ->check(CLI::IsMember({"live", "removed"}));
    search_app->add_flag("--history", search_words.history, "Also what only earlier revisions say");
    search_app->add_flag("--newest", search_words.newest, "Newest first instead of best first");
    search_app->add_option("--limit", search_words.limit, "At most so many (20)")
        ->check(CLI::Range(std::size_t{1}, archive::most_hits));
    // `search -- -word`: words that begin with a dash are no options, and `--in title word` leaves the word
    // alone.
    search_app->get_option("--in")->allow_extra_args(false);
    search_app->get_option("--site")->allow_extra_args(false);
    search_app->callback([&] { words.chosen = [&] { return search(words.common, words.search); }; });
}

void add_reading_commands(CLI::App& app, Words& words)
{
    auto* articles_app =
        command(app, "articles", "The articles, newest first",
                "  baotin articles --limit 20\n  baotin articles --site thst --state removed\n"
                "  baotin articles --json > articles.jsonl");
    articles_app->add_option("--site", words.articles.sites,
                             "Only of this site (may be given several times)");
    articles_app->add_option("--state", words.articles.state, "Only live or removed ones")
        ->check(CLI::IsMember({"live", "removed"}));
    articles_app->add_option("--since", words.articles.since, "First seen at or after this RFC 3339 time");
    articles_app->add_option("--limit", words.articles.limit, "At most so many")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}));
    articles_app->callback([&] { words.chosen = [&] { return articles(words.common, words.articles); }; });

    auto* show_app = command(app, "show", "One article: its text and its history",
                             "  baotin show 17\n  baotin show 17 --revision 1\n"
                             "  baotin show 17 --evidence --page page.html > evidence.json");
    show_app->add_option("ID", words.show.id, "The article's id")->required();
    show_app->add_option("--revision", words.show.revision,
                         "The text of this revision instead of the latest");
    show_app->add_flag("--evidence", words.show.evidence,
                       "Everything that the revisions' chain is computed over, as JSON: for who checks it");
    show_app->add_option("--page", words.show.page, "Write the stored page to this file");
    show_app->callback([&] { words.chosen = [&] { return show(words.common, words.show); }; });

    auto* diff_app = command(app, "diff", "Words removed and added between two revisions (the last two)",
                             "  baotin diff 17\n  baotin diff 17 1 3\n  baotin diff 17 --json\n  baotin diff "
                             "17 --html > diff.html");
    diff_app->add_option("ID", words.diff.id, "The article's id")->required();
    diff_app->add_option("A", words.diff.from, "From this revision");
    diff_app->add_option("B", words.diff.to, "To this revision");
    diff_app->add_flag("--html", words.diff.html, "A page for a browser");
    diff_app->callback([&] { words.chosen = [&] { return diff(words.common, words.diff); }; });

    auto* story_app =
        command(app, "story", "Who else carries an article's text: who had it first, what each changed",
                "  baotin story 17\n  baotin story 17 --json");
    story_app->add_option("ID", words.story.id, "The id of any of its articles")->required();
    story_app->callback([&] { words.chosen = [&] { return story(words.common, words.story); }; });

    auto* events_app = command(app, "events", "What happened, in commit order; replays from any cursor",
                               "  baotin events\n  baotin events --since 120 --json");
    events_app->add_option("--since", words.events.since, "After this cursor");
    events_app->add_option("--limit", words.events.limit, "At most so many")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}));
    events_app->add_flag("--backfill", words.events.backfill, "Also what was recorded but not told");
    events_app->callback([&] { words.chosen = [&] { return events(words.common, words.events); }; });
}

void add_export_command(CLI::App& app, Words& words)
{
    auto* export_app = command(
        app, "export", "Articles or revisions as JSON lines or CSV, stored pages as WARC; oldest first",
        "  baotin export > articles.jsonl\n  baotin export --format csv --site thst > thst.csv\n"
        "  baotin export --what revisions --query '\"bầu cử\"' --since 2026-01-01\n"
        "  baotin export --after 1200 >> articles.jsonl\n  baotin export --format warc > pages.warc");
    auto& export_words = words.export_archive;
    export_app->add_option("--format", export_words.format, "jsonl (default), csv or warc")
        ->check(CLI::IsMember({"jsonl", "csv", "warc"}));
    export_app
        ->add_option("--what", export_words.what, "articles (default) or revisions; of WARC, always pages")
        ->check(CLI::IsMember({"articles", "revisions"}));
    export_app->add_option("--site", export_words.sites, "Only of this site (may be given several times)");
    export_app->add_option("--since", export_words.since,
                           "Articles first seen, revisions seen, pages fetched at or after this");
    export_app->add_option("--until", export_words.until, "… before this");
    export_app->add_option("--query", export_words.query, "Only where the text says these words (no WARC)");
    export_app->add_option("--after", export_words.after, "Go on behind this cursor, the last line's");
    export_app->add_option("--limit", export_words.limit, "At most so many")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}));
    export_app->callback(
        [&] { words.chosen = [&] { return export_archive(words.common, words.export_archive); }; });
}

void add_care_commands(CLI::App& app, Words& words)
{
    auto* backup_app = command(app, "backup", "Copy the archive into one file, also while the daemon writes",
                               "  baotin backup /var/backups/baotin-$(date +%F).db");
    backup_app->add_option("FILE", words.backup.file, "The copy; must not be there yet")->required();
    backup_app->callback([&] { words.chosen = [&] { return backup(words.common, words.backup); }; });

    auto* restore_app =
        command(app, "restore", "Put a backup in the archive's place; what stood there is kept beside it",
                "  systemctl stop baotin && baotin restore /var/backups/baotin-2026-11-21.db");
    restore_app->add_option("FILE", words.restore.file, "The backup")->required();
    restore_app->callback([&] { words.chosen = [&] { return restore(words.common, words.restore); }; });

    auto* verify_app =
        command(app, "verify", "Prove that nothing in the archive was altered, lost or damaged",
                "  baotin verify\n  baotin verify --repair\n  baotin verify --json | jq -r .head");
    verify_app->add_flag("--repair", words.verify.repair,
                         "Make stories anew, and the search index where it is damaged");
    verify_app->callback([&] { words.chosen = [&] { return verify(words.common, words.verify); }; });
}

} // namespace

void add_archive_commands(CLI::App& app, Words& words)
{
    add_search_command(app, words);
    add_reading_commands(app, words);
    add_export_command(app, words);
    add_care_commands(app, words);
}

} // namespace baotin::daemon
