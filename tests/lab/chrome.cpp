#include "chrome.hpp"

#include "slug.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace baotin::lab {
namespace {

constexpr std::array<std::string_view, 9> kSections = {
    "Giới thiệu",          "Tin tức - Sự kiện",  "An ninh trật tự",
    "Văn bản pháp luật",   "Thủ tục hành chính", "Phòng cháy, chữa cháy",
    "Người tốt, việc tốt", "Thư viện ảnh",       "Hỏi đáp"};

constexpr std::array<std::string_view, 8> kSubsections = {
    "Tin trong nước", "Tin quốc tế", "Tin địa phương",     "Chỉ đạo điều hành",
    "Chuyên đề",      "Đoàn thể",    "Văn hóa - Thể thao", "Lưu trữ"};

constexpr std::array<std::string_view, 24> kHeadlines = {"Lịch tiếp công dân định kỳ tháng này tại trụ sở",
                                                         "Danh sách số điện thoại đường dây nóng các đơn vị",
                                                         "Hướng dẫn đăng ký tạm trú, tạm vắng qua mạng",
                                                         "Thông báo tuyển sinh vào các trường năm học mới",
                                                         "Những điều cần biết khi làm hộ chiếu phổ thông",
                                                         "Kết quả bốc thăm biển số xe tuần qua",
                                                         "Tìm chủ sở hữu phương tiện bị tạm giữ quá hạn",
                                                         "Mẫu đơn trình báo mất giấy tờ tùy thân",
                                                         "Lộ trình cấm đường phục vụ giải chạy cuối tuần",
                                                         "Phát động tháng cao điểm an toàn giao thông",
                                                         "Bảng giá dịch vụ trông giữ phương tiện",
                                                         "Nhận diện các dấu hiệu lừa đảo qua điện thoại",
                                                         "Cẩm nang phòng cháy cho nhà ống, nhà trọ",
                                                         "Trao tặng kỷ niệm chương cho cộng tác viên lâu năm",
                                                         "Hội thao nghiệp vụ khối văn phòng khép lại",
                                                         "Chương trình hiến máu tình nguyện đợt hai",
                                                         "Lấy ý kiến nhân dân về dự thảo quy chế mới",
                                                         "Kế hoạch nghỉ lễ và trực ban của các đơn vị",
                                                         "Video: Một ngày của người lính cứu hỏa",
                                                         "Ảnh: Mùa hoa ban trên những cung đường tuần tra",
                                                         "Quy trình khai báo lưu trú cho chủ cơ sở",
                                                         "Gương điển hình tiên tiến trong phong trào thi đua",
                                                         "Sửa đổi một số điều về xử phạt vi phạm hành chính",
                                                         "Câu lạc bộ thơ ca ra mắt tập thơ kỷ niệm"};

constexpr std::array<std::string_view, 8> kAdverts = {"Sen Vàng Travel - tour hè giảm 30%",
                                                      "Nước mắm Cửa Biển 40 độ đạm",
                                                      "Máy lọc nước Suối Trong",
                                                      "Học lái xe hạng B2 - khai giảng hằng tuần",
                                                      "Gạo ST Phù Sa - đặc sản miền Tây",
                                                      "Chè Shan tuyết Tà Xùa",
                                                      "Điện máy Bình Minh khai trương cơ sở 3",
                                                      "Tuyển 200 công nhân may, lương tháng 13"};

/// The next of a pool in an order that differs with every rotation.
template <std::size_t Count>
std::string_view pick(const std::array<std::string_view, Count>& pool, unsigned rotation, std::size_t index)
{
    return pool[(index + rotation * 5) % Count];
}

std::string menu()
{
    std::string out = "<ul class=\"menu menu-level-1\" id=\"main-menu\" role=\"menubar\">\n";
    int id = 100;
    for (const std::string_view section : kSections) {
        const std::string slug = slug_of(section);
        fmt::format_to(
            std::back_inserter(out),
            "  <li class=\"menu-item menu-item-{0} has-children\" role=\"none\"><a role=\"menuitem\" "
            "href=\"/chuyen-muc/{1}\" title=\"{2}\">{2}</a>\n    <ul class=\"menu menu-level-2 sub-menu\">\n",
            id++, slug, section);
        for (const std::string_view subsection : kSubsections)
            fmt::format_to(std::back_inserter(out),
                           "      <li class=\"menu-item menu-item-{0}\" role=\"none\"><a role=\"menuitem\" "
                           "href=\"/chuyen-muc/{1}/{2}\">{3}</a></li>\n",
                           id++, slug, slug_of(subsection), subsection);
        out += "    </ul>\n  </li>\n";
    }
    return out + "</ul>\n";
}

std::string related(const Pieces& pieces, unsigned rotation)
{
    std::string out;
    for (std::size_t i = 0; i < 10; ++i) {
        const std::string_view headline = pick(kHeadlines, rotation, i);
        const std::string slug = slug_of(headline);
        out += fill(pieces["related"],
                    {{"title", std::string(headline)},
                     {"link", "/chuyen-de/" + slug},
                     {"image", fmt::format("/upload/thumbs/{}-{}x{}.jpg", slug, 120 + rotation % 7, 80)},
                     {"index", std::to_string(i + 1)}});
    }
    return out;
}

std::string adverts(unsigned rotation)
{
    std::string out;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::string_view text = pick(kAdverts, rotation, i);
        fmt::format_to(std::back_inserter(out),
                       "<div class=\"qc-item banner banner-{0}\" data-zone=\"{1}\"><a "
                       "href=\"https://quang-cao.example/click?zone="
                       "{1}&amp;b={2}\" rel=\"nofollow sponsored\" target=\"_blank\"><img "
                       "src=\"/upload/banner/{3}.gif\" "
                       "alt=\"{4}\" width=\"300\" height=\"250\"><span>{4}</span></a></div>\n",
                       i + 1, 40 + i, rotation * 10 + i, slug_of(text), text);
    }
    return out;
}

std::string partners()
{
    std::string out = "<select class=\"lienket\" "
                      "onchange=\"if(this.value)window.open(this.value)\">\n<option value=\"\">--- Liên kết "
                      "website ---</option>\n";
    for (const std::string_view section : kHeadlines)
        fmt::format_to(std::back_inserter(out), "<option value=\"https://{}.example/\">{}</option>\n",
                       slug_of(section), section);
    return out + "</select>\n";
}

/// The grid that such sites carry in every page.
std::string style()
{
    std::string out = "*,*::before{box-sizing:border-box}body{margin:0;font:400 14px/1.5 "
                      "Arial,Tahoma,sans-serif;color:#222}\n";
    for (const std::string_view size : {"xs", "sm", "md", "lg", "xl"})
        for (int columns = 1; columns <= 12; ++columns)
            fmt::format_to(std::back_inserter(out),
                           ".col-{0}-{1}{{flex:0 0 {2:.6f}%;max-width:{2:.6f}%;padding:0 "
                           "15px}}.offset-{0}-{1}{{margin-left:{2:.6f}%}}\n",
                           size, columns, 100.0 * columns / 12);
    return out;
}

std::string script()
{
    std::string out = "(function(w,d){w.dataLayer=w.dataLayer||[];function "
                      "push(){w.dataLayer.push(arguments)}\nvar zones=[";
    for (int zone = 0; zone < 60; ++zone)
        fmt::format_to(std::back_inserter(out),
                       "{{id:{},size:[[300,250],[{},90]],lazy:{},t:'<div class=\"qc\">'}},\n", zone,
                       468 + zone, zone % 2 == 0);
    out += "];\nfor(var i=0;i<zones.length&&i<9;i++){push('zone',zones[i].id);}\n"
           "if(d.cookie.indexOf('seen=')<0){d.cookie='seen=1; path=/';}\n})(window,document);";
    return out;
}

} // namespace

Values chrome_of(const Pieces& pieces, unsigned rotation)
{
    return {{"menu", menu()},
            {"related", related(pieces, rotation)},
            {"adverts", adverts(rotation)},
            {"partners", partners()},
            {"style", style()},
            {"script", script()}};
}

} // namespace baotin::lab
