#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// One clear sentence, exit 2, nothing damaged.
class BadInputTest : public Stage {
protected:
    void append(const fs::path& to, std::string_view lines) const
    {
        std::ofstream(to, std::ios::app) << lines;
    }
};

TEST_F(BadInputTest, AllProblemsOfAConfigurationAreToldAtOnceWithTheirPlaces)
{
    auto site = contents(file("sites.d/thst.toml"));
    write_file(file("sites.d/thst.toml"), "titel = \"x\"\n" + site);
    append(file("baotin.toml"), "\n[crawler2]\nx = 1\n");
    auto checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 2);
    EXPECT_THAT(checked.err, AllOf(HasSubstr("thst.toml:1:1"), HasSubstr("titel"), HasSubstr("crawler2")));
    EXPECT_EQ(run({"run"}).exit_code, 2);
}

TEST_F(BadInputTest, InvalidTomlNamesItsLine)
{
    write_file(file("sites.d/thst.toml"), "id = \"thst\"\nname = \n");
    auto checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 2);
    EXPECT_THAT(checked.err, HasSubstr("thst.toml:2:"));
}

TEST_F(BadInputTest, ABadSelectorNamesItsColumn)
{
    auto site = contents(file("sites.d/congan-haiphong.toml"));
    auto at = site.find("\".detail-content\"");
    ASSERT_NE(at, std::string::npos);
    write_file(file("sites.d/congan-haiphong.toml"), site.replace(at, 17, "\".detail-content:hass(p)\""));
    auto checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 2);
    EXPECT_THAT(checked.err, AllOf(HasSubstr("congan-haiphong.toml:"), HasSubstr("hass"), HasSubstr("has")));
}

TEST_F(BadInputTest, AMissingConfigurationSaysWhereItWasLookedFor)
{
    auto missing = baotin({"check", "--config", "nowhere.toml"}, folder.path());
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_THAT(missing.err, HasSubstr("nowhere.toml"));
    auto none = baotin({"articles"}, folder.path());
    EXPECT_EQ(none.exit_code, 2);
}

TEST_F(BadInputTest, AnotherProgramsDatabaseIsLeftAlone)
{
    write_file(file("baotin.db"), std::string(4096, 'x'));
    auto crawled = run({"crawl"});
    EXPECT_EQ(crawled.exit_code, 2);
    EXPECT_THAT(crawled.err, HasSubstr("baotin.db"));
    EXPECT_EQ(contents(file("baotin.db")), std::string(4096, 'x'));
}

TEST_F(BadInputTest, AnUnwritableFolderIsNamed)
{
    auto main = contents(file("baotin.toml"));
    auto at = main.find("baotin.db");
    ASSERT_NE(at, std::string::npos);
    write_file(file("baotin.toml"), main.replace(at, 9, "no/such/folder/baotin.db"));
    auto crawled = run({"crawl"});
    EXPECT_EQ(crawled.exit_code, 2);
    EXPECT_THAT(crawled.err, HasSubstr("no/such/folder"));
}

TEST_F(BadInputTest, ReadingAnArchiveThatIsNotThereSaysHowToMakeOne)
{
    auto articles = run({"articles"});
    EXPECT_EQ(articles.exit_code, 2);
    EXPECT_THAT(articles.err, HasSubstr("crawl"));
    EXPECT_FALSE(fs::exists(file("baotin.db")));
}

TEST_F(BadInputTest, WrongWordsAreUsageErrors)
{
    EXPECT_EQ(run({"artikles"}).exit_code, 2);
    EXPECT_EQ(run({"articles", "--site", "thts"}).exit_code, 2);
    EXPECT_THAT(run({"articles", "--site", "thts"}).err, HasSubstr("thst"));
    EXPECT_EQ(run({"show"}).exit_code, 2);
    EXPECT_EQ(run({"show", "abc"}).exit_code, 2);
    EXPECT_EQ(run({"try", "thst"}).exit_code, 2);
    EXPECT_EQ(run({"hooks", "test", "newsrom"}).exit_code, 2);
    EXPECT_THAT(run({"hooks", "test", "newsrom"}).err, HasSubstr("newsroom"));
    EXPECT_EQ(baotin({}, folder.path()).exit_code, 2);
}

} // namespace
} // namespace baotin::testing_daemon
