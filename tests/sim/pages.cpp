#include "tests/sim/pages.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ranges>

namespace baotin::sim {
namespace {

using namespace std::chrono_literals;

std::string local_time(Time time)
{
    auto local = std::chrono::time_point_cast<std::chrono::seconds>(time + 7h);
    return fmt::format("{:%d/%m/%Y %H:%M}", fmt::gmtime(std::chrono::system_clock::to_time_t(local)));
}

std::string top(const TrueSite& site, std::uint64_t visits)
{
    if (!site.counters) return "<div class=\"top\">Cổng thông tin điện tử</div>\n";
    return fmt::format("<div class=\"top\">Lượt truy cập: {} · Trực tuyến: {}</div>\n", 9'000'000 + visits,
                       visits % 97);
}

} // namespace

std::vector<const TrueArticle*> shown(const TrueSite& site, Time time, std::size_t most)
{
    std::vector<const TrueArticle*> articles;
    for (const auto& one : site.articles | std::views::reverse) {
        if (articles.size() == most) break;
        if (one.published() <= time && !one.absence_at(time)) articles.push_back(&one);
    }
    return articles;
}

std::string article_page(const TrueSite& site, const Text& text, Time published, std::uint64_t visits)
{
    std::string counter;
    if (site.counters) counter = fmt::format(" <span class=\"luot-xem\">(Lượt xem: {})</span>", visits);
    auto page = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{}</title></head>\n"
        "<body>\n{}<h1 class=\"title\">{}{}</h1>\n<div class=\"date\">{}</div>\n"
        "<div class=\"sapo\">{}</div>\n<div class=\"detail\">\n",
        text.title, top(site, visits), text.title, counter, local_time(published), text.summary);
    for (const auto& paragraph : text.paragraphs)
        page += fmt::format("<p>{}</p>\n", paragraph);
    page += fmt::format("<figure><img src=\"/anh.jpg\"><figcaption>{}</figcaption></figure>\n</div>\n"
                        "<div class=\"author\">{}</div>\n</body></html>\n",
                        text.caption, text.author);
    return page;
}

std::string listing_page(const TrueSite& site, Time time, std::uint64_t visits)
{
    auto page = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Tin tức</title></head>\n"
        "<body>\n{}<div class=\"news\">\n",
        top(site, visits));
    for (const auto* one : shown(site, time, kListed)) {
        page += fmt::format("<h3><a href=\"{}\">{}</a></h3>\n", one->address_at(time).path,
                            one->versions[one->version_at(time)].text.title);
    }
    return page + "</div>\n</body></html>\n";
}

std::string feed_page(const TrueSite& site, Time time)
{
    std::string page =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>Tin</title>\n";
    for (const auto* one : shown(site, time, kFed)) {
        page += fmt::format("<item><title>{}</title><link>{}</link></item>\n",
                            one->versions[one->version_at(time)].text.title, site.url_at(*one, time));
    }
    return page + "</channel></rss>\n";
}

std::string sitemap_page(const TrueSite& site, Time time)
{
    std::string page = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                       "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (const auto* one : shown(site, time, kMapped))
        page += fmt::format("<url><loc>{}</loc></url>\n", site.url_at(*one, time));
    return page + "</urlset>\n";
}

std::string robots_file(const TrueSite& site)
{
    std::string file = "User-agent: *\nDisallow: /noi-bo/\n";
    if (site.crawl_delay) file += fmt::format("Crawl-delay: {}\n", site.crawl_delay->count());
    return file;
}

std::string challenge_page()
{
    return "<html><body><script>document.cookie=\"D1N=5cb1b8a3\";window.location.reload(true);</script></"
           "body></html>";
}

std::string site_file(const TrueSite& site)
{
    auto base = fmt::format("https://{}{}", site.host, site.folder);
    auto file = fmt::format("id = \"{}\"\nname = \"Công an {}\"\nhome = \"{}/\"\nkind = \"police\"\n",
                            site.id, site.id, base);
    if (site.listing)
        file += fmt::format("[[source]]\nlisting = \"{}/danh-sach\"\nlinks = \".news h3 a\"\n", base);
    if (site.feed) file += fmt::format("[[source]]\nfeed = \"{}/rss\"\n", base);
    if (site.sitemap) file += fmt::format("[[source]]\nsitemap = \"{}/sitemap.xml\"\n", base);
    file += "[article]\nurls = [\"/**.html\"]\ntitle = \"h1.title\"\npublished = \".date\"\nauthor = "
            "\".author\"\n"
            "summary = \".sapo\"\nbody = \".detail\"\ncaptions = \"figcaption\"\nremove = [\".luot-xem\"]\n";
    file += fmt::format("[visit]\ndelay = \"{}ms\"\n", site.delay.count());
    if (site.budget) file += fmt::format("budget = \"{}\"\n", *site.budget);
    return file;
}

} // namespace baotin::sim
