#include "blocking_client.hpp"
#include "control.hpp"
#include "page_template.hpp"
#include "serve.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>

namespace baotin::lab {
namespace {

/// A command that a running lab carries out: its words become the parameters of one POST.
class Remote {
public:
    Remote(CLI::App& app, std::string name, const std::string& what) : name_(std::move(name))
    {
        command_ = app.add_subcommand(name_, what);
        command_->add_option("DIR", directory_, "the directory that `baotin-lab serve` was given")
            ->required();
    }

    Remote& word(const std::string& name, const std::string& what)
    {
        command_->add_option(name, values_[name], what)->required();
        return *this;
    }

    Remote& option(const std::string& name, const std::string& what)
    {
        options_[name] = command_->add_option("--" + name, values_[name], what);
        return *this;
    }

    Remote& body()
    {
        command_->add_option("BODYFILE", body_file_, "a line for each paragraph; - is standard input")
            ->required();
        return *this;
    }

    [[nodiscard]] bool chosen() const { return command_->parsed(); }

    [[nodiscard]] int run() const
    {
        std::vector<std::pair<std::string, std::string>> parameters;
        for (const auto& [name, value] : values_) {
            const auto option = options_.find(name);
            if (option == options_.end() || option->second->count() > 0)
                parameters.emplace_back(lower(name), value);
        }
        BlockingClient client(control_of(directory_));
        const Response response =
            client.ask("POST", fmt::format("/{}?{}", name_, query_of(parameters)), body_text());
        if (response.status == 0)
            throw std::runtime_error("the lab does not answer; is `baotin-lab serve` still running?");
        if (response.status != 200)
            throw std::runtime_error(response.body.substr(0, response.body.find('\n')));
        fmt::print("{}", response.body);
        return 0;
    }

private:
    static std::string lower(std::string text)
    {
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return text;
    }

    [[nodiscard]] std::string body_text() const
    {
        if (body_file_.empty()) return {};
        if (body_file_ != "-") return read_file(body_file_);
        return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    }

    std::string name_;
    CLI::App* command_ = nullptr;
    std::string directory_;
    std::string body_file_;
    std::map<std::string, std::string> values_;
    std::map<std::string, CLI::Option*> options_;
};

/// `\n` as typed in a shell between two TOML lines.
std::string with_lines(std::string text)
{
    for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1))
        text.replace(at, 2, "\n");
    return text;
}

CLI::App* add_serve(CLI::App& app, ServeOptions& options)
{
    CLI::App* serve =
        app.add_subcommand("serve", "Play the five sites and a subscriber until SIGTERM or SIGINT");
    serve
        ->add_option("--directory", options.directory, "where configuration, secret and lab.json are written")
        ->required();
    serve->add_option("--visit", options.visit, "the lines of every site's [visit]; \\n parts them")
        ->capture_default_str();
    serve->add_option("--main", options.main,
                      "lines added to baotin.toml, e.g. '[web]\\nlisten = \"127.0.0.1:8680\"'");
    serve->add_option("--hook-events", options.hook_events,
                      "events of the hook, parted by commas (default: the daemon's)");
    serve->add_option("--shipped", options.shipped, "the site files to move to the lab")
        ->capture_default_str();
    serve->add_option("--control", options.control, "port of the control address (default: a free one)");
    serve->add_flag("--until-eof", options.until_eof, "end when standard input is closed");
    serve->footer("Example: baotin-lab serve --directory /tmp/lab --visit 'every = \"2s\"\\ndelay = \"0s\"'");
    return serve;
}

std::vector<std::unique_ptr<Remote>> add_remotes(CLI::App& app)
{
    std::vector<std::unique_ptr<Remote>> all;
    const auto add = [&](const char* name, const char* what) -> Remote& {
        return *all.emplace_back(std::make_unique<Remote>(app, name, what));
    };
    add("articles", "KEY, URL and title of a site's articles").word("SITE", "e.g. congan-haiphong");
    add("hits", "what a site was asked: seconds since the start, status, path, user agent")
        .word("SITE", "e.g. thst");
    add("publish", "put an article on top; prints its KEY, URL and title")
        .word("SITE", "where")
        .word("TITLE", "its title")
        .body();
    add("edit", "replace text in an article")
        .word("SITE", "where")
        .word("KEY", "which")
        .word("FROM", "this")
        .word("TO", "by this");
    add("remove", "take an article off")
        .word("SITE", "where")
        .word("KEY", "which")
        .option("status", "404 (default) or 410");
    add("restore", "put a removed article back").word("SITE", "where").word("KEY", "which");
    add("move", "give an article a new URL")
        .word("SITE", "where")
        .word("KEY", "which")
        .option("redirect", "on (default) or off");
    add("behave", "let a path misbehave, or be normal again")
        .word("SITE", "where")
        .word("PATH", "e.g. /robots.txt; * is the whole site")
        .word("KIND", "normal status slow silent cut_off reset too_large random nested challenge error_page "
                      "login endless bomb tired redirect")
        .option("status", "of status, error_page and redirect")
        .option("retry-after", "seconds or a date")
        .option("duration", "milliseconds that slow takes")
        .option("target", "where redirect leads to");
    add("robots", "replace a site's robots.txt").word("SITE", "where").body();
    add("charset", "serve a site in another charset")
        .word("SITE", "where")
        .word("CHARSET", "e.g. windows-1258");
    add("soft-404", "answer addresses that do not exist with a page")
        .word("SITE", "where")
        .word("SOFT", "on or off");
    add("redesign", "rename every class of a site's pages: title becomes moi-title")
        .word("SITE", "where")
        .word("REDESIGNED", "on or off");
    add("validators", "send ETag and Last-Modified and answer 304")
        .word("SITE", "where")
        .word("SEND", "on or off");
    add("counters", "let view counters move with every request").word("MOVING", "on or off");
    add("rotate", "other adverts and related boxes from now on");
    add("answer", "how the subscriber answers a path")
        .word("PATH", "e.g. /hook")
        .word("STATUS", "0 hangs up")
        .option("times", "how often; 0 (default) is for ever")
        .option("retry-after", "seconds or a date");
    add("stall", "let the subscriber never answer a path")
        .word("PATH", "e.g. /hook")
        .word("STALLING", "on or off");
    return all;
}

int run(int argc, char** argv)
{
    CLI::App app(
        "The site lab of baotin's tests: five news sites and a webhook subscriber on loopback ports");
    app.require_subcommand(1);
    ServeOptions options;
    options.visit = "every = \"1s\"\\nrecheck = \"2s\"\\ndelay = \"0s\"";
    options.shipped = BAOTIN_SOURCE_DIR "/config/sites.d";
    const CLI::App* serve_command = add_serve(app, options);
    const auto remotes = add_remotes(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (serve_command->parsed()) {
        options.visit = with_lines(options.visit);
        options.main = with_lines(options.main);
        return serve(options);
    }
    for (const auto& remote : remotes)
        if (remote->chosen()) return remote->run();
    return 2;
}

} // namespace
} // namespace baotin::lab

int main(int argc, char** argv)
{
    try {
        return baotin::lab::run(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "baotin-lab: {}\n", error.what());
        return 1;
    }
}
