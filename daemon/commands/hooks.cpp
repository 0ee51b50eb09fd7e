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

constexpr std::size_t most_counted = 10'000;

/// What waits for a hook's receiver.
struct Backlog {
    std::size_t pending = 0;                 ///< at most most_counted
    std::optional<archive::Delivery> failed; ///< that was tried last
    std::string incident;                    ///< `failing since …`; empty: none
};

Backlog backlog_of(archive::Reader& reader, const std::string& hook)
{
    Backlog backlog;
    for (const auto& incident : reader.open_incidents()) {
        if (incident.hook == hook)
            backlog.incident = fmt::format("{} since {}", incident.what, parsers::rfc3339(incident.since));
    }
    for (auto& delivery : reader.deliveries(
             {.id = {}, .hook = hook, .state = archive::DeliveryState::pending, .limit = most_counted})) {
        ++backlog.pending;
        if (delivery.last_attempt &&
            (!backlog.failed || delivery.last_attempt > backlog.failed->last_attempt))
            backlog.failed = std::move(delivery);
    }
    return backlog;
}

/// Receivers that just begin to fail have no incident yet: what they answered last tells.
std::string state_of(const Backlog& backlog)
{
    if (!backlog.incident.empty()) return backlog.incident;
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
        const auto backlog = reader ? backlog_of(*reader, hook.name) : Backlog();
        const auto state = state_of(backlog);
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
