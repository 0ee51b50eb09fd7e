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

std::string state_of(const std::vector<archive::Incident>& incidents, const std::string& hook)
{
    for (const auto& incident : incidents) {
        if (incident.hook == hook)
            return fmt::format("{} since {}", incident.what, parsers::rfc3339(incident.since));
    }
    return "ok";
}

std::vector<archive::Incident> open_incidents(const config::Config& config)
{
    std::error_code ignored;
    if (!std::filesystem::exists(config.store.sqlite_file, ignored)) return {};
    auto store = open_archive(config);
    return store->reader()->open_incidents();
}

} // namespace

ExitCode hooks(const Common& common)
{
    auto config = load_config_without_secrets(common);
    auto incidents = open_incidents(*config);
    Table table({"HOOK", "URL", "EVENTS", "STATE"});
    for (const auto& hook : config->hooks) {
        auto state = state_of(incidents, hook.name);
        if (common.json) {
            print_json({{"name", hook.name},
                        {"url", parsers::without_credentials(hook.url)},
                        {"events", json::array(hook.events.begin(), hook.events.end())},
                        {"state", state}});
        }
        table.row({hook.name, parsers::without_credentials(hook.url),
                   fmt::format("{}", fmt::join(hook.events, " ")), state});
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
