#include "tests/daemon/stage.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace baotin::testing_daemon {
namespace {

namespace fs = std::filesystem;
namespace json_ = boost::json;
using namespace std::chrono_literals;

constexpr auto kVisit = "every = \"500ms\"\nrecheck = \"500ms\"\ndelay = \"0s\"\nmin = \"100ms\"\n";

std::string body_of(const lab::Received& delivery, std::string_view words)
{
    auto body = json_::parse(delivery.body).as_object();
    bool found = delivery.body.find(words) != std::string::npos;
    return found ? std::string(body.at("type").as_string()) : std::string();
}

} // namespace

Folder::Folder()
{
    auto name = (fs::temp_directory_path() / "baotin-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
}

Folder::~Folder()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void write_file(const fs::path& file, std::string_view text)
{
    std::ofstream(file, std::ios::binary) << text;
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds patience)
{
    auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(20ms);
    }
    return true;
}

Stage::Stage()
{
    configure();
}

void Stage::configure(std::string_view hook, std::string_view visit)
{
    write_file(file("newsroom.secret"), receiver.secret() + "\n");
    fs::permissions(file("newsroom.secret"), fs::perms::owner_read | fs::perms::owner_write);
    auto main = fmt::format("[[hook]]\nname = \"newsroom\"\nurl = \"{}\"\nsecret_file = \"newsroom.secret\"\n"
                            "allow_private = true\n{}\n",
                            receiver.url(), hook);
    lab.write_config(folder.path(), fs::path(BAOTIN_SOURCE_DIR) / "config" / "sites.d",
                     fmt::format("{}{}\n", kVisit, visit), main);
}

std::unique_ptr<DaemonProcess> Stage::start_daemon()
{
    auto daemon = std::make_unique<DaemonProcess>(folder.path());
    EXPECT_TRUE(daemon->wait_until_ready()) << daemon->log();
    return daemon;
}

bool Stage::wait_for_backfill()
{
    auto complete = [this] {
        auto articles = run({"articles", "--json"});
        auto count = static_cast<std::size_t>(std::count(articles.out.begin(), articles.out.end(), '\n'));
        return count >= articles_on_sites();
    };
    return eventually(complete, 60s);
}

std::size_t Stage::articles_on_sites() const
{
    std::size_t count = 0;
    for (const auto& site : lab.site_ids())
        count += lab.articles(site).size();
    return count;
}

Finished Stage::run(std::vector<std::string> words) const
{
    words.insert(words.end(), {"--config", file("baotin.toml").string()});
    return baotin(words, folder.path());
}

std::vector<json_::object> Stage::json(std::vector<std::string> words) const
{
    words.emplace_back("--json");
    auto finished = run(words);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    std::vector<json_::object> objects;
    std::istringstream lines(finished.out);
    for (std::string line; std::getline(lines, line);)
        objects.push_back(json_::parse(line).as_object());
    return objects;
}

std::optional<json_::object> Stage::article(std::string_view title) const
{
    std::optional<json_::object> found;
    for (auto& one : json({"articles"})) {
        if (text(one, "title") != title) continue;
        if (found) {
            ADD_FAILURE() << "two articles are titled " << title;
            return std::nullopt;
        }
        found = std::move(one);
    }
    return found;
}

std::vector<std::string> Stage::event_types() const
{
    std::vector<std::string> types;
    for (const auto& event : json({"events"}))
        types.push_back(text(event, "type"));
    return types;
}

bool Stage::received(std::string_view type, std::string_view words, std::chrono::milliseconds patience) const
{
    auto arrived = [&] {
        for (const auto& delivery : receiver.received()) {
            if (body_of(delivery, words) == type) return true;
        }
        return false;
    };
    return eventually(arrived, patience);
}

std::size_t Stage::count_received(std::string_view type) const
{
    std::size_t count = 0;
    for (const auto& delivery : receiver.received())
        count += body_of(delivery, "") == type ? 1 : 0;
    return count;
}

std::string text(const json_::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    if (!value) return "(absent)";
    return value->is_string() ? std::string(value->as_string()) : json_::serialize(*value);
}

} // namespace baotin::testing_daemon
