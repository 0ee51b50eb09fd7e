#include "daemon/command_line.hpp"

#include "archive/store.hpp"
#include "config/nearest.hpp"
#include "daemon/command_words.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

namespace baotin::daemon {

CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                  const std::string& examples)
{
    auto* app = parent.add_subcommand(name, what);
    app->fallthrough(); // common options may stand after the command
    app->footer("\nExamples:\n" + examples);
    return app;
}

namespace {

void add_service_commands(CLI::App& app, Words& words)
{
    command(app, "run", "Watch all sites and tell all hooks, until stopped",
            "  baotin run\n  baotin run --config ./config/baotin.toml\n  systemctl start baotin")
        ->callback([&] { words.chosen = [&] { return run(words.common); }; });

    auto* check_app = command(app, "check", "Validate the configuration; --live: one real fetch of each site",
                              "  baotin check\n  baotin check --live congan-haiphong");
    check_app->add_flag("--live", words.check.live, "Fetch one source and one article of each site");
    check_app->add_option("SITE", words.check.sites, "Only these sites (with --live)");
    check_app->callback([&] { words.chosen = [&] { return check(words.common, words.check); }; });

    auto* crawl_app =
        command(app, "crawl", "One pass: every source once, then the articles that are new or due; then exit",
                "  baotin crawl\n  baotin crawl bocongan thst\n  baotin crawl --json | jq .outcome");
    crawl_app->add_option("SITE", words.crawl.sites, "Only these sites");
    crawl_app->add_flag("!--no-tidy", words.crawl.tidy,
                        "Leave search, stories and the packing of pages to the next time");
    crawl_app->callback([&] { words.chosen = [&] { return crawl(words.common, words.crawl); }; });

    command(app, "version", "Print the version", "  baotin version\n  baotin version --json")->callback([&] {
        words.chosen = [&] { return version(words.common); };
    });
}

void add_editor_commands(CLI::App& app, Words& words)
{
    auto* try_app = command(
        app, "try", "What the extractor sees, field by field, with the selector that matched",
        "  baotin try congan-haiphong https://congan.haiphong.gov.vn/Tin-An-ninh-trat-tu/x-184974.html\n"
        "  baotin try thst page.html --url http://thst.vn/tin/x\n"
        "  baotin try generic page.html --json\n"
        "  baotin try new --rules new.toml page.html\n"
        "  baotin try congan-sonla feed.xml --as feed");
    try_app->add_option("SITE", words.try_page.site, "A configured site, or `generic` for no rules")
        ->required();
    try_app->add_option("URL|FILE", words.try_page.target, "What to read; `-` is stdin")->required();
    try_app->add_option("--url", words.try_page.url, "The address that a file stands for");
    try_app->add_option("--as", words.try_page.as, "Show links instead: listing, feed or sitemap")
        ->check(CLI::IsMember({"listing", "feed", "sitemap"}));
    try_app->add_option("--rules", words.try_page.rules, "Try this site file instead of the installed one");
    try_app->callback([&] { words.chosen = [&] { return try_page(words.common, words.try_page); }; });

    auto* add_app =
        command(app, "add", "Probe a site and print a site file for it, with what was measured",
                "  baotin add https://congan.haiphong.gov.vn/ > config/sites.d/congan-haiphong.toml\n"
                "  baotin add baobacninhtv.vn --json | jq -r .file");
    add_app->add_option("URL", words.add.url, "The site's front page, or one of its sections")->required();
    add_app->callback([&] { words.chosen = [&] { return add(words.common, words.add); }; });

    auto* robots_app = command(app, "robots", "May we visit a URL, and by which line of robots.txt?",
                               "  baotin robots https://bocongan.gov.vn/tin-tuc\n"
                               "  baotin robots https://example.vn/a --agent Googlebot --file robots.txt");
    robots_app->add_option("URL", words.robots.url, "The page")->required();
    robots_app->add_option("--agent", words.robots.agent, "Ask for this crawler's name instead of ours");
    robots_app->add_option("--file", words.robots.file,
                           "Use this robots.txt instead of the host's; `-` is stdin");
    robots_app->callback([&] { words.chosen = [&] { return robots(words.common, words.robots); }; });

    auto* sites_app = command(app, "sites", "Health of the sites; of one: its sources and pages",
                              "  baotin sites\n  baotin sites congan-haiphong\n  baotin sites --json");
    sites_app->add_option("SITE", words.sites.site, "Show the pages of this site");
    sites_app->callback([&] { words.chosen = [&] { return sites(words.common, words.sites); }; });
}

void add_reparse_command(CLI::App& app, Words& words)
{
    auto* reparse_app =
        command(app, "reparse", "Read a site's stored pages by today's rules; never alerts",
                "  baotin reparse congan-haiphong --dry-run\n  baotin reparse congan-haiphong\n"
                "  baotin reparse thst --json | jq .outcome");
    reparse_app->add_option("SITE", words.reparse.site, "The site whose rules were mended")->required();
    reparse_app->add_flag("--dry-run", words.reparse.dry_run, "Print what would change, write nothing");
    reparse_app->callback([&] { words.chosen = [&] { return reparse(words.common, words.reparse); }; });
}

void add_hooks_commands(CLI::App& app, Words& words)
{
    auto* hooks_app =
        command(app, "hooks", "The hooks, what waits for each, and its state",
                "  baotin hooks\n  baotin hooks test newsroom\n  baotin hooks explain newsroom 17\n"
                "  baotin hooks new-secret > newsroom.secret");
    hooks_app->require_subcommand(0, 1);
    auto* test_app =
        command(*hooks_app, "test", "Send a marked sample and print request, response and timing",
                "  baotin hooks test newsroom\n  baotin hooks test newsroom --type article.changed");
    test_app->add_option("NAME", words.hooks_test.hook, "The hook")->required();
    test_app->add_option("--type", words.hooks_test.type, "The event's type");
    test_app->callback([&] { words.chosen = [&] { return hooks_test(words.common, words.hooks_test); }; });

    auto* explain_app =
        command(*hooks_app, "explain", "Why a hook is told of an article, or is not, key by key",
                "  baotin hooks explain newsroom 17");
    explain_app->add_option("NAME", words.explain.hook, "The hook")->required();
    explain_app->add_option("ARTICLE", words.explain.article, "The article's id")->required();
    explain_app->callback([&] { words.chosen = [&] { return hooks_explain(words.common, words.explain); }; });

    auto* replay_app =
        command(*hooks_app, "replay", "Send a hook again what its rules want of the past, marked as a replay",
                "  baotin hooks replay newsroom --since 120\n"
                "  baotin hooks replay newsroom --since 2026-11-21T00:00:00+07:00 --dry-run");
    replay_app->add_option("NAME", words.replay.hook, "The hook")->required();
    replay_app->add_option("--since", words.replay.since, "After this cursor, or from this RFC 3339 time on")
        ->required();
    replay_app->add_option("--until", words.replay.until, "Up to this cursor, or before this time");
    replay_app->add_flag("--backfill", words.replay.backfill, "Also what sources' first visits found");
    replay_app->add_flag("--dry-run", words.replay.dry_run, "Only say how many");
    replay_app->callback([&] { words.chosen = [&] { return hooks_replay(words.common, words.replay); }; });

    auto* secret_app = command(*hooks_app, "new-secret", "Make a new signing secret (whsec_…)",
                               "  baotin hooks new-secret\n  baotin hooks new-secret --ed25519");
    secret_app->add_flag("--ed25519", words.ed25519, "An asymmetric one (whsk_…); prints the public key too");
    secret_app->callback(
        [&] { words.chosen = [&] { return hooks_new_secret(words.common, words.ed25519); }; });
    hooks_app->callback([&words, hooks_app] {
        if (hooks_app->get_subcommands().empty()) words.chosen = [&words] { return hooks(words.common); };
    });
}

void add_delivery_filters(CLI::App& app, DeliveriesWords& words)
{
    app.add_option("--type", words.type, "Only events of this type");
    app.add_option("--since", words.since, "Only those queued at or after this RFC 3339 time");
    app.add_option("--until", words.until, "Only those queued before it");
}

void add_deliveries_commands(CLI::App& app, Words& words)
{
    auto* deliveries_app =
        command(app, "deliveries", "Events on their way to hooks, newest first",
                "  baotin deliveries --state dead\n  baotin deliveries --hook newsroom --limit 20\n"
                "  baotin deliveries show 42\n  baotin deliveries retry 42");
    deliveries_app->require_subcommand(0, 1);
    deliveries_app->add_option("--hook", words.deliveries.hook, "Only of this hook");
    deliveries_app->add_option("--state", words.deliveries.state, "Only pending, delivered or dead ones");
    add_delivery_filters(*deliveries_app, words.deliveries);
    deliveries_app->add_option("--limit", words.deliveries.limit, "At most so many")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}));

    auto* show_app =
        command(*deliveries_app, "show", "One delivery: its body, and what its last failure looked like",
                "  baotin deliveries show 42");
    show_app->add_option("ID", words.delivery, "The delivery")->required();
    show_app->callback([&] { words.chosen = [&] { return deliveries_show(words.common, words.delivery); }; });

    auto* retry_app =
        command(*deliveries_app, "retry", "Bring dead letters back: they are due at once",
                "  baotin deliveries retry 42\n  baotin deliveries retry --hook newsroom\n"
                "  baotin deliveries retry --type article.new --since 2026-11-21T00:00:00+07:00\n"
                "  baotin deliveries retry --all");
    retry_app->add_option("ID", words.retry.id, "This delivery");
    retry_app->add_option("--hook", words.retry.which.hook,
                          "Of this hook, pending ones too; enables it again where it answered 410");
    add_delivery_filters(*retry_app, words.retry.which);
    retry_app->add_flag("--all", words.retry.all, "All dead letters");
    retry_app->callback([&] { words.chosen = [&] { return deliveries_retry(words.common, words.retry); }; });
    deliveries_app->callback([&words, deliveries_app] {
        if (!deliveries_app->get_subcommands().empty()) return;
        words.chosen = [&words] { return deliveries(words.common, words.deliveries); };
    });
}

std::unique_ptr<CLI::App> describe(Words& words)
{
    auto app = std::make_unique<CLI::App>("baotin watches Vietnamese provincial police and press sites, "
                                          "keeps every version of every article, and tells "
                                          "subscribers by signed webhook what is new and what was changed.",
                                          "baotin");
    app->require_subcommand(1);
    app->set_version_flag("--version", "baotin " BAOTIN_VERSION, "Print the version");
    app->add_option("--config", words.common.config,
                    "baotin.toml (default: /etc/baotin/baotin.toml, then ./config/baotin.toml)");
    app->add_flag("--json", words.common.json, "One JSON object a line");
    app->add_flag("--quiet", words.common.quiet, "Results and errors only");
    app->footer("\nExamples:\n  baotin check\n  baotin run\n  baotin articles --limit 20\n\n"
                "Exit codes: 0 ok, 1 the work found a problem, 2 bad usage or configuration.\n"
                "`baotin COMMAND --help` shows each command's options and examples.");
    add_service_commands(*app, words);
    add_editor_commands(*app, words);
    add_reparse_command(*app, words);
    add_archive_commands(*app, words);
    add_hooks_commands(*app, words);
    add_deliveries_commands(*app, words);
    return app;
}

/// On stderr; where that is closed, too, nobody is left to tell.
void complain(std::string_view sentence)
{
    std::fwrite(sentence.data(), 1, sentence.size(), stderr);
    std::fputc('\n', stderr);
}

/// CLI11 says only that there has to be a command.
std::optional<std::string> unknown_command(const CLI::App& app)
{
    const auto words = app.remaining();
    if (!app.get_subcommands().empty() || words.empty() || words.front().starts_with('-'))
        return std::nullopt;
    std::vector<std::string> commands;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        commands.push_back(command->get_name());
    return fmt::format("baotin has no command {}{}", config::in_quotes(words.front()),
                       config::suggestion(words.front(), commands));
}

/// What was thrown while the output was written: whoever read it may have had enough (`| head`).
ExitCode end_of_output(const std::system_error& error)
{
    if (error.code() != std::errc::broken_pipe)
        complain(fmt::format("the output could not be written to its end: {}", error.code().message()));
    return ExitCode::problem;
}

} // namespace

int obey_command_line(int argc, char** argv)
{
    Words words;
    auto app = describe(words);
    try {
        app->parse(argc, argv);
        spdlog::set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
        if (words.common.quiet) spdlog::set_level(spdlog::level::warn);
        const auto code = words.chosen();
        // Part of it may still be in the buffer: what a full disk cut off must not pass for whole.
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            throw CommandError("the output could not be written to its end", ExitCode::problem);
        return static_cast<int>(code);
    } catch (const CLI::ParseError& error) {
        if (const auto unknown = unknown_command(*app)) {
            complain(*unknown);
            return static_cast<int>(ExitCode::usage);
        }
        auto code = app->exit(error); // prints help to stdout, complaints to stderr
        return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
    } catch (const CommandError& error) {
        complain(error.what());
        return static_cast<int>(error.code());
    } catch (const archive::StoreError& error) {
        complain(error.what());
        return static_cast<int>(ExitCode::usage);
    } catch (const std::system_error& error) {
        if (std::ferror(stdout) != 0 || std::ferror(stderr) != 0)
            return static_cast<int>(end_of_output(error));
        complain(fmt::format("baotin: {}", error.what()));
        return static_cast<int>(ExitCode::usage);
    } catch (const std::exception& error) {
        complain(fmt::format("baotin: {}", error.what()));
        return static_cast<int>(ExitCode::usage);
    }
}

} // namespace baotin::daemon
