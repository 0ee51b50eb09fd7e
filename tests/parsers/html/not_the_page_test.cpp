#include "parsers/not_the_page.hpp"

#include <gtest/gtest.h>

#include <string>

namespace baotin::parsers {
namespace {

std::string page(const std::string& title, const std::string& body)
{
    return "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body>" + body + "</body></html>";
}

std::string repeated(const std::string& piece, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += piece;
    return text;
}

const std::string kParagraph =
    "<p>Sáng 20/5, trang thông tin của đơn vị báo lỗi 404 trong nhiều giờ; người dân không nộp được hồ sơ "
    "trực "
    "tuyến. Theo lãnh đạo Sở, hệ thống đang bảo trì và sẽ hoạt động lại trong ngày. Các bộ phận một cửa tiếp "
    "nhận "
    "hồ sơ giấy để việc của người dân không bị chậm; số hồ sơ tồn được giải quyết xong trong tuần này.</p>";

TEST(NotThePage, KnowsTheErrorPagesOfServers)
{
    for (const char* title :
         {"404 Not Found", "403 Forbidden", "502 Bad Gateway", "503 Service Temporarily Unavailable",
          "500 Internal Server Error", "Service Unavailable", "504 Gateway Time-out"}) {
        auto text = "<html>\r\n<head><title>" + std::string(title) +
                    "</title></head>\r\n<body>\r\n<center><h1>" + title +
                    "</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n";
        EXPECT_EQ(not_the_page(text), NotThePage::error_page) << title;
    }
    EXPECT_EQ(
        not_the_page("<html><head><title>Runtime Error</title></head><body><span><H1>Server Error in '/' "
                     "Application.<hr width=100%></H1><h2> <i>Runtime Error</i> </h2></span>" +
                     repeated("<p>An application error occurred on the server. The current custom error "
                              "settings prevent the details from being viewed remotely.</p>",
                              12) +
                     "</body></html>"),
        NotThePage::error_page);
    EXPECT_EQ(
        not_the_page(page("Database Error", "<div class=wp-die-message><h1>Error establishing a database "
                                            "connection</h1></div>")),
        NotThePage::error_page);
    EXPECT_EQ(not_the_page("<h1>Service Unavailable</h1>"), NotThePage::error_page);
    EXPECT_EQ(not_the_page("<html><body>Service Unavailable</body></html>"), NotThePage::error_page);
}

TEST(NotThePage, KnowsVietnameseErrorPages)
{
    for (const char* title : {"Không tìm thấy trang", "Trang không tồn tại - Công an tỉnh X", "Lỗi 404",
                              "Công an tỉnh X | Hệ thống đang bảo trì", "Hệ thống đang nâng cấp!",
                              "Trang bạn yêu cầu không tồn tại", "Truy cập bị từ chối"}) {
        EXPECT_EQ(not_the_page(page(title, "<p>Xin vui lòng quay lại sau.</p>")), NotThePage::error_page)
            << title;
        EXPECT_EQ(
            not_the_page(page("Công an tỉnh X", "<h2>" + std::string(title) + "</h2><p>Quay lại sau</p>")),
            NotThePage::error_page)
            << title;
    }
}

TEST(NotThePage, IsNeverNewsAboutAnError)
{
    EXPECT_EQ(not_the_page(page("Lỗi 404", "<h1>Lỗi 404</h1>" + kParagraph)), std::nullopt);
    EXPECT_EQ(not_the_page(page("Hệ thống đang bảo trì", "<h1>Hệ thống đang bảo trì</h1>" +
                                                             repeated("<p>Tin ngắn trong ngày.</p>", 80))),
              std::nullopt);
    EXPECT_EQ(not_the_page(page("Hệ thống đang bảo trì, người dân không nộp được hồ sơ", "<p>Tin vắn.</p>")),
              std::nullopt);
    EXPECT_EQ(not_the_page(page("Bắt đối tượng lừa đảo bằng trang “404 Not Found” giả", "<p>Tin vắn.</p>")),
              std::nullopt);
    EXPECT_EQ(
        not_the_page("<!doctype html><html><head><title>Lỗi hệ thống</title><meta "
                     "property=\"article:published_time\" content=\"2026-11-22\"></head><body><h1>Lỗi hệ "
                     "thống</h1><p>Tin vắn.</p></body></html>"),
        std::nullopt);
}

TEST(NotThePage, KnowsALoginWall)
{
    const std::string form = "<form><label>Tên đăng nhập</label><input name=u><label>Mật khẩu</label>"
                             "<input TYPE='Password' name=p><button>Đăng nhập</button></form>";
    EXPECT_EQ(not_the_page(page("Đăng nhập", form)), NotThePage::login_wall);
    EXPECT_EQ(not_the_page(page("Cổng thông tin nội bộ", form)), NotThePage::login_wall);
    EXPECT_EQ(not_the_page(page("Login - X", "<form><input type=\"password\"></form>Welcome")),
              NotThePage::login_wall);
    // The login box that many sites keep in their header.
    EXPECT_EQ(not_the_page(page("Công an tỉnh X", form + repeated(kParagraph, 6))), std::nullopt);
    EXPECT_EQ(not_the_page(page("Đăng nhập tài khoản định danh mức 2", form + kParagraph)), std::nullopt);
    EXPECT_EQ(not_the_page(page("Đăng nhập", "<p>Hướng dẫn đăng nhập dịch vụ công.</p>")), std::nullopt);
}

TEST(NotThePage, KnowsAPageWithNothingOnIt)
{
    EXPECT_EQ(not_the_page(""), NotThePage::empty);
    EXPECT_EQ(not_the_page(" \r\n"), NotThePage::empty);
    EXPECT_EQ(not_the_page(page("Công an tỉnh X", "<div id=app></div><script>boot('x')</script>"
                                                  "<noscript>Enable JavaScript</noscript>")),
              NotThePage::empty);
    EXPECT_EQ(not_the_page(page("Infographic", "<img src=a.jpg>")), std::nullopt);
}

TEST(NotThePage, LeavesFeedsAndDataAlone)
{
    EXPECT_EQ(not_the_page("<?xml version=\"1.0\"?><urlset></urlset>"), std::nullopt);
    EXPECT_EQ(not_the_page("<rss><channel><title>404</title></channel></rss>"), std::nullopt);
    EXPECT_EQ(not_the_page("{\"items\":[]}"), std::nullopt);
}

TEST(NotThePage, KnowsAChallenge)
{
    EXPECT_EQ(not_the_page("<html><body><script>document.cookie=\"D1N=00\";window.location.reload(true);"
                           "</script></body></html>"),
              NotThePage::challenge);
}

} // namespace
} // namespace baotin::parsers
