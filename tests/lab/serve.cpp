#include "serve.hpp"

#include "control.hpp"
#include "http_server.hpp"
#include "page_template.hpp"
#include "site_lab.hpp"
#include "webhook_receiver.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <boost/system/error_code.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace baotin::lab {
namespace {

namespace json = boost::json;

/// Closes a descriptor.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number)
    {
        if (number < 0) throw std::system_error(errno, std::generic_category());
    }
    ~Descriptor() { close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

void say(std::string_view line)
{
    fmt::print("{}\n", line);
    std::fflush(stdout); // whoever watches a pipe wants it now
}

void write_secret(const std::filesystem::path& file, std::string_view secret)
{
    std::filesystem::remove(file); // an old file may have a wider mode
    const Descriptor out(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    const std::string line = fmt::format("{}\n", secret);
    if (write(out.number(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        throw std::system_error(errno, std::generic_category(), file.string());
}

std::string hook_table(const ServeOptions& options, const WebhookReceiver& receiver,
                       const std::filesystem::path& secret)
{
    std::string table = fmt::format(
        "[[hook]]\nname = \"newsroom\"\nurl = \"{}\"\nsecret_file = \"{}\"\nallow_private = true\n",
        receiver.url(), secret.string());
    std::string list;
    std::string_view rest = options.hook_events;
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", rest.substr(0, comma));
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    if (!list.empty()) table += fmt::format("events = [{}]\n", list);
    return table;
}

/// What a payload is about: an article's title or an incident's words.
std::string subject_of(const json::value& payload)
{
    for (const char* pointer : {"/data/article/title", "/data/incident/what", "/data/what"}) {
        boost::system::error_code error;
        const json::value* found = payload.find_pointer(pointer, error);
        if (found != nullptr && found->is_string()) return json::value_to<std::string>(*found);
    }
    return "-";
}

void say_received(const Received& received)
{
    boost::system::error_code error;
    const json::value payload = json::parse(received.body, error);
    std::string type = "?";
    if (!error && payload.is_object())
        if (const json::value* found = payload.as_object().if_contains("type");
            found != nullptr && found->is_string())
            type = json::value_to<std::string>(*found);
    say(fmt::format("webhook\t{}\t{}\t{}\tsignature {}\tanswered {}", received.id, type,
                    error ? "-" : subject_of(payload), received.signature_valid ? "valid" : "INVALID",
                    received.answered));
}

void write_lab_file(const std::filesystem::path& directory, const SiteLab& lab,
                    const WebhookReceiver& receiver, std::string_view control)
{
    json::object sites;
    for (const std::string& site : lab.site_ids())
        sites[site] = lab.base(site);
    const json::object whole = {{"control", control},
                                {"config", (directory / "baotin.toml").string()},
                                {"hook", receiver.url()},
                                {"pid", static_cast<std::int64_t>(getpid())},
                                {"sites", std::move(sites)}};
    const std::filesystem::path draft = directory / "lab.json.new";
    std::ofstream out(draft, std::ios::trunc);
    out << json::serialize(whole) << '\n' << std::flush;
    if (!out) throw std::runtime_error(fmt::format("cannot write {}", draft.string()));
    std::filesystem::rename(draft, directory / "lab.json"); // scripts wait for it: never half of it
}

sigset_t ending_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

void wait_for_the_end(const Descriptor& signals, bool until_eof)
{
    while (true) {
        pollfd waits[2] = {{signals.number(), POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
        if (poll(waits, until_eof ? 2 : 1, -1) < 0 && errno != EINTR)
            throw std::system_error(errno, std::generic_category());
        if (waits[0].revents != 0) return;
        char scratch[4096];
        if (until_eof && waits[1].revents != 0 && read(STDIN_FILENO, scratch, sizeof scratch) <= 0) return;
    }
}

} // namespace

int serve(const ServeOptions& options)
{
    const sigset_t ending = ending_signals();
    pthread_sigmask(SIG_BLOCK, &ending, nullptr); // before any thread, so that all inherit it
    std::signal(SIGPIPE, SIG_IGN);
    const Descriptor signals(signalfd(-1, &ending, SFD_CLOEXEC));

    const std::filesystem::path directory = std::filesystem::absolute(options.directory);
    std::filesystem::create_directories(directory);
    SiteLab lab;
    WebhookReceiver receiver;
    Control control(lab, receiver);
    HttpServer control_server;
    const auto door =
        control_server.open([&](const Request& request) { return control.answer(request); }, options.control);
    const std::string control_url = fmt::format("http://127.0.0.1:{}", door->port);

    const std::filesystem::path secret = directory / "newsroom.secret";
    write_secret(secret, receiver.secret());
    lab.write_config(directory, options.shipped, options.visit,
                     options.main + "\n" + hook_table(options, receiver, secret));
    receiver.on_received(say_received);
    write_lab_file(directory, lab, receiver, control_url);
    for (const std::string& site : lab.site_ids())
        say(fmt::format("site\t{}\t{}/", site, lab.base(site)));
    say(fmt::format("hook\tnewsroom\t{}", receiver.url()));
    say(fmt::format("control\t{}", control_url));
    say(fmt::format("config\t{}", (directory / "baotin.toml").string()));
    wait_for_the_end(signals, options.until_eof);
    std::filesystem::remove(directory / "lab.json");
    return 0;
}

std::string control_of(const std::filesystem::path& directory)
{
    boost::system::error_code error;
    const json::value whole = json::parse(read_file(directory / "lab.json"), error);
    const json::value* control = error ? nullptr : whole.find_pointer("/control", error);
    if (control == nullptr || !control->is_string())
        throw std::runtime_error(
            fmt::format("{} names no control address", (directory / "lab.json").string()));
    return json::value_to<std::string>(*control);
}

} // namespace baotin::lab
