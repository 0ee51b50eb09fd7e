#include "parsers/robots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

bool allowed(std::string_view file, std::string_view url, std::string_view agent = "FooBot")
{
    return Robots::parse(file, agent).verdict(url).allowed;
}

constexpr std::string_view kSite = "http://foo.bar";

bool path_allowed(std::string_view rules, std::string_view path)
{
    return allowed("user-agent: FooBot\n" + std::string{rules}, std::string{kSite} + std::string{path});
}

TEST(Robots, AllowsEverythingWithoutRules)
{
    EXPECT_TRUE(allowed("", "http://foo.bar/x"));
    EXPECT_TRUE(path_allowed("disallow:\n", "/x"));
    EXPECT_TRUE(path_allowed("disallow: \nallow: \n", "/x"));
    EXPECT_TRUE(Robots::allow_all().verdict("http://foo.bar/x").allowed);
    EXPECT_FALSE(Robots::disallow_all().verdict("http://foo.bar/x").allowed);
}

TEST(Robots, ReadsAnEmptyUrlAsTheRoot)
{
    EXPECT_TRUE(allowed("", ""));
    EXPECT_FALSE(path_allowed("disallow: /\n", ""));
    EXPECT_FALSE(allowed("user-agent: FooBot\ndisallow: /\n", ""));
}

TEST(Robots, AcceptsAForgottenColonBetweenTwoWords)
{
    EXPECT_FALSE(allowed("user-agent FooBot\ndisallow /\n", "http://foo.bar/x/y"));
    EXPECT_TRUE(allowed("foo: FooBot\nbar: /\n", "http://foo.bar/x/y"));
    EXPECT_TRUE(allowed("user-agent: FooBot\ndisallow / x\n", "http://foo.bar/"));
}

TEST(Robots, KeepsGroupsApart)
{
    const std::string_view file =
        "allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\n"
        "user-agent: BarBot\ndisallow: /\nallow: /y/\n\n\nallow: /w/\nuser-agent: BazBot\n\n"
        "user-agent: FooBot\nallow: /z/\ndisallow: /\n";
    EXPECT_TRUE(allowed(file, "http://foo.bar/x/b"));
    EXPECT_TRUE(allowed(file, "http://foo.bar/z/d"));
    EXPECT_FALSE(allowed(file, "http://foo.bar/y/c"));
    EXPECT_FALSE(allowed(file, "http://foo.bar/foo/bar/")); // a rule before any group is nobody's
    EXPECT_TRUE(allowed(file, "http://foo.bar/y/c", "BarBot"));
    EXPECT_TRUE(allowed(file, "http://foo.bar/w/a", "BarBot"));
    EXPECT_FALSE(allowed(file, "http://foo.bar/z/d", "BarBot"));
    EXPECT_TRUE(allowed(file, "http://foo.bar/z/d", "BazBot"));
}

TEST(Robots, LetsNoOtherLineEndTheListOfAgents)
{
    for (const char* other : {"Sitemap: https://foo.bar/sitemap", "Invalid-Unknown-Line: unknown",
                              "Crawl-delay: 1", "Host: foo.bar", "", "# x"}) {
        const std::string file =
            std::string{"User-agent: BarBot\n"} + other + "\nUser-agent: *\nDisallow: /\n";
        EXPECT_FALSE(allowed(file, "http://foo.bar/", "FooBot")) << other;
        EXPECT_FALSE(allowed(file, "http://foo.bar/", "BarBot")) << other;
    }
}

TEST(Robots, ComparesKeysAndAgentsWithoutCase)
{
    for (const char* file : {"user-agent: foobot\ndisallow: /\n", "USER-AGENT: FOOBOT\nDISALLOW: /\n",
                             "uSeR-aGeNt: FooBot\ndIsAlLoW: /\n"}) {
        EXPECT_FALSE(allowed(file, "http://foo.bar/x", "FooBot")) << file;
        EXPECT_FALSE(allowed(file, "http://foo.bar/x", "foobot")) << file;
    }
}

TEST(Robots, ReadsTheProductTokenOfAnAgentLine)
{
    EXPECT_FALSE(allowed("User-Agent: Foo Bar\nDisallow: /\n", "http://foo.bar/", "Foo"));
    EXPECT_FALSE(allowed("User-Agent: Foo/1.2\nDisallow: /\n", "http://foo.bar/", "foo"));
    EXPECT_TRUE(
        allowed("User-Agent: *\nDisallow:\nUser-Agent: Foobar\nDisallow: /\n", "http://foo.bar/", "Foo"));
    EXPECT_FALSE(allowed("User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /\n",
                         "http://foo.bar/x/y", "Foo Bar"));
    EXPECT_FALSE(allowed("User-Agent: *\nDisallow: /\nUser-Agent:\nAllow: /\n", "http://foo.bar/", ""));
}

TEST(Robots, TakesTheStarGroupOnlyWhereNoGroupNamesTheAgent)
{
    const std::string_view file = "User-agent: *\nDisallow: /x/\nUser-agent: FooBot\nDisallow: /y/\n";
    EXPECT_TRUE(allowed(file, "http://foo.bar/x/page"));
    EXPECT_FALSE(allowed(file, "http://foo.bar/y/page"));
    EXPECT_FALSE(allowed(file, "http://foo.bar/x/page", "QuxBot"));
    EXPECT_TRUE(allowed("User-agent: *\nDisallow: /\nUser-agent: FooBot\n", "http://foo.bar/x"));
    EXPECT_TRUE(allowed("user-agent: BarBot\ndisallow: /\n", "http://foo.bar/x"));
}

TEST(Robots, TakesAStarWithSomethingBehindItForAStar)
{
    EXPECT_FALSE(allowed("User-agent: *  foo\nDisallow: /\n", "http://foo.bar/x"));
    EXPECT_FALSE(allowed("User-agent: * # all\nDisallow: /\n", "http://foo.bar/x"));
    EXPECT_TRUE(allowed("User-agent: *foo\nDisallow: /\n", "http://foo.bar/x"));
}

TEST(Robots, ComparesPathsWithCase)
{
    EXPECT_FALSE(path_allowed("disallow: /x/\n", "/x/y"));
    EXPECT_TRUE(path_allowed("disallow: /X/\n", "/x/y"));
}

TEST(Robots, LetsTheLongestMatchWinAndAllowATie)
{
    EXPECT_FALSE(path_allowed("disallow: /x/page.html\nallow: /x/\n", "/x/page.html"));
    EXPECT_TRUE(path_allowed("allow: /x/page.html\ndisallow: /x/\n", "/x/page.html"));
    EXPECT_FALSE(path_allowed("allow: /x/page.html\ndisallow: /x/\n", "/x/"));
    EXPECT_TRUE(path_allowed("disallow: /\nallow: /\n", "/x/page.html"));
    EXPECT_FALSE(path_allowed("disallow: /x\nallow: /x/\n", "/x"));
    EXPECT_TRUE(path_allowed("disallow: /x\nallow: /x/\n", "/x/"));
    EXPECT_TRUE(path_allowed("disallow: /x/page.html\nallow: /x/page.html\n", "/x/page.html"));
    EXPECT_FALSE(path_allowed("allow: /page\ndisallow: /*.html\n", "/page.html"));
    EXPECT_TRUE(path_allowed("allow: /page\ndisallow: /*.html\n", "/page"));
    EXPECT_TRUE(path_allowed("allow: /x/page.\ndisallow: /*.html\n", "/x/page.html"));
    EXPECT_FALSE(path_allowed("allow: /x/page.\ndisallow: /*.html\n", "/x/y.html"));
    EXPECT_TRUE(path_allowed("allow: /$\ndisallow: /\n", "/"));
    EXPECT_FALSE(path_allowed("allow: /$\ndisallow: /\n", "/page.htm"));
}

TEST(Robots, MatchesWildcards)
{
    EXPECT_FALSE(path_allowed("disallow: /foo/bar/quz\nallow: /foo/*/qux\n", "/foo/bar/quz"));
    EXPECT_TRUE(path_allowed("disallow: /\nallow: /foo/*/qux\n", "/foo//qux"));
    EXPECT_TRUE(path_allowed("disallow: /\nallow: /foo/*/qux\n", "/foo/a/b/qux/c"));
    EXPECT_FALSE(path_allowed("disallow: /foo/bar$\n", "/foo/bar"));
    EXPECT_TRUE(path_allowed("disallow: /foo/bar$\n", "/foo/bar/"));
    EXPECT_FALSE(path_allowed("disallow: *.php$\n", "/a/b.php"));
    EXPECT_TRUE(path_allowed("disallow: /*.php$\n", "/a.php?x"));
    EXPECT_FALSE(path_allowed("disallow: /*.php$\n", "/a.php.php"));
    EXPECT_FALSE(path_allowed("disallow: /fish*.php\n", "/fishheads/catfish.php?x"));
    EXPECT_TRUE(path_allowed("disallow: /fish*.php\n", "/Fish.PHP"));
    EXPECT_FALSE(path_allowed("disallow: /a**b\n", "/ab"));
    EXPECT_FALSE(path_allowed("disallow: /*$\n", "/x"));
    EXPECT_FALSE(path_allowed("disallow: *\n", "/x"));
    EXPECT_TRUE(path_allowed("disallow: /ab*ab$\n", "/ab"));
    EXPECT_TRUE(path_allowed("disallow: fish\n", "/fish"));
}

TEST(Robots, MatchesByPrefix)
{
    for (const char* path : {"/fish", "/fish.html", "/fish/salmon.html", "/fishheads",
                             "/fishheads/yummy.html", "/fish.php?id=anything"})
        EXPECT_FALSE(path_allowed("disallow: /fish\n", path)) << path;
    for (const char* path : {"/bar", "/Fish.asp", "/catfish", "/?id=fish", "/"})
        EXPECT_TRUE(path_allowed("disallow: /fish\n", path)) << path;
}

TEST(Robots, DropsComments)
{
    const std::string_view rules = "# Disallow: /\nDisallow: /foo/quz#qux\nAllow: /\n";
    EXPECT_TRUE(path_allowed(rules, "/foo/bar"));
    EXPECT_FALSE(path_allowed(rules, "/foo/quz"));
}

TEST(Robots, AllowsTheDirectoryOfAnAllowedIndexPage)
{
    const std::string_view rules = "Allow: /allowed-slash/index.html\nDisallow: /\n";
    EXPECT_TRUE(path_allowed(rules, "/allowed-slash/"));
    EXPECT_TRUE(path_allowed(rules, "/allowed-slash/index.html"));
    EXPECT_FALSE(path_allowed(rules, "/allowed-slash/index.htm"));
    EXPECT_FALSE(path_allowed(rules, "/anyother-url"));
}

TEST(Robots, ComparesEscapesInOneForm)
{
    const std::string_view query = "Disallow: /\nAllow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par\n";
    EXPECT_TRUE(path_allowed(query, "/foo/bar?qux=taz&baz=http://foo.bar?tar&par"));
    EXPECT_TRUE(path_allowed(query, "/foo/bar?qux=taz&baz=http%3A%2F%2Ffoo.bar?tar&par"));
    for (const char* pattern : {"/foo/bar/ツ", "/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84"})
        for (const char* path : {"/foo/bar/%E3%83%84", "/foo/bar/ツ"})
            EXPECT_TRUE(path_allowed("Disallow: /\nAllow: " + std::string{pattern} + "\n", path)) << pattern;
    EXPECT_FALSE(path_allowed("Disallow: /foo/%62%61%7A\n", "/foo/baz"));
    EXPECT_FALSE(path_allowed("Disallow: /a\n", "/%61"));
    EXPECT_TRUE(path_allowed("Disallow: /a%2Fb\n", "/a/b"));
    EXPECT_FALSE(path_allowed("Disallow: /a%2fb\n", "/a%2Fb"));
}

TEST(Robots, MatchesEscapedSpecialCharactersLiterally)
{
    EXPECT_FALSE(path_allowed("Disallow: /a-%2A.html\n", "/a-*.html"));
    EXPECT_TRUE(path_allowed("Disallow: /a-%2A.html\n", "/a-b.html"));
    EXPECT_FALSE(path_allowed("Disallow: /a%24\n", "/a$b"));
    EXPECT_FALSE(path_allowed("Disallow: /a$b\n", "/a$b"));
    EXPECT_FALSE(path_allowed("Disallow: /a$b$\n", "/a$b"));
    EXPECT_TRUE(path_allowed("Disallow: /a$b$\n", "/a$bc"));
}

TEST(Robots, FindsThePathOfAnyUrl)
{
    const std::string_view rules = "disallow: /b/c\n";
    const std::string file = "user-agent: FooBot\n" + std::string{rules};
    EXPECT_FALSE(allowed(file, "http://www.example.com/b/c?d=http://e/#f"));
    EXPECT_FALSE(allowed(file, "example.com/b/c"));
    EXPECT_FALSE(allowed(file, "//a/b/c"));
    EXPECT_TRUE(allowed(file, "http://www.example.com#/b/c"));
    EXPECT_TRUE(allowed(file, "http://www.example.com/a?u=http://x/b/c"));
    EXPECT_FALSE(allowed("user-agent: FooBot\ndisallow: /?a\n", "example.com?a"));
    EXPECT_FALSE(allowed("user-agent: FooBot\ndisallow: /;a\n", "http://example.com/;a"));
}

TEST(Robots, SkipsAByteOrderMarkWholeOrTorn)
{
    for (const char* mark : {"\xEF\xBB\xBF", "\xEF\xBB", "\xEF"})
        EXPECT_FALSE(allowed(mark + std::string{"User-Agent: foobot\nDisallow: /\n"}, "http://foo.bar/x"))
            << mark;
    EXPECT_TRUE(allowed("\xEF\x11\xBFUser-Agent: foobot\nDisallow: /\n", "http://foo.bar/x"));
    EXPECT_TRUE(allowed("User-Agent: foobot\n\xEF\xBB\xBF"
                        "Disallow: /\n",
                        "http://foo.bar/x"));
}

TEST(Robots, ToleratesKnownMisspellings)
{
    for (const char* key :
         {"dissallow", "dissalow", "disalow", "diasllow", "disallaw", "Disallowed", "disallow "})
        EXPECT_FALSE(path_allowed(std::string{key} + ": /\n", "/x")) << key;
    for (const char* key : {"useragent", "user agent", "User-Agent "})
        EXPECT_FALSE(allowed(std::string{key} + ": FooBot\ndisallow: /\n", "http://foo.bar/x")) << key;
}

TEST(Robots, CountsLinesWhateverEndsThem)
{
    for (const std::string end : {"\n", "\r", "\r\n"}) {
        const std::string file = "User-Agent: foo" + end + "Allow: /some/path" + end + end +
                                 "  Disallow: /x # why  " + end + "User-Agent: bar";
        const auto verdict = Robots::parse(file, "foo").verdict("http://a.vn/x");
        EXPECT_FALSE(verdict.allowed);
        EXPECT_EQ(verdict.line_number, 4);
        EXPECT_EQ(verdict.line, "Disallow: /x # why");
    }
    EXPECT_EQ(Robots::parse("user-agent: a\ndisallow: /x", "a").verdict("http://a.vn/y").line_number, 0);
}

TEST(Robots, CutsLinesThatAreTooLong)
{
    constexpr std::size_t longest = 2083 * 8;
    std::string path = "/x/";
    path.resize(longest - path.size() - std::string_view{"disallow: "}.size() + 1, 'a');
    EXPECT_TRUE(path_allowed("disallow: " + path + "/qux\n", "/fux"));
    EXPECT_FALSE(path_allowed("disallow: " + path + "/qux\n", path + "/fux"));
}

TEST(Robots, ReadsFiveHundredKibibytesAndNoHalfLine)
{
    std::string file = "User-agent: *\n";
    while (file.size() < (500u << 10) - 8)
        file += "#123456\n";
    file += "Disallow: /private-area\n";
    EXPECT_TRUE(allowed(file, "http://foo.bar/x"));
    EXPECT_TRUE(allowed(file, "http://foo.bar/private-area"));
}

TEST(Robots, AlwaysAllowsRobotsTxt)
{
    EXPECT_TRUE(Robots::disallow_all().verdict("http://foo.bar/robots.txt").allowed);
    EXPECT_FALSE(Robots::disallow_all().verdict("http://foo.bar/robots.txt/x").allowed);
}

TEST(Robots, ReadsCrawlDelaysOfItsOwnGroups)
{
    EXPECT_EQ(Robots::parse("User-agent: *\nCrawl-delay: 1.5\n", "a").crawl_delay(), 1500ms);
    EXPECT_EQ(
        Robots::parse("User-agent: b\nCrawl-delay: 9\nUser-agent: *\nCrawl-delay: 2\n", "a").crawl_delay(),
        2000ms);
    EXPECT_EQ(Robots::parse("User-agent: *\nCrawl-delay: 9\nDisallow: /x\nUser-agent: a\nDisallow: /y\n", "a")
                  .crawl_delay(),
              std::nullopt);
    EXPECT_EQ(Robots::parse("User-agent: a\nCrawl-delay: 1\nCrawl-delay: 5\n", "a").crawl_delay(), 5000ms);
    EXPECT_EQ(Robots::parse("User-agent: a\nCrawl-delay: soon\n", "a").crawl_delay(), std::nullopt);
    EXPECT_EQ(Robots::parse("User-agent: a\nCrawl-delay: -1\n", "a").crawl_delay(), std::nullopt);
    EXPECT_EQ(Robots::parse("User-agent: a\nCrawl-delay: 1e99\n", "a").crawl_delay(), 1000ms);
    EXPECT_EQ(Robots::parse("User-agent: a\nCrawl-delay: 99999999999999\n", "a").crawl_delay(), 24h);
}

TEST(Robots, CollectsSitemapsWhereverTheyStand)
{
    EXPECT_THAT(Robots::parse("Sitemap: http://a.vn/1.xml\nUser-agent: b\nSITE-MAP: "
                              "http://a.vn/2.xml\nDisallow: /\nsitemap: http://a.vn/1.xml",
                              "a")
                    .sitemaps(),
                ElementsAre("http://a.vn/1.xml", "http://a.vn/2.xml"));
}

TEST(Robots, StaysQuickOnHostilePatterns)
{
    std::string pattern = "/";
    for (int i = 0; i < 5000; ++i)
        pattern += "*a";
    std::string file = "User-agent: *\n";
    for (int i = 0; i < 40; ++i)
        file += "Disallow: " + pattern + "b\n";
    EXPECT_TRUE(allowed(file, "http://foo.bar/" + std::string(8000, 'a')));
}

} // namespace
} // namespace baotin::parsers
