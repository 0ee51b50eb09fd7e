#include "shapes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baotin::bench {
namespace {

Shape page(std::string name, std::size_t size, std::function<std::string(std::size_t)> make)
{
    return {std::move(name), size, [make](std::size_t n) {
                auto text = make(n);
                return stages_of_a_visit("<!DOCTYPE html><html><head><title>x</title></head><body>" + text);
            }};
}

/// The same piece again and again, between a beginning and an end.
Shape repeated(std::string name, std::size_t size, std::string piece, std::string before = "",
               std::string after = "")
{
    return page(std::move(name), size, [=](std::size_t n) { return before + numbered(n, piece) + after; });
}

std::vector<Shape> many_elements()
{
    std::string deep = times(500, "<div>");
    return {
        repeated("siblings", 100'000, "<li>x</li>", "<ul class=content>", "</ul>"),
        repeated("siblings with classes", 100'000, "<p class=tin{}>Có {} người.</p>", "<div class=content>"),
        repeated("links", 100'000, "<div class=tin><a href=/tin-{}.html>Tin tức số {} trong ngày</a></div>"),
        repeated("headings with links", 100'000,
                 "<h3><a href=/tin-{}.html>Tin tức số {}</a></h3><p>Mô tả</p>"),
        repeated("pictures with captions", 50'000,
                 "<figure><img src=a{}.jpg><figcaption>{}</figcaption></figure>", "<div class=content>"),
        repeated("nested", 100'000, "<div>"),
        repeated("nested, closed", 100'000, "<div><p>x", "", times(100'000, "</div>")),
        repeated("nested unknown names", 100'000, "<x-{}>"),
        repeated("nested lists", 100'000, "<ul><li>"),
        repeated("nested tables", 100'000, "<table><tr><td>"),
        repeated("nested SVG", 100'000, "<g>", "<svg>"),
        repeated("towers under the depth cap", 200, deep + times(500, "</div>")),
        repeated("paragraphs at depth 500", 100'000, "<p>x", deep),
        repeated("items at depth 500", 100'000, "<li>x", deep),
        repeated("end tags at depth 500", 100'000, "</p></li>", deep),
        repeated("headings' end tags at depth 500", 100'000, "</h2>", deep),
        repeated("inline at depth 500", 100'000, "<b>x</b>", deep),
        repeated("links at depth 500", 100'000, "<a href=/tin-{}.html>Tin tức số {}</a>", deep),
        repeated("stray end tags at depth 500", 100'000, "</section>", deep),
        repeated("stray table parts at depth 500", 100'000, "<tr>", deep),
    };
}

std::vector<Shape> attributes()
{
    return {
        repeated("attributes on one tag", 100'000, " a{}=1", "<p", ">x"),
        repeated("attributes on one tag, few", 3'000, " a{}=1", "<p", ">x"),
        repeated("the same attribute again", 100'000, " a=1", "<p", ">x"),
        repeated("attributes of <body> tags", 50'000, "<body a{}=1>"),
        page("tags of 200 attributes", 2'000,
             [](std::size_t n) { return times(n, "<p" + numbered(200, " a{}=1") + ">"); }),
        repeated("classes of one element", 100'000, "tin{} ", "<div class=\"", "\"><p class=content>x"),
        repeated("the same class again", 100'000, "content ", "<div class=\"", "\">x"),
        repeated("attribute value, bytes", 1'000'000, "x", "<div class=content title=\"", "\">x"),
        repeated("id, bytes", 1'000'000, "x", "<div class=content id=\"", "\">x"),
        repeated("style, bytes / 10", 100'000, "color:red;", "<div class=content style=\"", "\">x"),
        repeated("href, bytes", 1'000'000, "a", "<a class=content href=\"/", "\">x</a>"),
        repeated("references in an attribute", 200'000, "&amp", "<div class=content title=\"", "\">x"),
        repeated("a tag that never ends", 100'000, " a{}=1", "<p"),
        repeated("tags that never end", 100'000, "<a "),
        repeated("quotes that never end", 100'000, "<a b='\""),
        repeated("slashes in a tag", 1'000'000, "/", "<p", ">x"),
        repeated("white space in a tag, bytes", 1'000'000, " ", "<p a", ">x"),
        repeated("names before white space", 1'000, "a" + times(1'000, " "), "<p ", ">x"),
    };
}

std::vector<Shape> broken_nesting()
{
    return {
        repeated("unclosed <b><i>", 10'000, "<b><i>"),
        repeated("unclosed <b> in paragraphs", 10'000, "<p><b>x"),
        repeated("unclosed <b class> in paragraphs", 400, "<p><b class=c{}>x"),
        repeated("unclosed fonts, then paragraphs", 3'000, "<p>x</p>",
                 "<p>" + numbered(300, "<font size={}>") + "</p>"),
        repeated("misnested <b><p></b>", 10'000, "<b><p>x</b>"),
        repeated("misnested <b><div></b></div>", 30'000, "<b><div>x</b></div>"),
        repeated("adoption across 400 blocks", 5'000, "</b><b>", times(200, "<b><div>")),
        repeated("unclosed <a>", 100'000, "<a href={}>x"),
        repeated("unclosed <nobr>", 100'000, "<nobr>x"),
        repeated("foster-parented blocks", 100'000, "<div>x</div>", "<table>"),
        repeated("foster-parented text", 100'000, "x<!---->", "<table>"),
        repeated("foster-parented <b>", 100'000, "<b>x</b>", "<table>"),
        repeated("foster-parented cells", 50'000, "<tr>x<td>y</td></tr>", "<table>"),
        repeated("<p> in a button", 100'000, "<p>x", "<button>"),
        repeated("buttons", 100'000, "<button>x"),
        repeated("end tags without start", 100'000, "</div>"),
        repeated("formatting end tags without start", 100'000, "</b>"),
        repeated("end tags that open", 100'000, "</p></br>"),
        repeated("end tags of unknown names", 100'000, "</x-{}>"),
        repeated("options", 100'000, "<option>x", "<select>"),
        repeated("forms in a form", 100'000, "<form><input>", "<form>"),
        repeated("headings unclosed", 100'000, "<h1>x<h2>y"),
        repeated("frame sets", 50'000, "<frameset><frame>"),
        repeated("templates", 50'000, "<template><p>x</template>"),
        repeated("ruby", 50'000, "<ruby>x<rt>y"),
    };
}

std::vector<Shape> odd_text()
{
    return {
        repeated("comments", 100'000, "<!-- x -->"),
        repeated("comments that never end", 100'000, "<!--"),
        repeated("dashes in a comment, bytes", 1'000'000, "-", "<!-- x"),
        repeated("document types", 100'000, "<!doctype html>"),
        repeated("open CDATA", 100'000, "<![CDATA[", "<svg>"),
        repeated("processing instructions", 100'000, "<?x >"),
        repeated("references", 1'000'000, "&amp"),
        repeated("numeric references", 300'000, "&#x1EA1;"),
        repeated("unknown references", 200'000, "&notanentity;"),
        repeated("less-than signs", 1'000'000, "<"),
        repeated("ampersands", 1'000'000, "&"),
        repeated("a script that never ends, bytes", 1'000'000, "x", "<script>"),
        repeated("script comments", 100'000, "<!--<script>", "<script>"),
        repeated("half script ends", 100'000, "</scrip", "<script>"),
        repeated("scripts", 100'000, "<script>x</script>"),
        repeated("titles", 100'000, "<title>x</title>"),
        repeated("half title ends", 100'000, "</titl", "<title>"),
        repeated("title, bytes", 1'000'000, "x", "<title>", "</title>"),
        repeated("heading, words", 200'000, "tin tức ", "<h1>", "</h1><div class=content>x</div>"),
        repeated("text without spaces, bytes", 1'000'000, "x", "<div class=content>"),
        repeated("sentences", 20'000, "Ngày 20/5/2021, đoàn công tác đã đến thăm {} hộ. ",
                 "<div class=content>"),
        repeated("line breaks", 200'000, "<br>x", "<div class=content>"),
        repeated("dates", 50'000, "<span class=date>20/5/2021 {}</span>"),
        repeated("one long date, bytes", 1'000'000, "1", "<span class=date>", "</span>"),
        repeated("time elements", 50'000, "<time datetime=2021-05-20>x</time>"),
        repeated("drop caps", 50'000, "<p><span class=dropcap>T</span>ại {}", "<div class=content>"),
        repeated("authors", 50'000, "<span class=author>Người {}</span>"),
        repeated("meta tags", 50'000, "<meta property=og:title content=x{}>"),
        repeated("pictures in meta tags", 50'000, "<meta property=og:image content=/x{}.jpg>"),
        repeated("breadcrumbs", 50'000, "<nav class=breadcrumb><a href=/{}>Mục {}</a></nav>"),
        repeated("cells", 50'000, "<tr><td>x{}<td>y", "<div class=content><table>"),
        repeated("microdata", 50'000,
                 "<span itemprop=author>Người {}</span><span itemprop=datePublished content=2021-05-20>"),
        repeated("NUL bytes", 500'000, std::string("x\0", 2), "<div class=content>"),
        repeated("broken UTF-8, bytes", 1'000'000, "\xC3", "<div class=content>Tiếng Việt "),
        repeated("combining marks", 300'000, "\xCC\x81", "<div class=content>a"),
        repeated("marks in wrong order", 200'000, "\xCC\x81\xCC\xA3", "<div class=content>a"),
    };
}

} // namespace

std::string times(std::size_t count, std::string_view piece)
{
    std::string text;
    text.reserve(count * piece.size());
    for (std::size_t i = 0; i < count; ++i)
        text += piece;
    return text;
}

std::string numbered(std::size_t count, std::string_view piece)
{
    if (piece.find("{}") == piece.npos) return times(count, piece);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        auto rest = piece;
        for (auto at = rest.find("{}"); at != rest.npos; at = rest.find("{}")) {
            text += rest.substr(0, at);
            fmt::format_to(std::back_inserter(text), "{}", i);
            rest.remove_prefix(at + 2);
        }
        text += rest;
    }
    return text;
}

std::vector<Shape> page_shapes()
{
    std::vector<Shape> all;
    for (auto shapes : {many_elements(), attributes(), broken_nesting(), odd_text()})
        std::ranges::move(shapes, std::back_inserter(all));
    return all;
}

std::string ordinary_page()
{
    constexpr std::string_view sentence =
        "Ngày 20/5/2021, Đoàn công tác của Bộ Công an đã đến thăm, làm việc với Tỉnh ủy Bắc Ninh về công tác "
        "bảo đảm an ninh, trật tự cuộc bầu cử đại biểu Quốc hội khóa XV và phòng, chống dịch bệnh. ";
    std::string text = "<!DOCTYPE html><html><head><title>Tin - Công an</title><meta charset=utf-8><style>";
    text += times(230, ".box>a{color:#123456;margin:0 auto}") + "</style><script>";
    text += times(300, "window.q=window.q||[];function f(a,b){if(a<b){return a&&b}}");
    text += "</script></head><body class=\"detail-page\"><div class=\"menu\"><ul>";
    text += numbered(
        165, "<li class=\"item level-1\"><a href=\"/chuyen-muc-{}\" title=\"Mục\">Tin tức {}</a></li>\n");
    text +=
        "</ul></div><div class=\"wrap\"><h1 class=\"title\">Bảo đảm an ninh, trật tự cuộc bầu cử</h1>"
        "<span class=\"date\">Thứ năm, 20/05/2021 | 14:24</span><p class=\"sapo\">Tóm tắt của bài viết.</p>"
        "<div class=\"detail-content\" id=\"content\">";
    text += numbered(34, fmt::format("<p>{}<strong>{{}}</strong> {}</p>\n", sentence, sentence));
    text += "</div><p class=\"author\">Việt Cường</p></div><div class=\"news-list\">";
    text += numbered(
        150, "<div class=\"news-item\"><a href=\"/tin-{}.html\"><img src=\"/t{}.jpg\" alt=\"\"></a><h3><a "
             "href=\"/tin-{}.html\">Tin số {} trong ngày</a></h3><p>Mô tả ngắn.</p></div>\n");
    return text + "</div></body></html>";
}

} // namespace baotin::bench
