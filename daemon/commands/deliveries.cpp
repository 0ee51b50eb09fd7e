#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

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

void print_delivery_json(const archive::Delivery& delivery)
{
    bool pending = delivery.state == archive::DeliveryState::pending;
    auto time = [](std::optional<parsers::Time> at) {
        return at ? json::value(parsers::rfc3339(*at)) : json::value(nullptr);
    };
    print_json({{"id", std::to_string(delivery.id)},
                {"hook", delivery.hook},
                {"event", delivery.event_id},
                {"type", archive::to_string(delivery.type)},
                {"article",
                 delivery.article ? json::value(std::to_string(*delivery.article)) : json::value(nullptr)},
                {"state", archive::to_string(delivery.state)},
                {"attempts", delivery.attempts},
                {"created_at", parsers::rfc3339(delivery.created_at)},
                {"last_attempt", time(delivery.last_attempt)},
                {"next_attempt", pending ? time(delivery.next_attempt) : json::value(nullptr)},
                {"status", delivery.status},
                {"detail", delivery.detail}});
}

} // namespace

ExitCode deliveries(const Common& common, const DeliveriesWords& words)
{
    auto config = load_config(common);
    archive::DeliveryQuery query;
    query.hook = words.hook;
    query.state = state_of(words.state);
    query.limit = words.limit;
    auto store = open_archive(*config);
    Table table({"ID", "HOOK", "TYPE", "STATE", "ATTEMPTS", "CREATED", "NEXT", "DETAIL"});
    for (const auto& delivery : store->reader()->deliveries(query)) {
        if (common.json) print_delivery_json(delivery);
        bool pending = delivery.state == archive::DeliveryState::pending;
        table.row({std::to_string(delivery.id), delivery.hook, std::string(archive::to_string(delivery.type)),
                   std::string(archive::to_string(delivery.state)), std::to_string(delivery.attempts),
                   parsers::rfc3339(delivery.created_at),
                   pending ? parsers::rfc3339(delivery.next_attempt) : "-", delivery.detail});
    }
    if (!common.json) table.print();
    return ExitCode::ok;
}

ExitCode deliveries_retry(const Common& common, const RetryWords& words)
{
    if (!words.id && words.hook.empty() && !words.all) {
        throw CommandError("name a delivery's id, --hook NAME, or --all");
    }
    auto config = load_config(common);
    archive::DeliveryQuery query;
    if (words.id) query.id = delivery_id(*words.id);
    query.hook = words.hook;
    auto store = open_archive(*config);
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
