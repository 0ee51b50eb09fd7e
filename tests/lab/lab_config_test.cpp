#include "lab_config.hpp"
#include "page_template.hpp"
#include "site_lab.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace baotin::lab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ConfigDirectory : public testing::Test {
protected:
    ConfigDirectory()
    {
        std::string name = (std::filesystem::temp_directory_path() / "baotin-lab-XXXXXX").string();
        directory = mkdtemp(name.data());
    }
    ~ConfigDirectory() override { std::filesystem::remove_all(directory); }

    std::filesystem::path directory;
};

TEST_F(ConfigDirectory, HoldsTheShippedSitesMovedToTheLab)
{
    const SiteLab lab;
    const std::filesystem::path shipped = std::filesystem::path(BAOTIN_SOURCE_DIR) / "config" / "sites.d";
    lab.write_config(directory, shipped, "every = \"1s\"\ndelay = \"0s\"", "[[hook]]\nname = \"newsroom\"");
    EXPECT_EQ(read_file(directory / "baotin.toml"),
              "[store]\nurl = \"sqlite://" + (directory / "baotin.db").string() +
                  "\"\n\n[crawler]\nallow_private = true\n\n[web]\nlisten = "
                  "\"127.0.0.1:0\"\n\n[[hook]]\nname = \"newsroom\"\n");
    for (const std::string& site : lab.site_ids()) {
        const std::string file = read_file(directory / "sites.d" / (site + ".toml"));
        EXPECT_THAT(file, AllOf(HasSubstr("= \"" + lab.base(site) + "/\"\n"),
                                HasSubstr("[visit]\nevery = \"1s\"\ndelay = \"0s\"\n"),
                                Not(HasSubstr("\"https://"))))
            << site;
    }
}

TEST(LabConfig, ReplacesTheVisitTableAndKeepsWhatFollows)
{
    EXPECT_EQ(moved_to_lab("id = \"a\"\nhome = \"https://a.vn/\"\n[visit]\nmin = \"1m\"\n[article]\nurls = "
                           "[]\n[[source]]\nfeed = "
                           "\"https://a.vn/rss\"\n",
                           "http://127.0.0.1:1", "every = \"1s\""),
              "id = \"a\"\nhome = \"http://127.0.0.1:1/\"\n[article]\nurls = []\n[[source]]\nfeed = "
              "\"http://127.0.0.1:1/rss\"\n\n"
              "[visit]\nevery = \"1s\"\n");
    EXPECT_THROW(moved_to_lab("id = \"a\"\n", "http://127.0.0.1:1", ""), std::invalid_argument);
}

TEST(LabConfig, AddsOnlyWhatTheMainFileLacks)
{
    EXPECT_EQ(main_file("sqlite:///x.db", "[web]\nlisten = \"127.0.0.1:8680\"\n[crawler]\nconnections = 4\n"),
              "[store]\nurl = \"sqlite:///x.db\"\n\n[web]\nlisten = "
              "\"127.0.0.1:8680\"\n[crawler]\nallow_private = true\n"
              "connections = 4\n");
    EXPECT_THAT(main_file("sqlite:///x.db", "[crawler]\nallow_private = false\n"),
                Not(HasSubstr("allow_private = true")));
    EXPECT_THAT(main_file("sqlite:///x.db", "[store]\nurl = \"postgresql://h/d\"\n"), Not(HasSubstr("x.db")));
}

} // namespace
} // namespace baotin::lab
