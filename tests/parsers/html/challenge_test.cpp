#include "parsers/challenge.hpp"

#include <gtest/gtest.h>

#include <string>

namespace baotin::parsers {
namespace {

TEST(Challenge, KnowsTheD1NStub)
{
    EXPECT_TRUE(is_challenge(
        R"(<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; expires=Fri, 31 Dec 2099 23:59:59 GMT; path=/";window.location.reload(true);</script></body></html>)"));
    EXPECT_TRUE(is_challenge("<HTML><BODY><SCRIPT>\ndocument.cookie = \"D1N=00\" ;\n window . location . "
                             "reload ( true ) ;</SCRIPT>"));
}

TEST(Challenge, KnowsStubsThatComeBackLater)
{
    EXPECT_TRUE(is_challenge(
        "<script>document.cookie='k=1;path=/';setTimeout(function(){location.reload()},500)</script>"));
    EXPECT_TRUE(is_challenge("<title>x</title><script>document.cookie='a=b';location.href='/';</script>Đang "
                             "kiểm tra trình duyệt…"));
    EXPECT_TRUE(is_challenge(
        "<html><script src=/aes.js></script><script>var "
        "a=toNumbers('f655'),c=toNumbers('01');document.cookie="
        "\"__test=\"+toHex(slowAES.decrypt(c,2,a,b))+\"; path=/\"; location.href=\"/?i=1\";</script>"
        "<noscript>This site requires Javascript to work</noscript></html>"));
    EXPECT_TRUE(is_challenge(
        "<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'};</script>Enable JavaScript"));
}

TEST(Challenge, IsNoArticleThatSetsCookies)
{
    std::string script = "<script>document.cookie='seen=1';function r(){location.reload()}</script>";
    std::string paragraph =
        "<p>Ngày 20/5/2021, Đoàn công tác của Bộ Công an đã đến thăm, làm việc với Tỉnh ủy Bắc Ninh.</p>";
    std::string article;
    for (int i = 0; i < 12; ++i)
        article += paragraph;
    EXPECT_FALSE(is_challenge(script + article));
    std::string long_article = "<script>window._cf_chl_opt=1</script>";
    for (int i = 0; i < 80; ++i)
        long_article += paragraph;
    EXPECT_FALSE(is_challenge(long_article));
}

TEST(Challenge, IsNoShortPageWithoutTheTrick)
{
    EXPECT_FALSE(is_challenge(""));
    EXPECT_FALSE(is_challenge("<html><body>404 Not Found</body></html>"));
    EXPECT_FALSE(is_challenge("<script>document.cookie='a=b'</script>"));
    EXPECT_FALSE(is_challenge("<script>setTimeout(function(){location.reload()},60000)</script>"));
    EXPECT_FALSE(is_challenge("<p>document.cookie=\"D1N=1\";window.location.reload(true)</p>"));
}

} // namespace
} // namespace baotin::parsers
