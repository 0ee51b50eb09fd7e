#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(MainFile, ThatIsEmptyHasTheDefaults)
{
    const auto config = config_of("");
    EXPECT_EQ(config->store.sqlite_file, "/var/lib/baotin/baotin.db");
    EXPECT_EQ(config->store.keep_pages, 90 * 24h);
    EXPECT_EQ(config->store.keep_pages_size, std::size_t{1} << 30);
    EXPECT_EQ(config->crawler.connections, 64);
    EXPECT_EQ(config->crawler.max_page, 8u << 20);
    EXPECT_EQ(config->web.address, "127.0.0.1");
    EXPECT_EQ(config->web.port, 8680);
    EXPECT_THAT(config->hooks, IsEmpty());
}

TEST(MainFile, ReadsEveryKey)
{
    const auto config = config_of(R"toml([store]
url = "sqlite:///srv/baotin.db"
keep_pages = "30d"
keep_pages_size = "200MB"
[crawler]
user_agent = "my-crawler/2 (+https://example.org)"
connections = 8
allow_private = true
timeout = "20s"
max_page = "2MB"
connect_timeout = "3s"
first_byte_timeout = "4s"
stall_timeout = "5s"
max_header = "8kB"
max_redirects = 0
max_ratio = 50
[web]
listen = "[::1]:0"
)toml");
    EXPECT_EQ(config->store.url, "sqlite:///srv/baotin.db");
    EXPECT_EQ(config->store.sqlite_file, "/srv/baotin.db");
    EXPECT_EQ(config->store.keep_pages, 30 * 24h);
    EXPECT_EQ(config->store.keep_pages_size, std::size_t{200} << 20);
    EXPECT_EQ(config->crawler.user_agent, "my-crawler/2 (+https://example.org)");
    EXPECT_EQ(config->crawler.product_token(), "my-crawler");
    EXPECT_EQ(config->crawler.connections, 8);
    EXPECT_TRUE(config->crawler.allow_private);
    EXPECT_EQ(config->crawler.timeout, 20s);
    EXPECT_EQ(config->crawler.max_page, 2u << 20);
    EXPECT_EQ(config->crawler.connect_timeout, 3s);
    EXPECT_EQ(config->crawler.first_byte_timeout, 4s);
    EXPECT_EQ(config->crawler.stall_timeout, 5s);
    EXPECT_EQ(config->crawler.max_header, 8u << 10);
    EXPECT_EQ(config->crawler.max_redirects, 0);
    EXPECT_EQ(config->crawler.max_ratio, 50);
    EXPECT_EQ(config->web.address, "::1");
    EXPECT_EQ(config->web.port, 0);
}

TEST(MainFile, BoundsItsLimits)
{
    EXPECT_THAT(problems_of_main(
                    "[crawler]\nconnect_timeout = \"0s\"\nstall_timeout = \"500ms\"\nmax_header = \"1MB\"\n"
                    "max_redirects = 21\nmax_ratio = 9\nfirst_byte_timeout = 30"),
                ElementsAre("2:19: connect_timeout has to be longer than \"0s\"",
                            "3:17: stall_timeout is at least \"1s\": slow is not stalled",
                            "4:14: max_header lies between 4kB and 256kB, not at \"1MB\"",
                            "5:17: max_redirects is a whole number from 0 to 20, not 21",
                            "6:13: max_ratio is a whole number from 10 to 10000, not 9",
                            "7:22: first_byte_timeout is a duration such as \"2s\", not an integer"));
}

TEST(MainFile, SaysTheNearestNameOfAnUnknownKey)
{
    EXPECT_THAT(problems_of_main("[crawlr]\n"),
                ElementsAre("1:2: unknown key \"crawlr\"; did you mean \"crawler\"?"));
    EXPECT_THAT(problems_of_main("[crawler]\nconections = 8"),
                ElementsAre("2:1: unknown key \"conections\" in [crawler]; did you mean \"connections\"?"));
}

TEST(Store, BesideTheConfigurationIsARelativePath)
{
    const ConfigurationFolder folder;
    folder.write("sites.d/x.toml", kSite);
    folder.write("baotin.toml", "[store]\nurl = \"sqlite://data/baotin.db\"");
    EXPECT_EQ(folder.load().value()->store.sqlite_file, folder.path() / "data/baotin.db");
}

TEST(Store, InPostgresIsNotBuiltYet)
{
    EXPECT_THAT(problems_of_main("[store]\nurl = \"postgresql://db/baotin\""),
                ElementsAre(HasSubstr(
                    "2:7: a postgresql:// store is part of the contract but not built in this version")));
}

TEST(Store, NamesAFile)
{
    EXPECT_THAT(problems_of_main("[store]\nurl = \"/var/lib/baotin.db\""),
                ElementsAre(HasSubstr("url is no store")));
    EXPECT_THAT(problems_of_main("[store]\nurl = \"sqlite://\""), ElementsAre(HasSubstr("names no file")));
    EXPECT_THAT(problems_of_main("[store]\nurl = \"sqlite:///var/lib/\""),
                ElementsAre(HasSubstr("names no file")));
    EXPECT_THAT(problems_of_main("[store]\nkeep_pages = 90"),
                ElementsAre("2:14: keep_pages is a duration such as \"2s\", not an integer"));
}

TEST(Crawler, HasLimits)
{
    EXPECT_THAT(problems_of_main("[crawler]\nconnections = 0\nmax_page = \"1GB\"\ntimeout = \"0s\""),
                ElementsAre("2:15: connections is a whole number from 1 to 4096, not 0",
                            "3:12: max_page lies between 64kB and 65536kB, not at \"1GB\"",
                            "4:11: timeout has to be longer than \"0s\""));
    EXPECT_THAT(problems_of_main("[crawler]\nmax_page = \"8M\""),
                ElementsAre("2:12: max_page is a size such as \"8MB\", not \"8M\": unknown unit \"M\": it is "
                            "kB, KB, MB or GB"));
    EXPECT_THAT(
        problems_of_main("[crawler]\nmax_page = 8388608\nconnections = \"64\"\nallow_private = \"yes\""),
        ElementsAre("2:12: max_page is a size such as \"8MB\", not an integer",
                    "3:15: connections is a whole number from 1 to 4096, not a string",
                    "4:17: allow_private is true or false, not a string"));
}

TEST(Crawler, HasANameThatRobotsFilesCanUse)
{
    EXPECT_THAT(problems_of_main("[crawler]\nuser_agent = \"(+mailto:a@b.c)\""),
                ElementsAre(HasSubstr("(RFC 9309)")));
    EXPECT_THAT(problems_of_main("[crawler]\nuser_agent = \"báo tin\""),
                ElementsAre(HasSubstr("2:14: user_agent goes into a header")));
    EXPECT_THAT(problems_of_main("[crawler]\nuser_agent = \"a\\r\\nX: b\""),
                ElementsAre(HasSubstr("no line breaks")));
}

TEST(Web, ListensOnAnAddressAndAPort)
{
    EXPECT_EQ(config_of("[web]\nlisten = \"localhost:80\"")->web.address, "127.0.0.1");
    for (const std::string listen : {"8680", ":8680", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x", "::1:80",
                                     "example.org:80", "[127.0.0.1]:80", "127.0.0.256:80"})
        EXPECT_THAT(
            problems_of_main("[web]\nlisten = \"" + listen + "\""),
            ElementsAre(
                "2:10: listen is an address and a port such as \"127.0.0.1:8680\" or \"[::1]:8680\", not \"" +
                listen + "\""));
}

TEST(Web, NeedsATokenWhereOthersCanReachIt)
{
    for (const std::string listen : {"0.0.0.0:8680", "[::]:8680", "192.168.1.2:80"})
        EXPECT_THAT(problems_of_main("[web]\nlisten = \"" + listen + "\""),
                    ElementsAre(StartsWith("2:10: \"" + listen +
                                           "\" can be reached from elsewhere, so [web] needs token_file")));
}

TEST(Web, ReadsItsTokenFromAFile)
{
    const ConfigurationFolder folder;
    folder.write("sites.d/x.toml", kSite);
    folder.write("baotin.toml", "[web]\nlisten = \"0.0.0.0:8680\"\ntoken_file = \"web.token\"");
    EXPECT_THAT(folder.lines(folder.load().error()),
                ElementsAre("baotin.toml:3:14: token_file \"web.token\": there is no such file"));
    folder.write("web.token", "short");
    EXPECT_THAT(folder.lines(folder.load().error()), ElementsAre(HasSubstr("at least 16 ASCII letters")));
    folder.write("web.token", "0123456789abcdef\n", 0644);
    EXPECT_THAT(folder.lines(folder.load().error()), ElementsAre(EndsWith("chmod 600 it")));
    folder.write("web.token", "0123456789abcdef\n", 0600);
    EXPECT_EQ(folder.load().value()->web.token, "0123456789abcdef");
}

} // namespace
} // namespace baotin::config
