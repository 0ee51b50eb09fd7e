#pragma once

#include "daemon/commands.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace baotin::daemon {

/// The command that the words chose, to be done once all of them are understood.
using Chosen = std::function<ExitCode()>;

/// The words of every command; CLI11 writes into them while it reads the line.
struct Words {
    Common common;
    CheckWords check;
    CrawlWords crawl;
    TryWords try_page;
    AddWords add;
    RobotsWords robots;
    SitesWords sites;
    ReparseWords reparse;
    ArticlesWords articles;
    SearchWords search;
    StoryWords story;
    ShowWords show;
    DiffWords diff;
    EventsWords events;
    ExportWords export_archive;
    BackupWords backup, restore;
    VerifyWords verify;
    HooksTestWords hooks_test;
    ExplainWords explain;
    ReplayWords replay;
    bool ed25519 = false;
    DeliveriesWords deliveries;
    std::string delivery;
    RetryWords retry;
    Chosen chosen;
};

/// A command of `parent`, with its examples in --help.
CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                  const std::string& examples);

void add_archive_commands(CLI::App& app, Words& words); ///< those that read the archive, or care for it

} // namespace baotin::daemon
