#include "config/config.hpp"
#include "daemon/site_draft.hpp"
#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

namespace baotin::daemon {
namespace {

using testing::HasSubstr;

SiteIdentity identify(std::string_view url, const std::string& head = "")
{
    const auto tree =
        parsers::html::Tree::parse("<html><head>" + head + "</head><body></body></html>").value();
    return identify_site(url, &tree);
}

TEST(SiteIdentity, TakesTheShortHostNameForAnId)
{
    EXPECT_EQ(identify("https://congan.haiphong.gov.vn/x").id, "congan-haiphong");
    EXPECT_EQ(identify("https://vnexpress.net/").id, "vnexpress");
    EXPECT_EQ(identify("https://www.nld.com.vn/").id, "nld");
    EXPECT_EQ(identify("https://baobacninhtv.vn/").id, "baobacninhtv");
    EXPECT_EQ(identify("http://127.0.0.1:8080/").id, "127-0-0-1-8080");
    EXPECT_EQ(identify("http://generic.vn/").id, "site-generic");
    EXPECT_EQ(identify("https://congan.haiphong.gov.vn/x").home, "https://congan.haiphong.gov.vn/");
}

TEST(SiteIdentity, TakesTheNameThatTheSiteGivesItself)
{
    EXPECT_EQ(
        identify("https://a.vn/", "<meta property='og:site_name' content=' Báo  A '><title>B</title>").name,
        "Báo A");
    EXPECT_EQ(identify("https://a.vn/", "<title>Trang chủ - Công an tỉnh Sơn La</title>").name,
              "Công an tỉnh Sơn La");
    EXPECT_EQ(identify("https://a.vn/", "<title>Chính trị | Báo Công Thương</title>").name,
              "Báo Công Thương");
    EXPECT_EQ(identify("https://www.a.vn/").name, "a.vn");
}

TEST(SiteIdentity, GuessesKindAndProvince)
{
    const auto police = identify("https://congan.haiphong.gov.vn/");
    EXPECT_EQ(police.kind, config::SiteKind::police);
    EXPECT_EQ(police.province.value().name, "Hải Phòng");
    EXPECT_EQ(identify("https://cand.com.vn/", "<title>Báo Công an Nhân dân</title>").kind,
              config::SiteKind::press);
    EXPECT_EQ(identify("https://baochinhphu.vn/").kind, config::SiteKind::press);
    EXPECT_EQ(identify("https://sonla.gov.vn/").kind, config::SiteKind::government);
    EXPECT_EQ(identify("https://baobacninhtv.vn/").province.value().name, "Bắc Ninh");
    EXPECT_EQ(identify("https://x.vn/", "<title>Công an tỉnh Sơn La</title>").province.value().name,
              "Sơn La");
    EXPECT_FALSE(identify("https://bocongan.gov.vn/").province);
    EXPECT_FALSE(identify("https://vnexpress.net/").province);
}

TEST(SiteDraft, LoadsWhateverTheSiteCallsItself)
{
    SiteSurvey survey;
    survey.identity = identify("https://a.vn/");
    survey.identity.name = "Báo \"A\" \\ \t";
    survey.problems = {"one\nid = \"evil\""};
    survey.sources.push_back({.kind = config::SourceKind::listing,
                              .url = "https://a.vn/",
                              .selector = "a[title=\"x\"]",
                              .next = "a.next",
                              .links = {},
                              .sitemaps = 0});
    survey.rules = {{"title", "h1", 3, 3}, {"remove", ".a", 2, 3}, {"remove", ".b", 1, 3}};
    survey.urls = {"/**.html", "!/video/**"};
    const testing_daemon::Folder folder;
    testing_daemon::write_file(folder.path() / "a.toml", site_file_of(survey, "2026-11-22"));
    const auto site = config::load_site(folder.path() / "a.toml");
    ASSERT_TRUE(site) << config::to_string(site.error().front());
    EXPECT_EQ((*site)->id, "a");
    EXPECT_EQ((*site)->name, survey.identity.name);
    EXPECT_EQ((*site)->articles.globs(), survey.urls);
    EXPECT_EQ((*site)->sources.front().pages, 3);
}

TEST(SiteDraft, LoadsAlthoughNothingWasFound)
{
    SiteSurvey survey;
    survey.identity = identify("https://a.vn/");
    const auto text = site_file_of(survey, "2026-11-22");
    EXPECT_THAT(text, HasSubstr("replace `links`"));
    const testing_daemon::Folder folder;
    testing_daemon::write_file(folder.path() / "a.toml", text);
    EXPECT_TRUE(config::load_site(folder.path() / "a.toml"));
}

} // namespace
} // namespace baotin::daemon
