#include "alerts/signature.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"
#include "parsers/url_credentials.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

std::string incident_of(archive::Reader& reader, const std::string& hook)
{
    for (const auto& incident : reader.open_incidents()) {
        if (incident.hook == hook)
            return fmt::format("{} since {}", incident.what, parsers::rfc3339(incident.since));
    }
    return {};
}

/// A receiver that just begins to fail has no incident yet: what it answered last tells.
std::string state_of(const std::string& incident, const archive::Backlog& backlog)
{
    if (!incident.empty()) return incident;
    if (!backlog.failed) return "ok";
    return fmt::format("tried {} by {}: {}",
                       counted(static_cast<std::size_t>(backlog.failed->attempts), "time"),
                       parsers::rfc3339(*backlog.failed->last_attempt), backlog.failed->detail);
}

std::unique_ptr<archive::Store> archive_if_there(const config::Config& config)
{
    std::error_code ignored;
    const bool there = std::filesystem::exists(config.store.sqlite_file, ignored);
    return there ? open_archive(config) : nullptr;
}

} // namespace

ExitCode hooks(const Common& common)
{
    auto config = load_config_without_secrets(common);
    const auto store = archive_if_there(*config);
    const auto reader = store ? store->reader() : nullptr;
    Table table({"HOOK", "URL", "EVENTS", "PENDING", "STATE"});
    for (const auto& hook : config->hooks) {
        const auto backlog = reader ? reader->backlog(hook.name) : archive::Backlog();
        const auto state = state_of(reader ? incident_of(*reader, hook.name) : "", backlog);
        if (common.json) {
            print_json({{"name", hook.name},
                        {"url", parsers::without_credentials(hook.url)},
                        {"events", json::array(hook.events.begin(), hook.events.end())},
                        {"pending", backlog.pending},
                        {"state", state}});
        }
        table.row({hook.name, parsers::without_credentials(hook.url),
                   fmt::format("{}", fmt::join(hook.events, " ")), std::to_string(backlog.pending), state});
    }
    if (!common.json) table.print();
    return ExitCode::ok;
}

ExitCode hooks_new_secret(const Common& common, bool ed25519)
{
    using Kind = config::SigningKey::Kind;
    auto key = alerts::new_key(ed25519 ? Kind::ed25519 : Kind::hmac_sha256);
    if (common.json) {
        json::object object{{"secret", key.secret}};
        if (ed25519) object["public_key"] = key.public_key;
        print_json(object);
    } else {
        // The secret alone is stdout, so that it can go straight into a file.
        fmt::print("{}\n", key.secret);
        if (ed25519) fmt::print(stderr, "the receiver verifies with {}\n", key.public_key);
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
