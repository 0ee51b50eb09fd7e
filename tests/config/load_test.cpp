#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string site(const std::string& id, const std::string& more = {})
{
    return "id = \"" + id + "\"\nname = \"" + id + "\"\nhome = \"https://" + id +
           ".example/\"\nkind = \"press\"\n[[source]]\n" + "feed = \"https://" + id + ".example/rss\"\n" +
           more;
}

TEST(Load, AnswersTheSitesById)
{
    const ConfigurationFolder folder;
    folder.write("baotin.toml", "");
    folder.write("sites.d/1.toml", site("zeta"));
    folder.write("sites.d/2.toml", site("alpha"));
    const auto config = folder.load().value();
    ASSERT_EQ(config->sites.size(), 2u);
    EXPECT_EQ(config->sites[0]->id, "alpha");
    EXPECT_EQ(config->site("zeta")->home, "https://zeta.example/");
    EXPECT_FALSE(config->site("beta"));
    EXPECT_EQ(config->hook("none"), nullptr);
    EXPECT_EQ(config->file, folder.path() / "baotin.toml");
}

TEST(Load, ReadsOnlyVisibleTomlFiles)
{
    const ConfigurationFolder folder;
    folder.write("baotin.toml", "");
    folder.write("sites.d/a.toml", site("a"));
    folder.write("sites.d/a.toml~", "?");
    folder.write("sites.d/.b.toml", "?");
    folder.write("sites.d/c.toml.off", "?");
    EXPECT_EQ(folder.load().value()->sites.size(), 1u);
}

TEST(Load, NamesTheMainFileThatIsMissing)
{
    const ConfigurationFolder folder;
    EXPECT_THAT(folder.lines(folder.load().error()), ElementsAre("baotin.toml: there is no such file"));
}

TEST(Load, NamesTheFolderThatIsMissing)
{
    const ConfigurationFolder folder;
    folder.write("baotin.toml", "");
    EXPECT_THAT(
        folder.lines(folder.load().error()),
        ElementsAre("sites.d: there is no such folder; make it and put one file for each site into it"));
    folder.write("sites.d", "");
    EXPECT_THAT(folder.lines(folder.load().error()),
                ElementsAre(StartsWith("sites.d: the folder cannot be read")));
}

TEST(Load, NamesBothFilesOfADoubledId)
{
    const ConfigurationFolder folder;
    folder.write("baotin.toml", "");
    folder.write("sites.d/a.toml", site("same"));
    folder.write("sites.d/b.toml", "# a copy\n" + site("same", "[[source]]\nfeed = \"https://b.example/\""));
    EXPECT_THAT(
        folder.lines(folder.load().error()),
        ElementsAre("sites.d/b.toml:2:6: id \"same\" is taken by sites.d/a.toml:1; every site needs its own",
                    "sites.d/b.toml:7:8: https://same.example/rss is a [[source]] already, in "
                    "sites.d/a.toml:6; take one "
                    "out"));
}

TEST(Load, TwoSitesOfOneHostAgreeOnItsBudget)
{
    const ConfigurationFolder folder;
    folder.write("baotin.toml", "");
    folder.write("sites.d/a.toml", site("a", "[visit]\nbudget = \"ministry\""));
    folder.write("sites.d/b.toml", site("b", "[[source]]\nfeed = \"https://a.example/other\""));
    EXPECT_THAT(
        folder.lines(folder.load().error()),
        ElementsAre(HasSubstr("is asked within another budget by sites.d/a.toml:6; give both sites the "
                              "same budget in [visit], or none")));
    folder.write("sites.d/b.toml",
                 site("b", "[[source]]\nfeed = \"https://a.example/other\"\n[visit]\nbudget = \"ministry\""));
    EXPECT_TRUE(folder.load());
}

TEST(Load, SaysEveryProblemAtOnceByFileAndLine)
{
    const ConfigurationFolder folder;
    folder.write("newsroom.secret", kSecret, 0604);
    folder.write("baotin.toml", R"([store]
url = "postgresql://db/baotin"
keep_page = "90d"
[web]
listen = "0.0.0.0:8680"
[[hook]]
name = "newsroom"
url = "https://example.org/hooks/baotin"
secret_file = "newsroom.secret"
events = ["article.new", "story.spread", "article.moevd"]
where = { site = ["gamma", "broken", "alpa"], province = ["Hà Nộii"] }
)");
    folder.write("sites.d/alpha.toml",
                 site("alpha", "[article]\ntitel = \"h1\"\n[visit]\ndelay = 2\nmin = \"7h\"\n"));
    folder.write("sites.d/broken.toml", "id = broken\n");
    folder.write("sites.d/gamma.toml", site("Gamma"));
    const auto config = folder.load();
    ASSERT_FALSE(config);
    EXPECT_THAT(
        folder.lines(config.error()),
        ElementsAre(HasSubstr("baotin.toml:2:7: a postgresql:// store is part of the contract but not built "
                              "in this version"),
                    "baotin.toml:3:1: unknown key \"keep_page\" in [store]; did you mean \"keep_pages\"?",
                    HasSubstr("baotin.toml:5:10: \"0.0.0.0:8680\" can be reached from elsewhere"),
                    HasSubstr("baotin.toml:9:15: secret_file \"newsroom.secret\" can be read by every user"),
                    "baotin.toml:10:42: unknown event \"article.moevd\"; did you mean \"article.moved\"?",
                    "baotin.toml:11:38: unknown site \"alpa\"; did you mean \"alpha\"?",
                    "baotin.toml:11:59: unknown province \"Hà Nộii\"; did you mean \"Hà Nội\"?",
                    "sites.d/alpha.toml:8:1: unknown key \"titel\" in [article]; did you mean \"title\"?",
                    "sites.d/alpha.toml:10:9: delay is a duration such as \"2s\", not an integer",
                    "sites.d/alpha.toml:11:7: min (7h) is longer than max (6h, its default)",
                    "sites.d/broken.toml:1:6: not valid TOML: could not determine value type; text "
                    "stands in quotes",
                    HasSubstr("sites.d/gamma.toml:1:6: \"Gamma\" is no id")));
}

TEST(Load, FindsAFaultlessSiteBesideAFaultyOneOnlyWhenBothAreMended)
{
    const ConfigurationFolder folder;
    folder.write("baotin.toml", "");
    folder.write("sites.d/a.toml", site("a"));
    folder.write("sites.d/b.toml", site("b", "x = 1"));
    EXPECT_FALSE(folder.load());
    folder.write("sites.d/b.toml", site("b"));
    EXPECT_TRUE(folder.load());
}

} // namespace
} // namespace baotin::config
