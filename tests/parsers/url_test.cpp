#include "parsers/url.hpp"
#include "parsers/url_credentials.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace baotin::parsers {
namespace {

std::string normal(std::string_view reference, std::string_view base = {})
{
    return normalise_url(reference, base).value_or("nothing");
}

TEST(NormaliseUrl, SettlesSchemeHostPortAndFragment)
{
    EXPECT_EQ(normal("HTTP://EXAMPLE.vn:80/"), "http://example.vn/");
    EXPECT_EQ(normal("https://example.vn:443"), "https://example.vn/");
    EXPECT_EQ(normal("https://example.vn:80/a#b"), "https://example.vn:80/a");
    EXPECT_EQ(normal("https://example.vn./a"), "https://example.vn/a");
    EXPECT_EQ(normal("https://example.vn.:8443/a"), "https://example.vn:8443/a");
    EXPECT_EQ(normal("http://user:pa@ss@example.vn/"), "http://example.vn/");
    EXPECT_EQ(normal("http://example.vn?x=1"), "http://example.vn/?x=1");
    EXPECT_EQ(normal("http://[::1]:8080/a"), "http://[::1]:8080/a");
}

TEST(NormaliseUrl, RemovesDotSegmentsAndNeedlessEscapes)
{
    EXPECT_EQ(normal("http://a.vn/a/../b"), "http://a.vn/b");
    EXPECT_EQ(normal("http://a.vn/a/./b/.."), "http://a.vn/a/");
    EXPECT_EQ(normal("http://a.vn/../../b"), "http://a.vn/b");
    EXPECT_EQ(normal("http://a.vn/a/%2e%2E/b"), "http://a.vn/b");
    EXPECT_EQ(normal("http://a.vn/%7euser/%61?%7e=%41"), "http://a.vn/~user/a?~=A");
    EXPECT_EQ(normal("http://a.vn/%c3%a0%2fb%zz%"), "http://a.vn/%C3%A0%2Fb%zz%");
    EXPECT_EQ(normal("http://a.vn//b//c"), "http://a.vn//b//c");
}

TEST(NormaliseUrl, MendsWhatBrowsersMend)
{
    EXPECT_EQ(normal("  http://a.vn/tin tức/Đảng ủy.html \n"),
              "http://a.vn/tin%20t%E1%BB%A9c/%C4%90%E1%BA%A3ng%20%E1%BB%A7y.html");
    EXPECT_EQ(normal("http://a.vn/a\n\tb\r/c"), "http://a.vn/ab/c");
    EXPECT_EQ(normal("http:\\\\a.vn\\b\\c?d=\\e"), "http://a.vn/b/c?d=\\e");
    EXPECT_EQ(normal("http:/a.vn/b"), "http://a.vn/b");
    EXPECT_EQ(normal("http:///a.vn/b"), "http://a.vn/b");
    EXPECT_EQ(normal("http://a.vn/\"<b>`{}^|"), "http://a.vn/%22%3Cb%3E%60%7B%7D%5E|");
    EXPECT_EQ(normal("http://a.vn/?q=bầu cử&x='1'"), "http://a.vn/?q=b%E1%BA%A7u%20c%E1%BB%AD&x=%271%27");
    EXPECT_EQ(normal("http://a.vn/\x01\x7F"), "http://a.vn/%01%7F");
    EXPECT_EQ(normal("http://a.vn/\xFF"), "http://a.vn/%FF");
}

TEST(NormaliseUrl, DropsTrackingParametersAndKeepsTheOthersInOrder)
{
    EXPECT_EQ(normal("http://a.vn/?a=1&utm_source=x"), "http://a.vn/?a=1");
    EXPECT_EQ(normal("http://a.vn/?UTM_Medium=x&b=2&fbclid=y&a=1&zarsrc=30&gclid=z"), "http://a.vn/?b=2&a=1");
    EXPECT_EQ(normal("http://a.vn/x?fbclid=y"), "http://a.vn/x");
    EXPECT_EQ(normal("http://a.vn/x?"), "http://a.vn/x");
    EXPECT_EQ(normal("http://a.vn/x?&a&&b="), "http://a.vn/x?a&b=");
    EXPECT_EQ(normal("http://a.vn/x?b=utm_source&utm=1"), "http://a.vn/x?b=utm_source&utm=1");
}

TEST(NormaliseUrl, ResolvesAgainstABase)
{
    const std::string_view base = "https://a.vn/b/c?d=e#f";
    EXPECT_EQ(normal("x.html", base), "https://a.vn/b/x.html");
    EXPECT_EQ(normal("./x", base), "https://a.vn/b/x");
    EXPECT_EQ(normal("../x", base), "https://a.vn/x");
    EXPECT_EQ(normal("/x?y#z", base), "https://a.vn/x?y");
    EXPECT_EQ(normal("?page=2", base), "https://a.vn/b/c?page=2");
    EXPECT_EQ(normal("#top", base), "https://a.vn/b/c?d=e");
    EXPECT_EQ(normal("", base), "https://a.vn/b/c?d=e");
    EXPECT_EQ(normal("//host.vn/x", base), "https://host.vn/x");
    EXPECT_EQ(normal("\\\\host.vn\\x", base), "https://host.vn/x");
    EXPECT_EQ(normal("http://b.vn", base), "http://b.vn/");
    EXPECT_EQ(normal("https:x", base), "https://a.vn/b/x");
    EXPECT_EQ(normal("http:x", base), "http://x/");
    EXPECT_EQ(normal("x", "https://a.vn"), "https://a.vn/x");
    EXPECT_EQ(normal("a/b:c", base), "https://a.vn/b/a/b:c");
}

TEST(NormaliseUrl, WritesInternationalHostsInPunycode)
{
    EXPECT_EQ(normal("http://bücher.example/"), "http://xn--bcher-kva.example/");
    EXPECT_EQ(normal("http://BÜCHER.example/"), "http://xn--bcher-kva.example/");
    EXPECT_EQ(normal("http://b%C3%BCcher.example/"), "http://xn--bcher-kva.example/");
    EXPECT_EQ(normal("http://báotiếng.vn/"), "http://xn--boting-pta5822d.vn/");
    EXPECT_EQ(normal("http://中文。com/"), "http://xn--fiq228c.com/");
    EXPECT_EQ(normal("http://ＡＢ.vn/"), "http://ab.vn/");
    EXPECT_EQ(normal("http://他们为什么不说中文.vn/"),
              "http://xn--ihqwcrb4cv8a8dqg056pqjye.vn/"); // RFC 3492 §7.1 B
}

TEST(NormaliseUrl, RefusesWhatIsNoPageAddress)
{
    for (const char* text : {"javascript:void(0)", "mailto:a@b.vn", "tel:113", "ftp://a.vn/",
                             "data:text/html,x", "file:///etc/passwd", "about:blank"}) {
        EXPECT_EQ(normal(text), "nothing") << text;
        EXPECT_EQ(normal(text, "http://a.vn/"), "nothing") << text;
    }
    for (const char* text : {"", "x", "/x", "//a.vn/", "http://", "http://:80/", "http:// a.vn/",
                             "http://a b.vn/", "http://a.vn:99999/", "http://a.vn:0/", "http://a.vn:x/",
                             "http://a..vn/", "http://a<b>.vn/", "http://[::1/", "http://%00.vn/"})
        EXPECT_EQ(normal(text), "nothing") << text;
    EXPECT_EQ(normal("http://" + std::string(64, 'a') + ".vn/"), "nothing");
    EXPECT_EQ(normal("http://a.vn/" + std::string(9000, 'a')), "nothing");
    EXPECT_EQ(normal("x", "mailto:a@b"), "nothing");
}

// Plain addresses are told by a look; white space before it, which is dropped, makes an address one that is
// not.
TEST(NormaliseUrl, TellsPlainAddressesAsItSettlesOthers)
{
    const std::vector<std::string> bases = {"http://baobacninh.vn/tin/1.html",
                                            "https://a.vn",
                                            "https://a.vn?x=/../",
                                            "http://a.vn#b",
                                            "http://127.0.0.1/x",
                                            "http://1.2/x",
                                            "http://0x7f.1/a",
                                            "http://a.0x7f/",
                                            "http://a.vn:80/",
                                            "http://a.vn:8080/b/",
                                            "http://A.vn/",
                                            "http://u@a.vn/",
                                            "http://a..vn/",
                                            "http://.a.vn/",
                                            "http://a.vn./",
                                            "http://xn--a.vn/",
                                            "http://a_b.vn/",
                                            "http:/a.vn/",
                                            "ftp://a.vn/",
                                            "http://a/",
                                            "http://-a.vn/",
                                            "http://[::1]/",
                                            "http://a%2e.vn/",
                                            "http://đ.vn/",
                                            ""};
    const std::vector<std::string> references = {"/",
                                                 "/a",
                                                 "/a/",
                                                 "/a/b.html",
                                                 "/a//b",
                                                 "//b.vn/c",
                                                 "/a/./b",
                                                 "/a/../b",
                                                 "/a/.b",
                                                 "/.",
                                                 "/..",
                                                 "/a b",
                                                 "/%61",
                                                 "/a?b=1",
                                                 "/a?utm_source=b",
                                                 "/đ",
                                                 "/a\\b",
                                                 "/A~b_c-d.e",
                                                 "/a:b",
                                                 "/a,b",
                                                 "/a;b",
                                                 "/a'b",
                                                 "http://b.vn/a",
                                                 "https://b.vn",
                                                 "http://b.vn/",
                                                 "http://B.vn/a",
                                                 "http://b.9/a",
                                                 "http://b.vn:80/a",
                                                 "http://b.vn/a/..",
                                                 " /a",
                                                 "/a ",
                                                 "/a\t"};
    for (const auto& base : bases)
        for (const auto& reference : references)
            EXPECT_EQ(normal(reference, base), normal(" " + reference, base)) << reference << " on " << base;
    for (const auto& base : bases)
        EXPECT_EQ(normal(base), normal(" " + base)) << base;
}

TEST(NormaliseUrl, IsIdempotent)
{
    for (const char* text :
         {"http://a.vn/%25%37%65", "http://a.vn/%252e%252e/b", "http://bücher.vn/ü?ü=%zz", "http://0x7f.1/",
          "http://9./", "http://a.vn/a;b=1,2?x=%26", "http://a.vn/?a=%23", "http://a.vn//..//b"}) {
        const std::string once = normal(text);
        EXPECT_NE(once, "nothing") << text;
        EXPECT_EQ(normal(once), once) << text;
    }
}

TEST(SplitUrl, AnswersTheParts)
{
    const auto parts = split_url("https://a.vn:8443/b/c?d=e:f/g");
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->scheme, "https");
    EXPECT_EQ(parts->host, "a.vn");
    EXPECT_EQ(parts->port, 8443);
    EXPECT_EQ(parts->path, "/b/c");
    EXPECT_EQ(parts->query, "d=e:f/g");
    EXPECT_EQ(split_url("http://a.vn/")->port, 80);
    EXPECT_EQ(split_url("http://[::1]/")->host, "[::1]");
    EXPECT_EQ(split_url("http://[::1]:81/")->port, 81);
    EXPECT_FALSE(split_url("a.vn/b"));
    EXPECT_FALSE(split_url("ftp://a.vn/"));
    EXPECT_FALSE(split_url("http:///x"));
}

TEST(HostKey, IsOneForBothUsualPorts)
{
    EXPECT_EQ(host_key("http://a.vn/x"), "a.vn");
    EXPECT_EQ(host_key("https://a.vn/"), "a.vn");
    EXPECT_EQ(host_key("http://a.vn:443/"), "a.vn");
    EXPECT_EQ(host_key("http://a.vn:8080/"), "a.vn:8080");
    EXPECT_EQ(host_key("https://www.a.vn/"), "www.a.vn");
}

TEST(SameSite, LooksPastWwwAndTheScheme)
{
    EXPECT_TRUE(same_site("http://www.a.vn/x", "https://a.vn/y"));
    EXPECT_TRUE(same_site("https://a.vn/", "http://a.vn/"));
    EXPECT_FALSE(same_site("https://b.a.vn/", "https://a.vn/"));
    EXPECT_FALSE(same_site("http://a.vn:8080/", "http://a.vn/"));
    EXPECT_FALSE(same_site("nonsense", "nonsense"));
}

TEST(UrlGlobs, KeepOneStarInsideASegment)
{
    const UrlGlobs globs({"/tin/*.html"});
    EXPECT_TRUE(globs.matches("http://a.vn/tin/x-1.html"));
    EXPECT_TRUE(globs.matches("http://a.vn/tin/.html?page=2"));
    EXPECT_FALSE(globs.matches("http://a.vn/tin/x/y.html"));
    EXPECT_FALSE(globs.matches("http://a.vn/tin/x.html/y"));
    EXPECT_FALSE(globs.matches("http://a.vn/en/tin/x.html"));
}

TEST(UrlGlobs, LetTwoStarsCrossSegments)
{
    const UrlGlobs globs({"/**-*.html"});
    EXPECT_TRUE(globs.matches("http://a.vn/Tin-An-ninh/Bai-viet-184974.html"));
    EXPECT_TRUE(globs.matches("http://a.vn/a-1.html"));
    EXPECT_FALSE(globs.matches("http://a.vn/a/b.html"));
    EXPECT_FALSE(globs.matches("http://a.vn/a-b/c.html"));
}

TEST(UrlGlobs, ExcludeWithAnExclamationMark)
{
    const UrlGlobs both({"/**.html", "!/video/**"});
    EXPECT_TRUE(both.matches("http://a.vn/tin/x.html"));
    EXPECT_FALSE(both.matches("http://a.vn/video/x.html"));
    const UrlGlobs excluding({"!/tag/*"});
    EXPECT_TRUE(excluding.matches("http://a.vn/x"));
    EXPECT_FALSE(excluding.matches("http://a.vn/tag/x"));
    EXPECT_TRUE(UrlGlobs{}.matches("http://a.vn/"));
}

TEST(UrlGlobs, MatchRawVietnameseLettersAgainstEscapedPaths)
{
    EXPECT_TRUE(UrlGlobs({"/tin tức/*"}).matches(normal("http://a.vn/tin tức/x")));
}

TEST(UrlGlobs, StayQuickOnHostilePaths)
{
    const UrlGlobs globs({"/**a**a**a**a**a**a**a**a**a**b"});
    EXPECT_FALSE(globs.matches("http://a.vn/" + std::string(8000, 'a')));
}

TEST(Url, IsShownWithoutItsCredentials)
{
    EXPECT_EQ(without_credentials("https://user:pass@a.example:1/x@y?z#@"), "https://a.example:1/x@y?z#@");
    EXPECT_EQ(without_credentials("https://to:ken@a@b.example"), "https://b.example");
    EXPECT_EQ(without_credentials("user:pass@a.example/x"), "a.example/x");
    EXPECT_EQ(without_credentials("https://a.example/@home"), "https://a.example/@home");
    EXPECT_EQ(without_credentials("https://a.example?user@x"), "https://a.example?user@x");
    EXPECT_EQ(without_credentials(""), "");
}

} // namespace
} // namespace baotin::parsers
