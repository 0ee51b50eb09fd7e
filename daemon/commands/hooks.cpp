#include "alerts/hook_router.hpp"
#include "alerts/webhook.hpp"
#include "config/nearest.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"
#include "parsers/url_credentials.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <exception>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

const config::Hook& configured_hook(const config::Config& config, const std::string& name)
{
    if (const auto* hook = config.hook(name)) return *hook;
    std::vector<std::string> names;
    for (const auto& hook : config.hooks)
        names.push_back(hook.name);
    if (names.empty()) throw CommandError("no hook is configured; add a [[hook]] block to baotin.toml");
    throw CommandError(fmt::format("no hook \"{}\" is configured{}", name, config::suggestion(name, names)));
}

std::string random_hex(std::size_t bytes)
{
    std::string random(bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(bytes)) != 1) {
        throw std::runtime_error("the system gives no random bytes");
    }
    return fmt::format("{:02x}", fmt::join(std::basic_string_view<unsigned char>(
                                               reinterpret_cast<const unsigned char*>(random.data()), bytes),
                                           ""));
}

archive::Article sample_article(const std::string& site)
{
    archive::Article article;
    article.site = site;
    article.url = "https://example.org/tin-thu-nghiem-1.html";
    article.text.title = "Tin thử nghiệm của baotin";
    article.text.summary = "Đây là tin thử, không phải tin thật.";
    article.text.body = "Nếu bạn đọc được dòng này với đủ dấu tiếng Việt, webhook hoạt động đúng.";
    article.content_hash = parsers::content_hash(article.text);
    article.revision = 1;
    article.first_seen_at = now();
    return article;
}

archive::Event sample_event(archive::EventType type, const std::string& site)
{
    archive::Event event;
    event.id = "evt_test_" + random_hex(12);
    event.type = type;
    event.at = now();
    event.site = site;
    if (type == archive::EventType::article_changed) {
        event.changes = {{"title", "Tin thử nghiệm", "Tin thử nghiệm của baotin"}};
        event.significance = archive::Significance::minor;
    }
    return event;
}

/// Through the true words of the true path, but marked: `data.test` is true.
std::string sample_body(const config::Snapshot& config, const archive::Event& event,
                        const archive::Article& article)
{
    auto body = json::parse(alerts::HookRouter(config).compose(event, &article)).as_object();
    body["data"].as_object()["test"] = true;
    return json::serialize(body);
}

alerts::WebhookAnswer post(const config::Config& config, const config::Hook& hook, std::string id,
                           std::string body)
{
    boost::asio::io_context loop(1);
    net::HttpOptions options;
    options.user_agent = config.crawler.user_agent;
    net::HttpClient http(loop.get_executor(), std::move(options));
    alerts::WebhookAnswer answer;
    std::exception_ptr failure;
    auto done = [&](std::exception_ptr thrown, alerts::WebhookAnswer given) {
        failure = thrown;
        answer = std::move(given);
    };
    boost::asio::co_spawn(loop, alerts::post_webhook(http, hook, std::move(id), std::move(body), now()),
                          done);
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return answer;
}

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
    auto config = load_config(common);
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

ExitCode hooks_test(const Common& common, const HooksTestWords& words)
{
    auto config = load_config(common);
    const auto& hook = configured_hook(*config, words.hook);
    auto type = archive::parse_event_type(words.type);
    if (!type || !words.type.starts_with("article.")) {
        throw CommandError(
            fmt::format("--type \"{}\" is none of article.new, article.changed, article.removed, "
                        "article.restored, article.moved",
                        words.type));
    }
    auto site = config->sites.empty() ? std::string("example") : config->sites.front()->id;
    auto event = sample_event(*type, site);
    auto body = sample_body(config, event, sample_article(site));
    auto answer = post(*config, hook, event.id, body);
    bool delivered = answer.verdict == alerts::WebhookAnswer::Verdict::delivered;
    auto milliseconds = static_cast<double>(answer.elapsed.count()) / 1000;
    if (common.json) {
        print_json({{"hook", hook.name},
                    {"id", event.id},
                    {"delivered", delivered},
                    {"status", answer.status},
                    {"detail", answer.detail},
                    {"elapsed_ms", milliseconds},
                    {"body", json::parse(body)}});
    } else {
        fmt::print("POST {}\nwebhook-id: {}\n\n{}\n\n", parsers::without_credentials(hook.url), event.id,
                   body);
        fmt::print("{} {} ({:.1f} ms)\n",
                   paint(delivered ? "delivered:" : "failed:", delivered ? Colour::green : Colour::red),
                   answer.detail, milliseconds);
    }
    return delivered ? ExitCode::ok : ExitCode::problem;
}

ExitCode hooks_new_secret(const Common& common)
{
    std::array<unsigned char, 32> key{};
    if (RAND_bytes(key.data(), key.size()) != 1) throw std::runtime_error("the system gives no random bytes");
    std::array<unsigned char, 64> base64{};
    EVP_EncodeBlock(base64.data(), key.data(), key.size());
    auto secret = fmt::format("whsec_{}", reinterpret_cast<const char*>(base64.data()));
    if (common.json) {
        print_json({{"secret", secret}});
    } else {
        fmt::print("{}\n", secret);
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
