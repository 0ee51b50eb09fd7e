#include "site_shape.hpp"

namespace baotin::lab {
namespace {

constexpr auto kHtml = "text/html";

SiteShape bocongan()
{
    return {
        .id = "bocongan",
        .article_path = "/tin-tuc-su-kien/{slug}-t{number}.html",
        .seed_number = 29741,
        .date = "{d:02}/{m:02}/{y}",
        .robots = "User-agent: *\nDisallow: /admin/\nDisallow: /_layouts/\nDisallow: /_vti_bin/\nAllow: /\n",
        .documents = {{"/", "listing", "item", kHtml},
                      {"/tin-tuc-su-kien/tin-hoat-dong-cua-bo-2.html", "listing", "item", kHtml, 10, "Page"},
                      {"/chuyen-muc/hoat-dong-cua-bo-cong-an-1754966863", "listing", "item", kHtml}},
    };
}

SiteShape congan_haiphong()
{
    return {
        .id = "congan-haiphong",
        .article_path = "/Tin-An-ninh-trat-tu/{slug}-{number}.html",
        .keeps_case = true,
        .seed_number = 184974,
        .date = "{d:02}/{m:02}/{y} {H:02}:{M:02}",
        .robots = "# congan.haiphong.gov.vn\nUser-agent: *\nDisallow: /admin/\nDisallow: /Login\nDisallow: "
                  "/*?print=\nAllow: /\n",
        .documents = {{"/", "listing", "item", kHtml},
                      {"/Tin-An-ninh-trat-tu", "listing", "item", kHtml, 12, "page"},
                      {"/rss", "feed", "feed_item", "text/xml", 20}},
    };
}

SiteShape congan_sonla()
{
    constexpr auto xml = "application/xml";
    return {
        .id = "congan-sonla",
        .article_path = "/{slug}/",
        .seed_number = 8412,
        .date = "{d:02}/{m:02}/{y}",
        .robots = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\nDisallow: "
                  "/admin/\n\nSitemap: "
                  "{{base}}/wp-sitemap.xml\n",
        .documents = {{"/", "listing", "item", kHtml},
                      {"/category/tin-tuc/", "listing", "item", kHtml},
                      {"/gioi-thieu/", "still", "", kHtml},
                      {"/lien-he/", "still", "", kHtml},
                      {"/feed/", "feed", "feed_item", "application/rss+xml"},
                      {"/wp-sitemap.xml", "sitemap_index", "", xml},
                      {"/wp-sitemap-posts-post-1.xml", "sitemap", "sitemap_item", xml, 2000},
                      {"/wp-sitemap-posts-page-1.xml", "sitemap_pages", "", xml},
                      {"/wp-sitemap-taxonomies-category-1.xml", "sitemap_categories", "", xml}},
    };
}

SiteShape thst()
{
    return {
        .id = "thst",
        .article_path = "/Home/NewsDetail/{number}/{slug}",
        .seed_number = 61307,
        .date = "{d:02}/{m:02}/{y}",
        .robots = "User-agent: *\nDisallow: /admin/\nDisallow: /Account/\n",
        .documents = {{"/", "home", "item", kHtml},
                      {"/Home/ReloadSubject/24", "listing", "item", kHtml, 15, "page"}},
    };
}

SiteShape congthuong()
{
    return {
        .id = "congthuong",
        .article_path = "/{slug}-{number}.html",
        .seed_number = 277123,
        .date = "{thu}, {d:02}/{m:02}/{y} {H:02}:{M:02}",
        .robots = "User-agent: *\nAllow: /\nDisallow: /admin/\nDisallow: /apicenter@/\nDisallow: "
                  "/search_enginer.html\n\n"
                  "User-agent: AhrefsBot\nDisallow: /\n",
        .documents = {{"/", "listing", "item", kHtml, 20},
                      {"/chinh-tri", "listing", "item", kHtml, 4, "page"}},
    };
}

} // namespace

const std::vector<SiteShape>& site_shapes()
{
    static const std::vector<SiteShape> shapes = {bocongan(), congan_haiphong(), congan_sonla(), thst(),
                                                  congthuong()};
    return shapes;
}

} // namespace baotin::lab
