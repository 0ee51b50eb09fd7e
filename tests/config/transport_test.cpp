#include "config/site.hpp"
#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace baotin::config {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kPem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

/// The good site file with `top` in front of it: top-level keys must stand before the first table.
std::string site_with(std::string_view top, std::string_view bottom = "")
{
    return std::string(top) + "\n" + std::string(kSite) + std::string(bottom) + "\n";
}

/// A whole configuration of which one site file says `toml`, with `extra.pem` beside baotin.toml.
std::expected<Snapshot, std::vector<std::string>> load_with(std::string_view toml)
{
    const ConfigurationFolder folder;
    folder.write("baotin.toml", "");
    folder.write("extra.pem", kPem);
    folder.write("empty.pem", "nothing\n");
    folder.write("sites.d/congan-x.toml", toml);
    auto loaded = folder.load();
    if (loaded) return *loaded;
    return std::unexpected(folder.lines(loaded.error()));
}

TEST(Transport, IsPlainByDefault)
{
    const auto site = site_of(kSite);
    EXPECT_TRUE(site->transport.tls.ca_file.empty());
    EXPECT_FALSE(site->transport.tls.legacy_renegotiation);
    EXPECT_TRUE(site->transport.tls.verify);
    EXPECT_EQ(site->transport.proxy, "");
    EXPECT_FALSE(site->visit.cookies);
    EXPECT_EQ(site->visit.challenge, Challenge::off);
}

TEST(Transport, ReadsTlsInlineAndAsATable)
{
    for (const auto& toml : {site_with("tls = { ca_file = \"extra.pem\", legacy_renegotiation = true }"),
                             site_with("", "[tls]\nca_file = \"extra.pem\"\nlegacy_renegotiation = true")}) {
        const auto config = load_with(toml);
        ASSERT_TRUE(config) << config.error().front();
        const auto& tls = (*config)->sites.front()->transport.tls;
        EXPECT_EQ(tls.ca_file.filename(), "extra.pem");
        EXPECT_TRUE(tls.ca_file.is_absolute()) << "relative to baotin.toml";
        EXPECT_TRUE(tls.legacy_renegotiation);
        EXPECT_TRUE(tls.verify);
    }
}

TEST(Transport, DoesNotVerifyOnlyForAReason)
{
    const auto site =
        site_of(site_with("tls = { verify = false, reason = \"expired since 2024, they know\" }"));
    EXPECT_FALSE(site->transport.tls.verify);
    EXPECT_EQ(site->transport.tls.reason, "expired since 2024, they know");
    EXPECT_THAT(problems_of_site(site_with("tls = { verify = false }")),
                ElementsAre(StartsWith("1:18: verify = false needs a reason")));
    EXPECT_THAT(problems_of_site(site_with("tls = { verify = false, reason = \" \" }")),
                ElementsAre(StartsWith("1:34: reason is empty")));
    EXPECT_THAT(problems_of_site(site_with("tls = { reason = \"just so\" }")),
                ElementsAre(StartsWith("1:18: reason says why")));
    EXPECT_THAT(problems_of_site(site_with("tls = { verify = \"no\" }")),
                ElementsAre("1:18: verify is true or false, not a string"));
}

TEST(Transport, WantsACaFileThatIsOne)
{
    const auto missing = load_with(site_with("tls = { ca_file = \"missing.pem\" }"));
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error(),
                ElementsAre(StartsWith("sites.d/congan-x.toml:1:19: ca_file \"missing.pem\": ")));
    const auto empty = load_with(site_with("tls = { ca_file = \"empty.pem\" }"));
    ASSERT_FALSE(empty);
    EXPECT_THAT(empty.error(), ElementsAre(HasSubstr("holds no certificate in PEM")));
}

TEST(Transport, SaysTheNearestNameOfAnUnknownTlsKey)
{
    EXPECT_THAT(problems_of_site(site_with("tls = { cafile = \"x.pem\" }")),
                ElementsAre(HasSubstr("unknown key \"cafile\" in [tls]; did you mean \"ca_file\"?")));
}

TEST(Transport, ReadsProxies)
{
    for (const std::string proxy : {"http://proxy.example:3128", "socks5://127.0.0.1:1080",
                                    "socks5h://[::1]:9050", "http://user:p%40ss@10.0.0.1:8080/"})
        EXPECT_EQ(site_of(site_with("proxy = \"" + proxy + "\""))->transport.proxy, proxy);
}

TEST(Transport, RefusesOtherProxiesWithoutQuotingThem)
{
    for (const std::string proxy :
         {"https://user:s3cret@proxy.example:443", "socks4://s3cret@a.example:1", "s3cret.example:3128",
          "http://s3cret.example", "http://a:s3cret@b.example:99999", "http://b.example:1/s3cret",
          "http://b.example:1?s3cret", "ftp://s3cret:21", "http://a s3cret:1", "socks5://:s3cret@:1"}) {
        const auto problems = problems_of_site(site_with("proxy = \"" + proxy + "\""));
        EXPECT_THAT(problems, ElementsAre(StartsWith("1:9: proxy is written \"http://HOST:PORT\""))) << proxy;
        EXPECT_THAT(problems, Each(Not(HasSubstr("s3cret"))));
    }
}

TEST(Transport, ReadsCookiesAndChallenges)
{
    const auto site = site_of(site_with("", "[visit]\ncookies = true\nchallenge = \"cookie\""));
    EXPECT_TRUE(site->visit.cookies);
    EXPECT_EQ(site->visit.challenge, Challenge::cookie);
    EXPECT_THAT(problems_of_site(site_with("", "[visit]\nchallenge = \"cookie\"")),
                ElementsAre(HasSubstr("needs cookies = true")));
    EXPECT_THAT(problems_of_site(site_with("", "[visit]\nchallenge = \"cokie\"")),
                ElementsAre(HasSubstr("unknown challenge \"cokie\"; did you mean \"cookie\"?")));
    EXPECT_THAT(problems_of_site(site_with("", "[visit]\ncookies = \"yes\"")),
                ElementsAre(HasSubstr("cookies is true or false, not a string")));
}

} // namespace
} // namespace baotin::config
