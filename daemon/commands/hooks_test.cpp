#include "alerts/hook_router.hpp"
#include "alerts/webhook.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/rand.h>

#include <algorithm>
#include <exception>

namespace baotin::daemon {
namespace {

namespace json = boost::json;

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

archive::Event sample_event(archive::EventType type, const config::Config& config)
{
    using archive::EventType;
    archive::Event event;
    event.id = "evt_test_" + random_hex(12);
    event.type = type;
    event.at = now();
    event.site = config.sites.empty() ? std::string("example") : config.sites.front()->id;
    if (type == EventType::article_changed) {
        event.changes = {{"title", "Tin thử nghiệm", "Tin thử nghiệm của baotin"}};
        event.significance = archive::Significance::minor;
    }
    if (type == EventType::article_moved)
        event.changes = {
            {"url", "https://example.org/tin-cu.html", "https://example.org/tin-thu-nghiem-1.html"}};
    if (type == EventType::story_spread) {
        const auto first = config.sites.size() > 1 ? config.sites.back()->id : std::string("example-first");
        event.story = archive::StoryOrigin{1, first, "https://example.org/tin-goc.html",
                                           "Tin thử nghiệm của baotin", event.at - std::chrono::hours(1)};
    }
    std::string_view word = archive::to_string(type);
    if (word.starts_with("article.") || event.story) return event;

    archive::Incident incident;
    incident.what = type == EventType::site_recovered ? "failing" : word.substr(word.find('.') + 1);
    incident.detail = "đây là sự cố thử, không phải sự cố thật";
    incident.since = event.at;
    if (type == EventType::site_recovered) incident.until = event.at;
    if (type == EventType::hook_failing) {
        incident.hook = "example";
        event.site.clear();
    }
    incident.site = event.site;
    event.incident = incident;
    return event;
}

/// Through the true words of the true path, but marked: `data.test` is true.
std::string sample_body(const config::Snapshot& config, const archive::Event& event)
{
    auto article = sample_article(event.site);
    const auto* about = event.incident ? nullptr : &article;
    auto body = json::parse(alerts::HookRouter(config).compose(event, about)).as_object();
    body["data"].as_object()["test"] = true;
    return json::serialize(body);
}

alerts::WebhookAnswer post(const config::Config& config, const config::Hook& hook,
                           alerts::WebhookMessage message)
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
    boost::asio::co_spawn(loop, alerts::post_webhook(http, hook, std::move(message), now()), done);
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return answer;
}

void print_lines(std::string_view mark, std::string_view lines)
{
    while (!lines.empty()) {
        auto line = lines.substr(0, lines.find('\n'));
        fmt::print("{} {}\n", paint(mark, Colour::dim), line);
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    }
}

} // namespace

ExitCode hooks_test(const Common& common, const HooksTestWords& words)
{
    auto config = load_config(common);
    const auto& hook = configured_hook(*config, words.hook);
    auto types = config::event_types();
    auto type = archive::parse_event_type(words.type);
    if (!type || std::ranges::find(types, words.type) == types.end())
        throw CommandError(fmt::format("--type \"{}\" is none of {}", words.type, fmt::join(types, ", ")));
    auto event = sample_event(*type, *config);
    auto body = sample_body(config, event);
    auto answer = post(*config, hook, {event.id, body});
    bool delivered = answer.verdict == alerts::WebhookAnswer::Verdict::delivered;
    auto milliseconds = static_cast<double>(answer.elapsed.count()) / 1000;
    if (common.json) {
        print_json({{"hook", hook.name},
                    {"id", event.id},
                    {"delivered", delivered},
                    {"status", answer.status},
                    {"detail", answer.detail},
                    {"elapsed_ms", milliseconds},
                    {"request", answer.request},
                    {"response", answer.response},
                    {"body", json::parse(body)}});
    } else {
        print_lines(">", answer.request);
        print_lines(">", "\n" + body);
        print_lines("<", answer.response);
        fmt::print("{} {} ({:.1f} ms)\n",
                   paint(delivered ? "delivered:" : "failed:", delivered ? Colour::green : Colour::red),
                   answer.detail, milliseconds);
    }
    return delivered ? ExitCode::ok : ExitCode::problem;
}

} // namespace baotin::daemon
