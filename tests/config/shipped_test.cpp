#include "config/config.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

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
    EXPECT_THAT(config->sites, testing::Not(testing::IsEmpty()));
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

TEST(ShippedSites, ClaimToFitOnlyWhereARealPageWasRead)
{
    std::vector<std::string> checked;
    const auto config = shipped();
    for (const auto& site : config->sites)
        if (site->checked) checked.push_back(site->id);
    EXPECT_THAT(checked, testing::ElementsAre("baochinhphu", "dantri", "tuoitre"));
}

TEST(ShippedSites, AnnounceArticlesOnTheirOwnSite)
{
    const auto config = shipped();
    for (const auto& site : config->sites)
        for (const auto& source : site->sources)
            EXPECT_TRUE(parsers::same_site(site->home, source.url)) << site->id << " " << source.url;
}

/// An address of an article and one that only looks like it: a section, a list, a topic.
struct Addresses {
    std::string site, article, other;
};

const std::vector<Addresses>& addresses()
{
    static const std::vector<Addresses> all{
        {"anninhthudo", "/dien-tap-chua-chay-post659326.antd", "/phap-luat/"},
        {"baobacninhtv", "/le-hoi-dau-xuan-postid409722.bbg", "/phap-luat"},
        {"baochinhphu", "/chinh-sach-moi-102260228093004191.htm", "/xa-hoi/phap-luat.htm"},
        {"baodanang", "/bo-doi-xuat-ngu-khoi-nghiep-3140715.html", "/chinh-tri"},
        {"baodautu", "/ben-cang-moi-d212345.html", "/tai-chinh-chung-khoan-d6/"},
        {"baogialai", "/dap-tat-chay-rung-post596298.html", "/phap-luat/"},
        {"baohaiphong", "/thu-hoi-dat-nam-2026-541045.html", "/phap-luat"},
        {"baohatinh", "/mua-vang-post281234.html", "/phap-luat/"},
        {"baolaocai", "/ruong-bac-thang-post412345.html", "/phap-luat/"},
        {"baotintuc", "/phap-luat/bat-nhom-trom-20260307080054340.htm", "/phap-luat-475ct0.htm"},
        {"bocongan", "/bai-viet/ra-quan-bao-ve-1772841600",
         "/chuyen-muc/hoat-dong-cua-bo-cong-an-1754966863"},
        {"bocongan", "/tin-tuc-su-kien/tich-cuc-trien-khai-t29741.html",
         "/tin-tuc-su-kien/tin-hoat-dong-cua-bo-2.html?Page=3"},
        {"bocongan", "/tin-tuc-su-kien/tich-cuc-trien-khai-t29741.html",
         "/tin-tuc-su-kien/hoat-dong-tin-tuc-2.html"},
        {"cafef", "/san-luong-thep-188260307000112345.chn", "/thi-truong-chung-khoan.chn"},
        {"cand", "/bat-nhom-trom-xe-post693508.html", "/the-gioi"},
        {"cand", "/phap-luat/canh-bao-thu-doan-lua-dao-i755842/", "/phap-luat/"},
        {"congan", "/vu-an/canh-giac/canh-bao-thu-doan-lua-dao_180096.html", "/tin-chinh"},
        {"congan-haiphong", "/Tin-An-ninh-trat-tu/Trung-tuong-184974.html", "/Tin-An-ninh-trat-tu"},
        {"congan-laichau", "/thu-doan-pham-toi/canh-giac-quet-ma-qr-3416.html", "/thu-doan-pham-toi/"},
        {"congan-laichau", "/index.php/chong-dien-bien-hoa-binh-22/muc-phat-2665.html", "/index.php/"},
        {"congan-sonla", "/trung-tuong-luong-tam-quang/", "/"},
        {"congan-sonla", "/trung-tuong-luong-tam-quang/", "/category/tin-tuc/"},
        {"congan-sonla", "/trung-tuong-luong-tam-quang/", "/wp-content/uploads/2022/05/"},
        {"congan-sonla", "/trung-tuong-luong-tam-quang/", "/feed/"},
        {"congannghean", "/phap-luat/202105/trao-tra-vi-945678/", "/phap-luat/"},
        {"conganthanhhoa", "/de-an-06/y-nghia-day-12-so.html",
         "/tin-tuc-su-kien/tin-an-ninh-trat-tu/tin-antt-trong-tinh"},
        {"congly", "/toa-tuyen-an-512345.html", "/chinh-tri"},
        {"congthuong", "/bo-truong-tham-bac-ninh-321234.html", "/chinh-tri"},
        {"dantri", "/phap-luat/tim-thay-chiec-xe-20260307080054340.htm", "/phap-luat/ho-so-vu-an.htm"},
        {"dantri", "/phap-luat/tim-thay-chiec-xe-20260307080054340.htm", "/event/asian-cup-nu-2026-8372.htm"},
        {"hanoimoi", "/khai-mac-hoi-nghi-538828.html", "/phap-luat"},
        {"laodong", "/phap-luat/doi-gac-tau-1412345.ldo", "/phap-luat"},
        {"nhandan", "/vuon-uom-cua-ban-post912345.html", "/phapluat/"},
        {"nld", "/truong-moi-196260307080612345.htm", "/phap-luat.htm"},
        {"nld", "/thoi-su/truong-moi-20210307080612345.htm", "/thoi-su/xa-hoi.htm"},
        {"plo", "/toa-tuyen-an-post812345.html", "/phap-luat/"},
        {"sggp", "/tuyen-metro-post812345.html", "/phapluat/"},
        {"thanhnien", "/cho-dem-doi-gio-185260307075519174.htm", "/thoi-su/phap-luat.htm"},
        {"thanhnien", "/thoi-su/cho-dem-post1234567.html", "/thoi-su.htm"},
        {"thoibaonganhang", "/tin-dung-ca-nam-159667.html", "/ngan-hang"},
        {"thst", "/Home/NewsDetail/11042/cong-an-soc-trang", "/Home/ReloadSubject/24?MACD=7"},
        {"tienphong", "/lop-hoc-tren-doi-post1712345.tpo", "/phap-luat/"},
        {"tuoitre", "/chien-su-day-gia-hoa-20260307075519174.htm", "/phap-luat.htm"},
        {"vietnamnet", "/nha-may-nuoc-2490123.html", "/phap-luat"},
        {"vietnamplus", "/tau-moi-post1012345.vnp", "/xahoi/phapluat.vnp"},
        {"vnexpress", "/bitcoin-len-muc-cao-5046729.html", "/phap-luat"},
        {"vnexpress", "/bitcoin-len-muc-cao-5046729.html", "/phap-luat-p2"},
        {"znews", "/quan-ca-phe-post1612345.html", "/phap-luat.html"},
    };
    return all;
}

TEST(ShippedSites, TellArticlesFromListsByTheirUrl)
{
    const auto config = shipped();
    std::set<std::string> told;
    for (const auto& [id, article, other] : addresses()) {
        const auto site = config->site(id);
        ASSERT_TRUE(site) << id;
        told.insert(id);
        EXPECT_TRUE(site->articles.matches(*parsers::normalise_url(article, site->home))) << id << article;
        EXPECT_FALSE(site->articles.matches(*parsers::normalise_url(other, site->home))) << id << other;
    }
    for (const auto& site : config->sites)
        EXPECT_TRUE(told.contains(site->id)) << site->id << " has no addresses here";
}

TEST(ShippedSites, NeverTakeOneOfTheirListsForAnArticle)
{
    const auto config = shipped();
    for (const auto& site : config->sites)
        for (const auto& source : site->sources)
            EXPECT_FALSE(site->articles.matches(source.url)) << site->id << " " << source.url;
}

/// A line of the table in docs/sites.md.
std::string documented(const Site& site)
{
    return fmt::format("| `{}` | [{}]({}) | {} | {} | {} |", site.id, site.name, site.home,
                       to_string(site.kind), site.province ? site.province->name : "–",
                       site.checked.value_or("–"));
}

TEST(ShippedSites, AreAllInTheDocumentation)
{
    const auto config = shipped();
    std::ifstream in(std::filesystem::path(BAOTIN_SOURCE_DIR) / "docs/sites.md");
    std::vector<std::string> table;
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("| `") && line.find("](http") != std::string::npos) table.push_back(line);
    EXPECT_EQ(table.size(), config->sites.size());
    for (const auto& site : config->sites)
        EXPECT_TRUE(std::ranges::count(table, documented(*site)) == 1)
            << "docs/sites.md wants " << documented(*site);
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
