#include "parsers/not_the_page.hpp"

#include "parsers/challenge.hpp"
#include "parsers/html/characters.hpp"
#include "parsers/page_glance.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/text/markup_text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace baotin::parsers {
namespace {

// News pages have 30 KB and more, and paragraphs of several hundred bytes; what stands in for them has a
// sentence or two.
constexpr std::size_t kMaxPage = 64u << 10;
constexpr std::size_t kMaxErrorText = 1200, kMaxErrorRun = 300;
constexpr std::size_t kMaxLoginText = 1500, kMaxBareLoginText = 500;
constexpr std::size_t kMaxExtra = 14; // what may stand in a title beside the words: `!`, `(404)`, a bell
constexpr std::size_t kMaxTrace = 16u << 10;

/// What titles and headings of such pages say, folded (text/fold.hpp). Whole segments, not parts of a
/// sentence.
constexpr std::array<std::string_view, 56> kErrors = {"404",
                                                      "404 not found",
                                                      "not found",
                                                      "page not found",
                                                      "404 page not found",
                                                      "403 forbidden",
                                                      "forbidden",
                                                      "access denied",
                                                      "500 internal server error",
                                                      "internal server error",
                                                      "502 bad gateway",
                                                      "bad gateway",
                                                      "503 service unavailable",
                                                      "service unavailable",
                                                      "503 service temporarily unavailable",
                                                      "service temporarily unavailable",
                                                      "504 gateway time-out",
                                                      "504 gateway timeout",
                                                      "gateway timeout",
                                                      "error establishing a database connection",
                                                      "database error",
                                                      "runtime error",
                                                      "server error",
                                                      "the resource cannot be found.",
                                                      "the page cannot be displayed",
                                                      "the page cannot be found",
                                                      "http error 404",
                                                      "http error 500",
                                                      "http error 503",
                                                      "under maintenance",
                                                      "site maintenance",
                                                      "maintenance mode",
                                                      "welcome to nginx!",
                                                      "iis windows server",
                                                      "account suspended",
                                                      "bandwidth limit exceeded",
                                                      "error 404",
                                                      "khong tim thay trang",
                                                      "khong tim thay noi dung",
                                                      "khong tim thay bai viet",
                                                      "khong tim thay trang yeu cau",
                                                      "trang khong ton tai",
                                                      "trang ban yeu cau khong ton tai",
                                                      "trang ban tim khong ton tai",
                                                      "trang ban dang tim khong ton tai",
                                                      "bai viet khong ton tai",
                                                      "noi dung khong ton tai",
                                                      "loi 404",
                                                      "loi he thong",
                                                      "he thong dang bao tri",
                                                      "he thong dang nang cap",
                                                      "website dang bao tri",
                                                      "website dang nang cap",
                                                      "trang web dang bao tri",
                                                      "truy cap bi tu choi",
                                                      "loi ket noi co so du lieu"};
constexpr std::array<std::string_view, 7> kLogin = {
    "dang nhap", "login", "log in", "sign in", "dang nhap he thong", "xac thuc", "authentication required"};

bool has(std::string_view text, std::string_view words)
{
    return text.find(words) != text.npos;
}

std::string words_of(std::string_view markup)
{
    return fold(markup_text(markup));
}

/// Is one segment of a title (`404 Not Found - Công an tỉnh X`) nothing but such words?
template <std::size_t N>
bool says(std::string_view title, const std::array<std::string_view, N>& phrases)
{
    while (!title.empty()) {
        auto end = std::min({title.find(" - "), title.find(" | "), title.find(": "), title.size()});
        auto segment = title.substr(0, end);
        for (auto phrase : phrases)
            if (segment.size() <= phrase.size() + kMaxExtra && contains_words(segment, phrase)) return true;
        title.remove_prefix(std::min(end + 3, title.size()));
    }
    return false;
}

template <std::size_t N>
bool headline_says(const PageGlance& page, const std::array<std::string_view, N>& phrases)
{
    if (says(words_of(page.title), phrases)) return true;
    return std::ranges::any_of(page.headings,
                               [&](const auto& heading) { return says(words_of(heading), phrases); });
}

bool calls_itself_an_article(std::string_view html)
{
    return has(html, "article:published_time") || has(html, "NewsArticle") || has(html, "datePublished") ||
           has(html, "articleBody");
}

/// ASP.NET's error page, which may show a long stack trace.
bool shows_aspnet_error(const PageGlance& page)
{
    return std::ranges::any_of(page.headings, [](const auto& heading) {
        return words_of(heading).starts_with("server error in '");
    });
}

bool is_error_page(const PageGlance& page)
{
    if (page.visible <= kMaxTrace && shows_aspnet_error(page)) return true;
    if (page.visible > kMaxErrorText || page.longest_run > kMaxErrorRun) return false;
    if (headline_says(page, kErrors)) return true;
    // Without headings a page of one line is its own headline.
    return page.headings.empty() && page.visible < 120 && says(words_of(page.text), kErrors);
}

bool is_login_wall(const PageGlance& page)
{
    if (page.password_fields == 0 || page.visible > kMaxLoginText || page.longest_run > kMaxErrorRun)
        return false;
    if (headline_says(page, kLogin)) return true;
    return page.visible <= kMaxBareLoginText && contains_words(words_of(page.text), "dang nhap");
}

/// Behind white space, a byte order mark, comments and an XML declaration.
std::string_view without_prologue(std::string_view text)
{
    for (;;) {
        while (!text.empty() &&
               (html::is_space(text.front()) || static_cast<unsigned char>(text.front()) >= 0x80))
            text.remove_prefix(1);
        std::string_view end = text.starts_with("<!--") ? "-->" : text.starts_with("<?xml") ? "?>" : "";
        if (end.empty()) return text;
        auto at = text.find(end);
        if (at == text.npos) return text;
        text.remove_prefix(at + end.size());
    }
}

bool begins_as_html(std::string_view text)
{
    text = without_prologue(text);
    auto begins = [&](std::string_view word) {
        return html::equals_ignoring_case(text.substr(0, word.size()), word);
    };
    return text.empty() || begins("<!doctype html") || begins("<html") || begins("<head") ||
           begins("<body") || begins("<title") || begins("<h1") || begins("<center");
}

std::optional<NotThePage> judge(const PageGlance& page)
{
    if (page.visible == 0 && !page.shows_media) return NotThePage::empty;
    if (is_error_page(page)) return NotThePage::error_page;
    if (is_login_wall(page)) return NotThePage::login_wall;
    return std::nullopt;
}

} // namespace

std::string_view describe(NotThePage what)
{
    switch (what) {
    case NotThePage::challenge:
        return "an anti-bot page that sets a cookie and reloads";
    case NotThePage::login_wall:
        return "a login form";
    case NotThePage::error_page:
        return "an error page";
    case NotThePage::empty:
        return "an empty page";
    }
    std::unreachable();
}

std::optional<NotThePage> not_the_page(std::string_view text)
{
    if (text.size() > kMaxPage) return std::nullopt;
    if (is_challenge(text)) return NotThePage::challenge;
    if (!begins_as_html(text)) return std::nullopt;
    auto page = glance_at(text, kMaxLoginText);
    if (page.visible > kMaxLoginText) { // only ASP.NET's page shows more, and its heading stands before it
        if (!shows_aspnet_error(page)) return std::nullopt;
        page = glance_at(text, kMaxTrace);
    }
    auto what = judge(page);
    if (what && calls_itself_an_article(text)) return std::nullopt;
    return what;
}

} // namespace baotin::parsers
