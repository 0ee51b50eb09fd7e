#include "config/nearest.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <charconv>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

std::optional<archive::DeliveryState> state_of(const std::string& word)
{
    if (word.empty()) return std::nullopt;
    auto state = archive::parse_delivery_state(word);
    if (!state) throw CommandError(fmt::format("--state \"{}\" is none of pending, delivered, dead", word));
    return state;
}

archive::DeliveryId delivery_id(const std::string& word)
{
    archive::DeliveryId id = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error == std::errc{} && end == word.data() + word.size() && id > 0) return id;
    throw CommandError(fmt::format("\"{}\" is no delivery's id; `baotin deliveries` lists them", word));
}

archive::DeliveryQuery query_of(const DeliveriesWords& words)
{
    archive::DeliveryQuery query;
    query.hook = words.hook;
    query.state = state_of(words.state);
    query.limit = words.limit;
    if (!words.type.empty()) {
        query.type = archive::parse_event_type(words.type);
        if (!query.type)
            throw CommandError(fmt::format("--type \"{}\" is no event{}", words.type,
                                           config::suggestion(words.type, config::event_types())));
    }
    if (!words.since.empty()) query.since = time_of("--since", words.since);
    if (!words.until.empty()) query.until = time_of("--until", words.until);
    return query;
}

json::object delivery_json(const archive::Delivery& delivery)
{
    bool pending = delivery.state == archive::DeliveryState::pending;
    auto time = [](std::optional<parsers::Time> at) {
        return at ? json::value(parsers::rfc3339(*at)) : json::value(nullptr);
    };
    return {
        {"id", std::to_string(delivery.id)},
        {"hook", delivery.hook},
        {"event", delivery.event_id},
        {"type", archive::to_string(delivery.type)},
        {"article", delivery.article ? json::value(std::to_string(*delivery.article)) : json::value(nullptr)},
        {"state", archive::to_string(delivery.state)},
        {"attempts", delivery.attempts},
        {"created_at", parsers::rfc3339(delivery.created_at)},
        {"last_attempt", time(delivery.last_attempt)},
        {"next_attempt", pending ? time(delivery.next_attempt) : json::value(nullptr)},
        {"status", delivery.status},
        {"detail", delivery.detail},
        {"replay", delivery.replay}};
}

/// A hook that left the configuration may still have deliveries; of one that never was, "none" would mislead.
void require_known(const config::Config& config, archive::Reader& reader, const std::string& hook)
{
    if (hook.empty() || config.hook(hook) != nullptr) return;
    archive::DeliveryQuery any;
    any.hook = hook;
    any.limit = 1;
    if (reader.deliveries(any).empty()) configured_hook(config, hook); // which says so
}

std::string when(std::optional<parsers::Time> time)
{
    return time ? parsers::rfc3339(*time) : "-";
}

} // namespace

ExitCode deliveries(const Common& common, const DeliveriesWords& words)
{
    auto config = load_config_without_secrets(common);
    auto query = query_of(words);
    auto store = open_archive(*config);
    require_known(*config, *store->reader(), words.hook);
    Table table({"ID", "HOOK", "TYPE", "STATE", "ATTEMPTS", "CREATED", "NEXT", "DETAIL"});
    for (const auto& delivery : store->reader()->deliveries(query)) {
        if (common.json) print_json(delivery_json(delivery));
        bool pending = delivery.state == archive::DeliveryState::pending;
        table.row({std::to_string(delivery.id), delivery.hook, std::string(archive::to_string(delivery.type)),
                   std::string(archive::to_string(delivery.state)), std::to_string(delivery.attempts),
                   parsers::rfc3339(delivery.created_at),
                   pending ? parsers::rfc3339(delivery.next_attempt) : "-", delivery.detail});
    }
    if (!common.json) table.print();
    return ExitCode::ok;
}

ExitCode deliveries_show(const Common& common, const std::string& id)
{
    auto config = load_config_without_secrets(common);
    auto store = open_archive(*config);
    auto delivery = store->reader()->delivery(delivery_id(id));
    if (!delivery) throw CommandError(fmt::format("there is no delivery {}", id), ExitCode::problem);
    if (common.json) {
        auto object = delivery_json(*delivery);
        object["request"] = delivery->request;
        object["response"] = delivery->response;
        object["body"] = json::parse(delivery->body);
        print_json(object);
        return ExitCode::ok;
    }
    bool pending = delivery->state == archive::DeliveryState::pending;
    fmt::print("delivery {} of {} ({}) to {}{}\n{}, {} attempts, queued {}, last attempt {}, next {}\n{}\n",
               delivery->id, delivery->event_id, archive::to_string(delivery->type), delivery->hook,
               delivery->replay ? ", a replay" : "", archive::to_string(delivery->state), delivery->attempts,
               parsers::rfc3339(delivery->created_at), when(delivery->last_attempt),
               pending ? parsers::rfc3339(delivery->next_attempt) : "-", delivery->detail);
    if (!delivery->request.empty())
        fmt::print("\n{}\n{}\n", paint("the last request", Colour::bold), delivery->request);
    if (!delivery->response.empty())
        fmt::print("{}\n{}\n", paint("what it was answered", Colour::bold), delivery->response);
    fmt::print("\n{}\n{}\n", paint("body", Colour::bold), delivery->body);
    return ExitCode::ok;
}

ExitCode deliveries_retry(const Common& common, const RetryWords& words)
{
    auto query = query_of(words.which);
    bool restricted = words.id || !query.hook.empty() || query.type || query.since || query.until;
    if (!restricted && !words.all) {
        throw CommandError(
            "name a delivery's id, --hook NAME, --type TYPE, --since or --until TIME, or --all");
    }
    auto config = load_config_without_secrets(common);
    if (words.id) query.id = delivery_id(*words.id);
    auto store = open_archive(*config);
    require_known(*config, *store->reader(), words.which.hook);
    auto writer = store->writer();
    writer->begin();
    auto count = writer->retry_deliveries(query, now());
    writer->commit();
    if (common.json) {
        print_json({{"retried", count}});
    } else if (!common.quiet) {
        fmt::print("{}\n", count == 0 ? "no delivery waits to be brought back"
                                      : fmt::format("due now: {}; a running daemon sends them within seconds",
                                                    count));
    }
    return count == 0 && words.id ? ExitCode::problem : ExitCode::ok;
}

} // namespace baotin::daemon
