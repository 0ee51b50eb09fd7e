#include "blocking_client.hpp"
#include "control.hpp"
#include "page_template.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <thread>

namespace baotin::lab {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// A `baotin-lab serve` of its own, ended by closing its standard input.
class TheProgram : public testing::Test {
protected:
    void SetUp() override
    {
        std::string name = (std::filesystem::temp_directory_path() / "baotin-lab-XXXXXX").string();
        directory = mkdtemp(name.data());
        serve = popen(
            fmt::format(
                "{} serve --until-eof --directory {} --hook-events article.new,article.changed > {}/out",
                BAOTIN_LAB, directory.string(), directory.string())
                .c_str(),
            "w");
        const auto deadline = std::chrono::steady_clock::now() + 30s;
        while (!std::filesystem::exists(directory / "lab.json") &&
               std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(2ms);
    }

    void TearDown() override
    {
        EXPECT_EQ(pclose(serve), 0);
        EXPECT_FALSE(std::filesystem::exists(directory / "lab.json"));
        std::filesystem::remove_all(directory);
    }

    struct Ran {
        int status;
        std::string out;
    };

    /// `words` after the command go through a shell.
    Ran run(std::string_view command, std::string_view words = "")
    {
        FILE* pipe = popen(
            fmt::format("{} {} {} {} 2>&1", BAOTIN_LAB, command, directory.string(), words).c_str(), "r");
        std::string out;
        std::array<char, 4096> piece{};
        while (const std::size_t read = std::fread(piece.data(), 1, piece.size(), pipe))
            out.append(piece.data(), read);
        return {WEXITSTATUS(pclose(pipe)), out};
    }

    static std::string field(const std::string& line, int number)
    {
        std::size_t from = 0;
        for (int i = 0; i < number; ++i)
            from = line.find('\t', from) + 1;
        return line.substr(from, line.find_first_of("\t\n", from) - from);
    }

    static Response get(const std::string& url)
    {
        const auto slash = url.find('/', std::string_view("http://").size());
        return BlockingClient(url.substr(0, slash)).get(url.substr(slash));
    }

    std::filesystem::path directory;
    FILE* serve = nullptr;
};

TEST_F(TheProgram, WritesAConfigurationWithAHook)
{
    const std::string config = read_file(directory / "baotin.toml");
    EXPECT_THAT(config, AllOf(HasSubstr("[[hook]]\nname = \"newsroom\"\nurl = \"http://127.0.0.1:"),
                              HasSubstr("events = [\"article.new\", \"article.changed\"]")));
    EXPECT_THAT(read_file(directory / "newsroom.secret"), StartsWith("whsec_"));
    EXPECT_EQ(std::filesystem::status(directory / "newsroom.secret").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_THAT(read_file(directory / "sites.d" / "thst.toml"),
                HasSubstr("[visit]\nevery = \"1s\"\nrecheck = \"2s\"\n"));
}

TEST_F(TheProgram, IsDrivenFromAShell)
{
    std::ofstream(directory / "body") << "Đoạn thứ nhất.\n";
    const Ran published =
        run("publish", fmt::format("thst 'Tin & \"mới\" 100%' {}/body", directory.string()));
    ASSERT_EQ(published.status, 0) << published.out;
    const std::string key = field(published.out, 0);
    const std::string url = field(published.out, 1);
    EXPECT_EQ(field(published.out, 2), "Tin & \"mới\" 100%");
    EXPECT_THAT(get(url).body, HasSubstr("Đoạn thứ nhất."));
    EXPECT_THAT(run("articles", "thst").out, StartsWith(published.out));

    EXPECT_EQ(run("edit", fmt::format("thst {} 'thứ nhất' 'thứ hai'", key)).status, 0);
    EXPECT_THAT(get(url).body, HasSubstr("Đoạn thứ hai."));
    EXPECT_EQ(run("remove", fmt::format("thst {} --status 410", key)).status, 0);
    EXPECT_EQ(get(url).status, 410);
    EXPECT_EQ(run("restore", fmt::format("thst {}", key)).status, 0);
    const Ran moved = run("move", fmt::format("thst {}", key));
    EXPECT_EQ(get(url).header("location"), field(moved.out, 1));
    EXPECT_EQ(run("behave", "thst '*' status --status 502 --retry-after 9").status, 0);
    EXPECT_EQ(get(url).status, 502);
    EXPECT_EQ(get(url).header("retry-after"), "9");
    EXPECT_THAT(run("hits", "thst").out, HasSubstr("\t502\t/Home/NewsDetail/"));
    for (const char* command : {"counters", "rotate"})
        EXPECT_EQ(run(command, command == std::string("counters") ? "off" : "").status, 0);
}

TEST_F(TheProgram, SaysWhatIsWrong)
{
    const Ran unknown = run("articles", "nowhere");
    EXPECT_EQ(unknown.status, 1);
    EXPECT_EQ(unknown.out, "baotin-lab: the lab has no site \"nowhere\"\n");
    EXPECT_THAT(run("behave", "thst / sulky").out,
                HasSubstr("\"sulky\" is no behaviour; there are normal, status, slow"));
    EXPECT_THAT(run("edit", "thst 1 a b").out, HasSubstr("thst has no article with the key \"1\""));
    EXPECT_EQ(run("edit").status, 2);
}

TEST_F(TheProgram, TellsOfEachWebhook)
{
    const std::string config = read_file(directory / "baotin.toml");
    const auto at = config.find("http://127.0.0.1:");
    BlockingClient hook(config.substr(at, config.find("/hook", at) - at));
    hook.ask("POST", "/hook", R"({"type":"article.new","data":{"article":{"title":"Tin nóng"}}})",
             {{"webhook-id", "evt_1"}});
    hook.ask("POST", "/hook", "not JSON", {{"webhook-id", "evt_2"}});
    const std::string out = read_file(directory / "out");
    EXPECT_THAT(out, HasSubstr("webhook\tevt_1\tarticle.new\tTin nóng\tsignature INVALID\tanswered 200\n"));
    EXPECT_THAT(out, HasSubstr("webhook\tevt_2\t?\t-\tsignature INVALID\tanswered 200\n"));
}

TEST(Query, CarriesAnyText)
{
    EXPECT_EQ(query_of({{"site", "thst"}, {"title", "Tin & 100%"}}), "site=thst&title=Tin%20%26%20100%25");
}

} // namespace
} // namespace baotin::lab
