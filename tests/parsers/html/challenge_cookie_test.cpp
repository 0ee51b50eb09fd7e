#include "parsers/challenge.hpp"

#include <gtest/gtest.h>

#include <string>

namespace baotin::parsers {
namespace {

std::string stub(std::string_view script)
{
    return "<html><body><script>" + std::string(script) + "</script></body></html>";
}

std::string cookie_in(std::string_view script)
{
    const auto cookie = challenge_cookie(stub(script));
    return cookie ? cookie->name + "=" + cookie->value : "none";
}

TEST(ChallengeCookie, IsReadFromTheStubOfGovernmentHosts)
{
    EXPECT_EQ(
        cookie_in("document.cookie=\"D1N=7f0c2ab4e9d84316a5be0f5d1c3a9e72\"+\"; expires=Fri, 31-Dec-2037 "
                  "23:55:55 GMT; path=/\";window.location.reload(true);"),
        "D1N=7f0c2ab4e9d84316a5be0f5d1c3a9e72");
}

TEST(ChallengeCookie, IsReadFromOtherSpellingsOfTheSame)
{
    EXPECT_EQ(cookie_in("document.cookie = 'a=b; path=/' ;\n location.href = location.href"), "a=b");
    EXPECT_EQ(cookie_in("document.cookie='a=' + 'b' + \"c\"\nlocation.reload()"), "a=bc");
    EXPECT_EQ(cookie_in("document.cookie='a=b=='; location.reload()"), "a=b==");
    EXPECT_EQ(
        challenge_cookie("<SCRIPT type='text/javascript'>\ndocument.cookie='a=b';location.reload()</SCRIPT>")
            ->value,
        "b");
}

TEST(ChallengeCookie, IsNotGuessedWhereItIsComputed)
{
    EXPECT_EQ(
        cookie_in(
            "document.cookie='__test='+toHex(slowAES.decrypt(c,2,a,b))+'; path=/';location.href='/?i=1'"),
        "none");
    EXPECT_EQ(cookie_in("var v='b';document.cookie='a='+v;location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a=b'.replace('b','c');location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a=\\x62';location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie=unescape('a=b');location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a=b';document.cookie='c=d';location.reload()"), "none");
    EXPECT_EQ(cookie_in("document['cookie']='a=b';location.reload()"), "none");
    EXPECT_EQ(cookie_in("window._cf_chl_opt={};document.cookie;location.reload()"), "none");
}

TEST(ChallengeCookie, IsOnlyReadWhereTheStubComesAgain)
{
    EXPECT_EQ(cookie_in("document.cookie='D1N=b';"), "none");
    EXPECT_EQ(cookie_in("location.reload();document.cookie='a=b';"), "none");
}

TEST(ChallengeCookie, ThatCouldNotBeSentIsNone)
{
    EXPECT_EQ(cookie_in("document.cookie='ab';location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='=b';location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a=';location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a b=c';location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a=b c';location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a=b\";location.reload()"), "none");
    EXPECT_EQ(cookie_in("document.cookie='a=" + std::string(5000, 'x') + "';location.reload()"), "none");
}

TEST(ChallengeCookie, IsNotLookedForInPagesAndNotOutsideScripts)
{
    const std::string text(5000, 'x');
    EXPECT_FALSE(challenge_cookie("<p>" + text + "</p>" + stub("document.cookie='a=b';location.reload()")));
    EXPECT_FALSE(challenge_cookie("<p>document.cookie='a=b';location.reload()</p>"));
    EXPECT_FALSE(challenge_cookie(""));
}

} // namespace
} // namespace baotin::parsers
