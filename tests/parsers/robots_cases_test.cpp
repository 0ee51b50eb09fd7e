#include "parsers/robots.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

// What well-known implementations agree on, case by case: the tests of google/robotstxt, scrapy/protego and
// seomoz/rep-cpp, and the tables of RFC 9309. Where one of them contradicts the RFC, the RFC is followed and
// the case says so.

namespace baotin::parsers {
namespace {

struct Case {
    std::string_view agent;
    std::string_view url;
    bool allowed;
};

struct File {
    std::string_view name;
    std::string text;
    std::vector<Case> cases;
};

void PrintTo(const File& file, std::ostream* out)
{
    *out << file.name;
}

class RobotsCases : public testing::TestWithParam<File> {};

TEST_P(RobotsCases, AreJudgedAsElsewhere)
{
    for (const auto& [agent, url, allowed] : GetParam().cases) {
        const auto verdict = Robots::parse(GetParam().text, agent).verdict(url);
        EXPECT_EQ(verdict.allowed, allowed)
            << agent << " at " << url << " by line " << verdict.line_number << " of\n"
            << GetParam().text;
    }
}

std::string foobot(std::string_view rules)
{
    return "user-agent: FooBot\n" + std::string(rules);
}

const std::vector<File> kGroups = {
    {"empty", "", {{"FooBot", "", true}, {"", "", true}, {"FooBot", "http://foo.bar/x/y", true}}},
    {"agentless", foobot("disallow: /\n"), {{"", "", true}, {"FooBot", "", false}}},
    {"keys", "foo: FooBot\nbar: /\n", {{"FooBot", "http://foo.bar/x/y", true}}},
    {"colonless", "user-agent FooBot\ndisallow /\n", {{"FooBot", "http://foo.bar/x/y", false}}},
    {"colonless_three_words", "user-agent FooBot\ndisallow /a b\n", {{"FooBot", "http://foo.bar/a", true}}},
    {"groups",
     "allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\nuser-agent: BarBot\ndisallow: /\n"
     "allow: /y/\n\n\nallow: /w/\nuser-agent: BazBot\n\nuser-agent: FooBot\nallow: /z/\ndisallow: /\n",
     {{"FooBot", "http://foo.bar/x/b", true},
      {"FooBot", "http://foo.bar/z/d", true},
      {"FooBot", "http://foo.bar/y/c", false},
      {"BarBot", "http://foo.bar/y/c", true},
      {"BarBot", "http://foo.bar/w/a", true},
      {"BarBot", "http://foo.bar/z/d", false},
      {"BazBot", "http://foo.bar/z/d", true},
      {"FooBot", "http://foo.bar/foo/bar/", false},
      {"BarBot", "http://foo.bar/foo/bar/", false},
      {"BazBot", "http://foo.bar/foo/bar/", false}}},
    {"first_word",
     "User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /\n",
     {{"Foo", "http://foo.bar/x/y", true}, {"Foo Bar", "http://foo.bar/x/y", false}}},
    {"case",
     "User-Agent: FoO bAr\nAlLoW: /x/\nDISALLOW: /\n",
     {{"Foo", "http://foo.bar/x/y", true},
      {"foo", "http://foo.bar/x/y", true},
      {"foo", "http://foo.bar/a/b", false}}},
    {"star_second",
     "user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n",
     {{"FooBot", "http://foo.bar/x/y", false}, {"BarBot", "http://foo.bar/x/y", true}}},
    {"only_others",
     "user-agent: FooBot\nallow: /\nuser-agent: BarBot\ndisallow: /\nuser-agent: BazBot\ndisallow: /\n",
     {{"QuxBot", "http://foo.bar/x/y", true}}},
    {"names_with_digits",
     "User-agent: 1bot\nAllow: /tmp\nDisallow: /\n\nUser-agent: 2bot\nAllow: /tmp/\nDisallow: /\n",
     {{"1bot", "/tmp.html", true},
      {"1bot", "/x", false},
      {"2bot", "/tmp", false},
      {"2bot", "/tmp/a.html", true},
      {"bot", "/x", true}}},
    {"names_beyond_ascii",
     "User-Agent: *\nDisallow: /admin/\nUser-Agent: UnicödeBöt\nDisallow: /some/page.html\n",
     {{"UnicödeBöt", "https://site.local/admin/", true},
      {"UnicödeBöt", "https://site.local/some/page.html", false},
      {"*", "https://site.local/some/page.html", true},
      {"*", "https://site.local/admin/", false}}},
    {"versions",
     "User-agent: my-bot/1.2\nDisallow: /\n",
     {{"my-bot", "/x", false}, {"my-bot/3.4", "/x", false}, {"my", "/x", true}}},
    {"empty_group",
     "User-Agent: harrybot\nDisallow: /\nUser-Agent: testbot\n",
     {{"testbot", "https://site.local/path1", true}, {"harrybot", "https://site.local/path1", false}}},
    {"unknown_line_between",
     "User-Agent: one\nDisallow: /bot-one\nHarry: Potter\nUser-Agent: two\nDisallow: /bot-two\n",
     {{"one", "/bot-one", false}, {"one", "/bot-two", true}, {"two", "/bot-two", false}}},
    {"malformed_line_between",
     "User-Agent: one\nDisallow: /bot-one\nHarry Potter\nUser-Agent: two\nDisallow: /bot-two\n",
     {{"one", "/bot-one", false}, {"one", "/bot-two", true}, {"two", "/bot-one", true}}},
    // Protego and reppy let an unknown line end a group; RFC 9309 §2.2.4 forbids just that.
    {"unknown_line_ends_no_group",
     "User-agent: abc\nDisallow: /content/2/\nUser-agent: *\nInvalid: /gb.html\nUser-agent: archiver\n"
     "Disallow: /\n",
     {{"archiver", "/bar", false}, {"other", "/foo", false}}},
    {"comments",
     "# 1\nUser-Agent: one # 2\n# 3\nUser-Agent: two\nDisallow: /both\n# Disallow: /no\nUser-Agent: *\n"
     "Disallow: /default\n",
     {{"one", "/both", false}, {"two", "/both", false}, {"one", "/no", true}, {"two", "/default", true}}},
    {"rfc_1996",
     "User-agent: unhipbot\nDisallow: /\n\nUser-agent: webcrawler\nUser-agent: excite\nDisallow:\n\n"
     "User-agent: *\nDisallow: /org/plans.html\nAllow: /org/\nAllow: /serv\nAllow: /~mak\nDisallow: /\n",
     {{"unhipbot", "http://www.example.org/", false},
      {"unhipbot", "http://www.example.org/robots.txt", true},
      {"webcrawler", "http://www.example.org/org/plans.html", true},
      {"excite", "http://www.example.org/%7Ejim/jim.html", true},
      {"OtherBot", "http://www.example.org/", false},
      {"OtherBot", "http://www.example.org/server.html", true},
      {"OtherBot", "http://www.example.org/services/fast.html", true},
      {"OtherBot", "http://www.example.org/orgo.gif", false},
      {"OtherBot", "http://www.example.org/org/about.html", true},
      {"OtherBot", "http://www.example.org/org/plans.html", false},
      {"OtherBot", "http://www.example.org/%7Ejim/jim.html", false},
      {"OtherBot", "http://www.example.org/%7Emak/mak.html", true}}},
    // RFC 9309 §5.1.
    {"rfc_9309_simple",
     "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"
     "User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n"
     "User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\nUser-Agent: quxbot\n",
     {{"other", "/a.gif", false},
      {"other", "/a.gif?x", true},
      {"other", "/example/", false},
      {"foobot", "/example/page.html", true},
      {"foobot", "/example/allowed.gif", true},
      {"foobot", "/a", false},
      {"barbot", "/example/page.html", false},
      {"bazbot", "/example/page.html", false},
      {"bazbot", "/example/allowed.gif", true},
      {"quxbot", "/example/page.html", true}}},
    // RFC 9309 §2.2.1: groups of one name are one, and the rules before a second group stay with the first.
    {"rfc_9309_merged",
     "user-agent: ExampleBot\ndisallow: /foo\ndisallow: /bar\n\nuser-agent: ExampleBot\ndisallow: /baz\n",
     {{"examplebot", "/foo", false}, {"ExampleBot", "/baz", false}, {"ExampleBot", "/qux", true}}},
};

const std::vector<File> kPaths = {
    {"prefix",
     foobot("disallow: /\nallow: /fish\n"),
     {{"FooBot", "http://foo.bar/bar", false},
      {"FooBot", "http://foo.bar/fish", true},
      {"FooBot", "http://foo.bar/fish/salmon.html", true},
      {"FooBot", "http://foo.bar/fishheads/yummy.html", true},
      {"FooBot", "http://foo.bar/fish.html?id=anything", true},
      {"FooBot", "http://foo.bar/Fish.asp", false},
      {"FooBot", "http://foo.bar/catfish", false},
      {"FooBot", "http://foo.bar/?id=fish", false}}},
    {"prefix_star",
     foobot("disallow: /\nallow: /fish*\n"),
     {{"FooBot", "http://foo.bar/fish", true},
      {"FooBot", "http://foo.bar/fishheads/yummy.html", true},
      {"FooBot", "http://foo.bar/Fish.bar", false},
      {"FooBot", "http://foo.bar/?id=fish", false}}},
    {"folder",
     foobot("disallow: /\nallow: /fish/\n"),
     {{"FooBot", "http://foo.bar/fish/", true},
      {"FooBot", "http://foo.bar/fish/?salmon", true},
      {"FooBot", "http://foo.bar/fish", false},
      {"FooBot", "http://foo.bar/fish.html", false},
      {"FooBot", "http://foo.bar/Fish/Salmon.html", false}}},
    {"php",
     foobot("disallow: /\nallow: /*.php\n"),
     {{"FooBot", "http://foo.bar/folder/filename.php?parameters", true},
      {"FooBot", "http://foo.bar//folder/any.php.file.html", true},
      {"FooBot", "http://foo.bar/index?f=filename.php/", true},
      {"FooBot", "http://foo.bar/php/", false},
      {"FooBot", "http://foo.bar/index?php", false},
      {"FooBot", "http://foo.bar/windows.PHP", false}}},
    {"php_end",
     foobot("disallow: /\nallow: /*.php$\n"),
     {{"FooBot", "http://foo.bar/folder/filename.php", true},
      {"FooBot", "http://foo.bar/filename.php?parameters", false},
      {"FooBot", "http://foo.bar/filename.php/", false},
      {"FooBot", "http://foo.bar/filename.php5", false},
      {"FooBot", "http://foo.bar/aaaphpaaa", false}}},
    {"fish_php",
     foobot("disallow: /\nallow: /fish*.php\n"),
     {{"FooBot", "http://foo.bar/fish.php", true},
      {"FooBot", "http://foo.bar/fishheads/catfish.php?parameters", true},
      {"FooBot", "http://foo.bar/Fish.PHP", false}}},
    {"shorter_allow", foobot("allow: /page\ndisallow: /*.htm\n"), {{"FooBot", "http://a.b/page.htm", false}}},
    {"root_only",
     foobot("allow: /$\ndisallow: /\n"),
     {{"FooBot", "http://a.b/", true}, {"FooBot", "http://a.b", true}, {"FooBot", "http://a.b/p", false}}},
    {"comment_in_rule",
     foobot("# Disallow: /\nDisallow: /foo/quz#qux\nAllow: /\n"),
     {{"FooBot", "http://foo.bar/foo/bar", true}, {"FooBot", "http://foo.bar/foo/quz", false}}},
    {"index_page",
     "User-Agent: *\nAllow: /allowed-slash/index.html\nDisallow: /\n",
     {{"foobot", "http://foo.com/allowed-slash/", true},
      {"foobot", "http://foo.com/allowed-slash/index.htm", false},
      {"foobot", "http://foo.com/allowed-slash/index.html", true},
      {"foobot", "http://foo.com/anyother-url", false}}},
    {"letter_m",
     "User-agent: *\nDisallow:  *m\n",
     {{"a", "/foo.htm", false}, {"a", "/moo", false}, {"a", "/foo", true}, {"a", "/foo/bar.txt", true}}},
    {"two_stars",
     "User-agent: *\nDisallow:  /foo*/*bar.html\n",
     {{"a", "/foo/bar.html", false}, {"a", "/food/rebar.html", false}, {"a", "/food/rebarf.html", true}}},
    {"many_stars",
     "User-agent: *\nAllow: *****************/****.js\n",
     {{"a", "xyz/foo.js", true}, {"a", "/inlife/daily/fashion-20160727/", true}}},
    {"star_end",
     "User-agent: *\nDisallow: /disallowed/*/end$\nDisallow: /protego*work\n",
     {{"a", "/disallowed", true},
      {"a", "/disallowed/xyz/end", false},
      {"a", "/disallowed/xyz/endinglater", true},
      {"a", "/protego/works", false},
      {"a", "/protego_does_wor", true}}},
    {"leading_star",
     "User-Agent: *\nallow: */p\ndisallow: /\n",
     {{"a", "http://example.com/page", true}, {"a", "http://example.com/x", false}}},
    {"double_slash",
     "User-Agent: *\nDisallow: //folder/*\n",
     {{"a", "http://example.com/folder/page", true},
      {"a", "http://example.com//folder", true},
      {"a", "http://example.com//folder/page", false}}},
    {"query_star",
     "User-agent: * \nDisallow: /*s=",
     {{"*", "https://s.local/", true},
      {"*", "https://s.local/s/", true},
      {"*", "https://s.local/?s=a", false}}},
    {"params",
     "User-agent: * \nDisallow: /path;params?query \n",
     {{"*", "http://userinfo@example.com:10/path;params?query#fragment", false},
      {"*", "http://e.com/path", true}}},
    {"query_only", "User-agent: *\nDisallow: /?\n", {{"*", "/?query", false}, {"*", "/", true}}},
    {"params_only", "User-agent: *\nDisallow: /;\n", {{"*", "/;params", false}, {"*", "/", true}}},
    {"any_scheme_and_host",
     "User-agent: *\nDisallow: /foo.html\n",
     {{"a", "http://example.com/foo.html", false},
      {"a", "https://www.example.org/foo.html", false},
      {"a", "ftp://example.net/foo.html", false},
      {"a", "example.com/foo.html", false},
      {"a", "/foo.htm", true},
      {"a", "/foo.shtml", true},
      {"a", "/foo.htmlx", false}}},
    // Protego matches a rule that is an address against such a path; no path of RFC 9309 begins so.
    {"address_for_a_path",
     "user-agent: *\ndisallow: http://ms.walkerplus.com/\n",
     {{"a", "http://foo.bar/", true}}},
    {"dollar_inside",
     foobot("disallow: /x$/abc\ndisallow: /y/abc$\ndisallow: /x*x$/abc\n"),
     {{"FooBot", "http://foo.bar/x$/abcdef", false},
      {"FooBot", "http://foo.bar/x%24/abcdef", false},
      {"FooBot", "http://foo.bar/y/abcdef", true},
      {"FooBot", "http://foo.bar/y/abc", false},
      {"FooBot", "http://foo.bar/xabcx$/abcdef", false}}},
    {"escaped_specials",
     foobot("disallow: /x/abc%24\ndisallow: /x%2Ax/abc\n"),
     {{"FooBot", "http://foo.bar/x/abc$abc", false},
      {"FooBot", "http://foo.bar/x/abc", true},
      {"FooBot", "http://foo.bar/x*x/abcdef", false},
      {"FooBot", "http://foo.bar/xabcx/abc", true}}},
    // RFC 9309 §2.2.3: a path with a raw special character is matched by its escaped form.
    {"rfc_9309_specials",
     foobot("disallow: /path/file-with-a-%2A.html\ndisallow: /path/foo-%24\n"),
     {{"FooBot", "https://www.example.com/path/file-with-a-*.html", false},
      {"FooBot", "https://www.example.com/path/foo-$", false},
      {"FooBot", "https://www.example.com/path/file-with-a-b.html", true}}},
};

const std::vector<File> kEscapes = {
    {"query_as_it_stands",
     foobot("Disallow: /\nAllow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par\n"),
     {{"FooBot", "http://foo.bar/foo/bar?qux=taz&baz=http://foo.bar?tar&par", true}}},
    {"rfc_9309_query",
     foobot("Disallow: /\nAllow: /foo/bar?baz=https://foo.bar\n"),
     {{"FooBot", "http://foo.bar/foo/bar?baz=https%3A%2F%2Ffoo.bar", true}}},
    // Google's parser leaves the escaping of the URL to its caller, so that a raw ツ is none; RFC 9309 §2.2.2
    // has both escaped before they are compared.
    {"raw_octets",
     foobot("Disallow: /\nAllow: /foo/bar/ツ\n"),
     {{"FooBot", "http://foo.bar/foo/bar/%E3%83%84", true}, {"FooBot", "http://foo.bar/foo/bar/ツ", true}}},
    {"escaped_octets",
     foobot("Disallow: /\nAllow: /foo/bar/%e3%83%84\n"),
     {{"FooBot", "http://foo.bar/foo/bar/%E3%83%84", true}, {"FooBot", "http://foo.bar/foo/bar/ツ", true}}},
    // Google's parser does not find baz here; the last row of the RFC's table does.
    {"escaped_letters",
     foobot("Disallow: /\nAllow: /foo/bar/%62%61%7A\n"),
     {{"FooBot", "http://foo.bar/foo/bar/baz", true}, {"FooBot", "http://foo.bar/foo/bar/%62%61%7A", true}}},
    {"wiki",
     "User-agent: *\nDisallow: /wiki/K%C3%A4ytt%C3%A4j%C3%A4:\nDisallow: /wiki/Keskustelu_käyttäjästä:\n",
     {{"*", "https://site.local/wiki/Käyttäjä:", false},
      {"*", "https://site.local/wiki/Keskustelu_k%C3%A4ytt%C3%A4j%C3%A4st%C3%A4:", false}}},
    {"less_than",
     "User-agent: *\nDisallow: /\nAllow: /a%3cd.html\nAllow: /b<*\n",
     {{"*", "/a<d.html", true}, {"*", "/a%3Cd.html", true}, {"*", "/b%3cd.html", true}, {"*", "/c", false}}},
    {"escaped_slash",
     "User-agent: a\nAllow: /a%2fb.html\nDisallow: /\n\nUser-agent: b\nAllow: /a/b.html\nDisallow: /\n",
     {{"a", "/a%2Fb.html", true},
      {"a", "/a/b.html", false},
      {"b", "/a%2fb.html", false},
      {"b", "/a/b.html", true}}},
    {"tilde",
     "User-agent: a\nAllow: /%7ejoe/\nDisallow: /\n\nUser-agent: b\nAllow: /~joe/\nDisallow: /\n",
     {{"a", "/~joe/index.html", true}, {"b", "/%7Ejoe/index.html", true}}},
    {"broken_escape", foobot("Disallow: /100%\n"), {{"FooBot", "/100%", false}, {"FooBot", "/100", true}}},
    {"nul",
     foobot(std::string_view("Disallow: /a\0b\nDisallow: /c\n", 29)),
     {{"FooBot", "/a", true}, {"FooBot", "/c", false}}},
};

auto name_of = [](const auto& info) { return std::string(info.param.name); };
INSTANTIATE_TEST_SUITE_P(Groups, RobotsCases, testing::ValuesIn(kGroups), name_of);
INSTANTIATE_TEST_SUITE_P(Paths, RobotsCases, testing::ValuesIn(kPaths), name_of);
INSTANTIATE_TEST_SUITE_P(Escapes, RobotsCases, testing::ValuesIn(kEscapes), name_of);

} // namespace
} // namespace baotin::parsers
