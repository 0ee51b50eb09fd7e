#include "config/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::config {
namespace {

const std::filesystem::path kShipped = std::filesystem::path(BAOTIN_SOURCE_DIR) / "config/baotin.toml";

Snapshot shipped()
{
    const auto config = load(kShipped);
    if (config) return *config;
    for (const Problem& problem : config.error())
        ADD_FAILURE() << to_string(problem);
    return std::make_shared<Config>();
}

TEST(ShippedConfiguration, IsValidUntouched)
{
    const auto config = shipped();
    std::vector<std::string> ids;
    for (const auto& site : config->sites)
        ids.push_back(site->id);
    EXPECT_THAT(ids,
                testing::IsSupersetOf({"bocongan", "congan-haiphong", "congan-sonla", "congthuong", "thst"}));
    EXPECT_THAT(config->hooks, testing::IsEmpty());
}

TEST(ShippedConfiguration, SaysTheDefaults)
{
    const auto config = shipped();
    const Config defaults;
    EXPECT_EQ(config->store.url, defaults.store.url);
    EXPECT_EQ(config->store.sqlite_file, defaults.store.sqlite_file);
    EXPECT_EQ(config->store.keep_pages, defaults.store.keep_pages);
    EXPECT_EQ(config->crawler.user_agent, defaults.crawler.user_agent);
    EXPECT_EQ(config->crawler.connections, defaults.crawler.connections);
    EXPECT_EQ(config->crawler.allow_private, defaults.crawler.allow_private);
    EXPECT_EQ(config->crawler.timeout, defaults.crawler.timeout);
    EXPECT_EQ(config->crawler.max_page, defaults.crawler.max_page);
    EXPECT_EQ(config->crawler.connect_timeout, defaults.crawler.connect_timeout);
    EXPECT_EQ(config->crawler.first_byte_timeout, defaults.crawler.first_byte_timeout);
    EXPECT_EQ(config->crawler.stall_timeout, defaults.crawler.stall_timeout);
    EXPECT_EQ(config->crawler.max_header, defaults.crawler.max_header);
    EXPECT_EQ(config->crawler.max_redirects, defaults.crawler.max_redirects);
    EXPECT_EQ(config->crawler.max_ratio, defaults.crawler.max_ratio);
    EXPECT_EQ(config->web.address, defaults.web.address);
    EXPECT_EQ(config->web.port, defaults.web.port);
}

TEST(ShippedSites, NameTheirFilesById)
{
    const auto config = shipped();
    for (const auto& site : config->sites)
        EXPECT_EQ(std::filesystem::path(site->file).filename(), site->id + ".toml");
}

TEST(ShippedSites, DoNotClaimToHaveBeenChecked)
{
    const auto config = shipped();
    for (const auto& site : config->sites)
        EXPECT_FALSE(site->checked) << site->id;
}

TEST(ShippedSites, TellArticlesFromListsByTheirUrl)
{
    const auto config = shipped();
    const auto is_article = [&](std::string_view site, const std::string& path) {
        const auto found = config->site(site);
        if (!found) throw std::runtime_error("no such site");
        return found->articles.matches(*parsers::normalise_url(path, found->home));
    };
    EXPECT_TRUE(is_article("bocongan", "/tin-tuc-su-kien/tich-cuc-trien-khai-t29741.html"));
    EXPECT_FALSE(is_article("bocongan", "/tin-tuc-su-kien/tin-hoat-dong-cua-bo-2.html?Page=3"));
    EXPECT_FALSE(is_article("bocongan", "/tin-tuc-su-kien/hoat-dong-tin-tuc-2.html"));
    EXPECT_TRUE(is_article("congan-haiphong", "/Tin-An-ninh-trat-tu/Trung-tuong-184974.html"));
    EXPECT_FALSE(is_article("congan-haiphong", "/Tin-An-ninh-trat-tu"));
    EXPECT_TRUE(is_article("congan-sonla", "/trung-tuong-luong-tam-quang/"));
    EXPECT_FALSE(is_article("congan-sonla", "/"));
    EXPECT_FALSE(is_article("congan-sonla", "/category/tin-tuc/"));
    EXPECT_FALSE(is_article("congan-sonla", "/wp-content/uploads/2022/05/"));
    EXPECT_FALSE(is_article("congan-sonla", "/feed/"));
    EXPECT_TRUE(is_article("thst", "/Home/NewsDetail/11042/cong-an-soc-trang"));
    EXPECT_FALSE(is_article("thst", "/Home/ReloadSubject/24?MACD=7"));
    EXPECT_TRUE(is_article("congthuong", "/bo-truong-tham-bac-ninh-321234.html"));
    EXPECT_FALSE(is_article("congthuong", "/chinh-tri"));
}

TEST(ShippedSites, KnowTheirProvinceOfThenAndNow)
{
    const auto config = shipped();
    EXPECT_EQ(config->site("thst")->province->successor, "Cần Thơ");
    EXPECT_FALSE(config->site("thst")->province->current);
    EXPECT_EQ(config->site("congan-haiphong")->province->successor, "Hải Phòng");
    EXPECT_FALSE(config->site("bocongan")->province);
}

} // namespace
} // namespace baotin::config
