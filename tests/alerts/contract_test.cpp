#include "alerts/payload.hpp"
#include "tests/alerts/samples.hpp"
#include "tests/lab/sent_bodies.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace baotin {

using archive::EventType;
using testing::HasSubstr;

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const fs::path published = fs::path(BAOTIN_SOURCE_DIR) / "docs/webhooks";
const fs::path validator = fs::path(BAOTIN_SOURCE_DIR) / "tests/contract/validate_events.py";

std::string content_of(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::stringstream content;
    content << stream.rdbuf();
    return content.str();
}

struct Judgement {
    int exit_code = -1;
    std::string said;
};

/// What the validator says of a file or folder.
Judgement judged(const fs::path& path)
{
    auto command = fmt::format("python3 '{}' '{}' '{}' 2>&1", validator.string(),
                               (published / "schema.json").string(), path.string());
    auto* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    Judgement judgement;
    std::array<char, 4096> chunk;
    while (auto size = std::fread(chunk.data(), 1, chunk.size(), pipe))
        judgement.said.append(chunk.data(), size);
    auto status = ::pclose(pipe);
    judgement.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return judgement;
}

/// A file of these bodies, gone with the test.
class Bodies {
public:
    explicit Bodies(const std::vector<std::string>& bodies)
        : file_(fs::temp_directory_path() / fmt::format("baotin-bodies-{}.jsonl", ::getpid()))
    {
        std::ofstream stream(file_, std::ios::binary);
        for (const auto& body : bodies)
            stream << body << '\n';
    }
    ~Bodies() { fs::remove(file_); }
    [[nodiscard]] const fs::path& file() const { return file_; }

private:
    fs::path file_;
};

archive::Incident incident_of(EventType type)
{
    archive::Incident incident;
    incident.id = 7;
    incident.since = samples::moment("2026-11-21T08:30:00+07:00");
    auto word = archive::to_string(type);
    incident.what = word.substr(word.find('.') + 1);
    incident.detail = "timed-out: no answer in 60 s";
    if (type == EventType::site_recovered) {
        incident.what = "failing";
        incident.until = samples::moment("2026-11-21T10:05:00+07:00");
    }
    if (type == EventType::site_challenge)
        incident.detail = "four articles in a row were a page that sets a cookie";
    if (type == EventType::site_silent) incident.detail = "nothing new since 2026-11-14T16:02:11+07:00";
    if (type == EventType::site_drift)
        incident.detail = "body matched on 2 of the last 20 pages, usually on all";
    if (type == EventType::hook_failing) incident.detail = "answered 503: upstream down";
    (type == EventType::hook_failing ? incident.hook : incident.site) =
        type == EventType::hook_failing ? "newsroom" : "thst";
    return incident;
}

/// The event that docs/webhooks/examples tells of.
std::string example_of(EventType type)
{
    auto config = std::make_shared<config::Config>(*samples::configuration());
    config->sites.push_back(
        samples::site("thst", "Truyền hình Sóc Trăng", config::SiteKind::press, "Sóc Trăng"));
    auto event = samples::event(type);
    if (archive::to_string(type).starts_with("site.") || type == EventType::hook_failing) {
        event.incident = incident_of(type);
        event.site = event.incident->site;
        return alerts::compose_payload(event, nullptr, *config);
    }
    auto article = samples::article();
    article.particulars.section = "An ninh trật tự";
    article.particulars.images = {"https://congan.haiphong.gov.vn/upload/anh/2021/05/bau-cu-1.jpg"};
    article.content_hash = parsers::content_hash(article.text);
    if (type == EventType::article_changed) {
        article.revision = 2;
        article.changed_at = event.at;
        event.significance = archive::Significance::minor;
        event.changes = {
            {"title", "Đảm bảo an ninh ngày bầu cử", article.text.title},
            {"body", "Sáng 05/5, Ủy ban bầu cử họp.\nĐồng chí Giám đốc chủ trì.", article.text.body}};
    }
    if (type == EventType::story_spread) {
        event.story = archive::StoryOrigin{article.id, article.site, article.url, article.text.title,
                                           article.first_seen_at};
        event.site = article.site = "thst";
        article.id = 57;
        article.url = "http://thst.vn/tin/bau-cu-57.html";
        article.text.author.reset();
        article.first_seen_at = event.at;
        article.particulars = {};
    }
    if (type == EventType::article_removed) article.state = archive::ArticleState::removed;
    if (type == EventType::article_moved)
        event.changes = {{"url", "https://congan.haiphong.gov.vn/Tin/bau-cu.html", article.url}};
    return alerts::compose_payload(event, &article, *config);
}

std::vector<EventType> built_types()
{
    std::vector<EventType> types;
    for (auto word : config::event_types())
        types.push_back(archive::parse_event_type(word).value());
    return types;
}

} // namespace

TEST(Contract, HasASchemaAndAnExampleOfEveryEventType)
{
    auto schema = json::parse(content_of(published / "schema.json")).as_object();
    for (auto word : config::event_types()) {
        EXPECT_TRUE(schema.at("$defs").as_object().contains(word)) << word;
        EXPECT_TRUE(fs::exists(published / "examples" / fmt::format("{}.json", word))) << word;
    }
    for (auto type : built_types()) {
        std::string word(archive::to_string(type));
        auto body = example_of(type);
        lab::keep_sent(body);
        auto file = published / "examples" / (word + ".json");
        ASSERT_TRUE(fs::exists(file)) << word << "\n" << body;
        EXPECT_EQ(json::parse(content_of(file)), json::parse(body)) << "the example is what is really sent:\n"
                                                                    << body;
    }
}

TEST(Contract, HoldsForItsExamplesAndForThoseInTheDocumentation)
{
    auto examples = judged(published / "examples");
    EXPECT_EQ(examples.exit_code, 0) << examples.said;
    EXPECT_THAT(examples.said, HasSubstr(fmt::format("{} bodies", config::event_types().size())));
    auto page = judged(published.parent_path() / "webhooks.md");
    EXPECT_EQ(page.exit_code, 0) << page.said;
}

TEST(Contract, IsBrokenByAFieldThatIsMissingWrongOrUnknown)
{
    auto good = example_of(EventType::article_changed);
    Bodies valid({good});
    EXPECT_EQ(judged(valid.file()).exit_code, 0) << judged(valid.file()).said;
    auto broken = [&](auto change) {
        auto body = json::parse(good).as_object();
        change(body);
        return json::serialize(body);
    };
    const std::vector<std::string> bodies = {
        broken([](json::object& body) { body["type"] = "article.exploded"; }),
        broken([](json::object& body) { body["timestamp"] = "2026-11-21 08:30"; }),
        broken([](json::object& body) { body["data"].as_object().erase("changes"); }),
        broken([](json::object& body) { body["data"].as_object()["new_field"] = 1; }),
        broken([](json::object& body) { body["data"].as_object()["significance"] = nullptr; }),
        broken([](json::object& body) { body["data"].as_object()["article"].as_object()["id"] = 42; }),
        broken([](json::object& body) {
            body["data"].as_object()["article"].as_object()["body"] = std::string(20'000, 'x');
        }),
        R"({"type":"article.new","timestamp":"2026-11-21T08:30:00+07:00","data":{"title":"B\u1ea7u"}})",
        "not json"};
    for (const auto& body : bodies) {
        Bodies one({body});
        EXPECT_EQ(judged(one.file()).exit_code, 1) << body.substr(0, 200);
    }
}

} // namespace baotin
