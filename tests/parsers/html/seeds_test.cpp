#include "pages.hpp"
#include "parsers/article.hpp"

#include <gmock/gmock.h>

/// The five seeds in short, each in a page built the way its site builds them.
namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

ArticleReading read(const char* text, const ArticleRules& rules, const char* url)
{
    return read_article(page(text), rules, url, may_2021());
}

constexpr const char* kMinistry =
    R"(<!DOCTYPE html><html><head><title>Tin tức - Bộ Công an</title></head><body>
<div id="ctl00_ctl30_g_a823d20f"><div><div class="bar">Tin tức - Sự kiện</div><div>
<div><div>20/05/2021</div></div><h1>Tích cực triển khai các biện pháp bảo đảm an ninh, trật tự cuộc bầu cử đại biểu Quốc hội khoá XV</h1>
<div>Ngày 20/5/2021, Đoàn công tác của Bộ Công an đã đến thăm, làm việc với Tỉnh ủy Bắc Ninh.</div>
<div><div><p>Đón và tiếp Đoàn về phía tỉnh Bắc Ninh có các đồng chí: Đào Hồng Lan, Ủy viên Trung ương Đảng…</p>
<p style="text-align:center"><img src="a.jpg"></p><p class="cap"><em>Toàn cảnh buổi làm việc. </em></p>
<p>Nổi bật, Công an tỉnh Bắc Ninh đã xây dựng, triển khai các phương án, bảo đảm tuyệt đối an ninh.</p></div></div>
<div>Việt Cường</div></div></div></div>
<div id="foot">Tìm kiếm<br>Liên kết website</div></body></html>)";

TEST(Seed, MinistryOfPublicSecurity2021)
{
    OneGeneration rules;
    rules.title = list({"#ctl00_ctl30_g_a823d20f > div > div:nth-of-type(2) > h1"});
    rules.published =
        list({"#ctl00_ctl30_g_a823d20f div:nth-of-type(2) > div:nth-of-type(1) > div:nth-of-type(1)"});
    rules.summary = list({"h1 + div"});
    rules.body = list({"h1 ~ div:nth-of-type(3) > div > p"});
    rules.author = list({"h1 ~ div:nth-of-type(4)"});
    rules.captions = list({"p.cap"});
    auto reading = read(kMinistry, rules, "https://bocongan.gov.vn/tin-tuc-su-kien/x-t29741.html");
    const auto& text = reading.text;
    EXPECT_EQ(
        text.title,
        "Tích cực triển khai các biện pháp bảo đảm an ninh, trật tự cuộc bầu cử đại biểu Quốc hội khoá XV");
    EXPECT_EQ(text.published_at, "2021-05-20");
    EXPECT_EQ(text.author, "Việt Cường");
    EXPECT_THAT(text.summary, StartsWith("Ngày 20/5/2021, Đoàn công tác"));
    EXPECT_EQ(
        text.body,
        "Đón và tiếp Đoàn về phía tỉnh Bắc Ninh có các đồng chí: Đào Hồng Lan, Ủy viên Trung ương Đảng…\n"
        "Nổi bật, Công an tỉnh Bắc Ninh đã xây dựng, triển khai các phương án, bảo đảm tuyệt đối an ninh.");
    EXPECT_THAT(text.captions, ElementsAre("Toàn cảnh buổi làm việc."));
}

constexpr const char* kHaiPhong =
    R"(<html><body><form id="aspnetForm"><div class="slogan">"CÔNG AN THÀNH PHỐ HẢI PHÒNG SIẾT CHẶT KỶ LUẬT"</div>
<div class="detail"><h1 class="title">Trung tướng Lương Tam Quang kiểm tra công tác bảo đảm an ninh, trật tự bầu cử</h1>
<div class="date">Cập nhật: 06/05/2021 07:15</div><div class="content">
<p>Ngày 05/5/2021, Trung tướng Lương Tam Quang đã chủ trì cuộc họp trực tuyến với Công an 08 địa phương.&nbsp;</p>
<div class="dropcap">T</div><p>ại cuộc họp, đại diện lãnh đạo Công an 08 địa phương đã báo cáo với đồng chí Thứ trưởng tình hình, kết quả.</p>
<table align="center"><tbody><tr><td><img src="/upload/congan/product/2021/3/a.jpg?maxwidth=1000"></td></tr>
<tr><td>Đại tá Đào Quang Trường, Phó giám đốc CATP phát biểu tham luận</td></tr></tbody></table>
<p>Các đại biểu cũng đã thẳng thắn đánh giá, nêu lên những khó khăn, vướng mắc gặp phải.</p></div></div>
<div class="frame">TƯ CÁCH<br>NGƯỜI CÔNG AN CÁCH MỆNH LÀ:</div><div class="counter">Lượt truy cập: 9004692<br>Trực tuyến: ...</div></form></body></html>)";

TEST(Seed, HaiPhongPoliceKeepsItsDropCap)
{
    OneGeneration rules;
    rules.title = list({"h1.title"});
    rules.published = list({".date"});
    rules.body = list({".detail .content"});
    auto reading = read(kHaiPhong, rules, "https://congan.haiphong.gov.vn/Tin-An-ninh-trat-tu/x-184974.html");
    EXPECT_EQ(reading.text.published_at, "2021-05-06T07:15:00+07:00");
    EXPECT_THAT(reading.text.body, HasSubstr("\nTại cuộc họp, đại diện lãnh đạo"));
    EXPECT_THAT(reading.text.body, Not(HasSubstr("phát biểu tham luận")));
    EXPECT_THAT(reading.text.captions,
                ElementsAre("Đại tá Đào Quang Trường, Phó giám đốc CATP phát biểu tham luận"));
    EXPECT_THAT(reading.text.body, Not(HasSubstr("Lượt truy cập")));
}

constexpr const char* kSonLa =
    R"(<!DOCTYPE html><html><head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"Article","headline":"Trung tướng Lương Tam Quang kiểm tra công tác bầu cử","datePublished":"2021-05-06T10:30:00+00:00"}]}</script></head>
<body class="single-post"><article class="post"><h1 class="entry-title">Trung tướng Lương Tam Quang kiểm tra công tác bầu cử</h1>
<div class="entry-content"><p>Ngày 06/5, Trung tướng Lương Tam Quang đã chủ trì cuộc họp trực tuyến với Công an 04 địa phương.</p>
<figure class="wp-block-image"><img src="/wp-content/uploads/2022/05/a.jpg"><figcaption>Đại biểu dự tại điểm cầu Công an tỉnh Sơn La</figcaption></figure>
<p>Tại cuộc họp, đại diện lãnh đạo Công an các đơn vị địa phương đã báo cáo với đồng chí Thứ trưởng tình hình./.</p>
<p style="text-align:right"><strong>Trọng Đạt</strong></p></div></article></body></html>)";

TEST(Seed, SonLaPoliceIsReadWithFewRules)
{
    OneGeneration rules;
    rules.body = list({".entry-content"});
    rules.author = list({".entry-content p[style*='text-align:right'] strong"});
    rules.remove = list({".entry-content > p[style*='text-align:right']:last-child"});
    auto reading = read(kSonLa, rules, "https://congan.sonla.gov.vn/x/");
    EXPECT_EQ(reading.text.title, "Trung tướng Lương Tam Quang kiểm tra công tác bầu cử");
    EXPECT_EQ(reading.text.published_at, "2021-05-06T17:30:00+07:00");
    EXPECT_THAT(reading.text.body, EndsWith("tình hình./."));
    EXPECT_THAT(reading.text.captions, ElementsAre("Đại biểu dự tại điểm cầu Công an tỉnh Sơn La"));
    EXPECT_EQ(reading.text.author, std::nullopt) << "what is removed is never part of any text";
    rules.remove.clear();
    EXPECT_EQ(read(kSonLa, rules, "https://congan.sonla.gov.vn/x/").text.author, "Trọng Đạt");
}

constexpr const char* kSocTrang = R"(<html><body><div class="breadcrumb">Trang chủ >> TIN TỨC >> Bầu cử</div>
<div class="news"><div class="title">Công an Sóc Trăng quyết tâm bảo đảm an toàn tuyệt đối cuộc bầu cử <span class="view">(Lượt xem: 11042)</span></div>
<div class="time">Cập nhật: 20/05/2021</div><div class="text"><p>Chiều ngày 19/5/2021, Công an tỉnh Sóc Trăng tổ chức họp Tiểu ban Chỉ đạo bảo đảm an ninh.</p>
<p><img src="/UserFiles/Image/a.jpg" alt="Công an Sóc Trăng quyết tâm"></p><p class="note">Quang cảnh diễn ra cuộc họp.</p>
<p>&nbsp;&nbsp; Quán triệt chỉ đạo của Bộ Công an, Tỉnh uỷ và UBND tỉnh Sóc Trăng, lực lượng Công an toàn tỉnh đã làm tốt công tác tham mưu./.</p></div>
<div class="author">Anh Tuấn - Tuyết Nhung</div></div><div class="footer">Ghi rõ nguồn THST.vn khi phát hành lại</div></body></html>)";

TEST(Seed, SocTrangCounterStaysOutOfTheTitle)
{
    OneGeneration rules;
    rules.title = list({".news .title"});
    rules.published = list({".time"});
    rules.author = list({".author"});
    rules.body = list({".news .text"});
    rules.captions = list({".note"});
    rules.remove = list({".view"});
    auto reading = read(kSocTrang, rules, "https://thst.vn/a");
    EXPECT_EQ(reading.text.title, "Công an Sóc Trăng quyết tâm bảo đảm an toàn tuyệt đối cuộc bầu cử");
    EXPECT_EQ(reading.text.published_at, "2021-05-20");
    EXPECT_EQ(reading.text.author, "Anh Tuấn - Tuyết Nhung");
    EXPECT_THAT(reading.text.captions, ElementsAre("Quang cảnh diễn ra cuộc họp."));
    EXPECT_THAT(reading.text.body, HasSubstr("họp Tiểu ban Chỉ đạo bảo đảm an ninh.\nQuán triệt chỉ đạo"));
    EXPECT_THAT(reading.removed, ElementsAre("(Lượt xem: 11042)"));
    std::string later(kSocTrang);
    later.replace(later.find("11042"), 5, "11043");
    EXPECT_EQ(read(later.c_str(), rules, "https://thst.vn/a").text, reading.text);
}

constexpr const char* kPress =
    R"(<html><body><h1 class="title-detail">Bộ trưởng Tô Lâm làm việc tại Bắc Ninh</h1><div class="body">
<p>Đoàn làm việc nhằm đánh giá tình hình, kết quả triển khai thực hiện nhiệm vụ chính trị của tỉnh Bắc Ninh.</p>
<table class="MASTERCMS_TPL_TABLE"><tbody><tr><td><img src="a.jpg"></td></tr><tr><td>Lãnh đạo tỉnh Bắc Ninh trao tặng tranh dân gian Đông Hồ.</td></tr></tbody></table>
<p>Tại buổi làm việc, Bí thư Tỉnh ủy Bắc Ninh đã thông tin nhanh kết quả bước đầu xây dựng “Tỉnh an toàn giao thông”.</p>
<table class="__MB_ARTICLE_A"><tr><td><a href="/x">Tin liên quan</a></td></tr></table></div></body></html>)";

TEST(Seed, PressCaptionsStandInTables)
{
    OneGeneration rules;
    rules.title = list({"h1.title-detail"});
    rules.body = list({".body"});
    rules.captions = list({"table.MASTERCMS_TPL_TABLE tr:nth-of-type(2) td"});
    rules.remove = list({"table.__MB_ARTICLE_A"});
    auto reading = read(kPress, rules, "https://press.example.vn/x");
    EXPECT_EQ(reading.text.body, "Đoàn làm việc nhằm đánh giá tình hình, kết quả triển khai thực hiện nhiệm "
                                 "vụ chính trị của tỉnh Bắc Ninh.\n"
                                 "Tại buổi làm việc, Bí thư Tỉnh ủy Bắc Ninh đã thông tin nhanh kết quả bước "
                                 "đầu xây dựng “Tỉnh an toàn giao thông”.");
    EXPECT_THAT(reading.text.captions,
                ElementsAre("Lãnh đạo tỉnh Bắc Ninh trao tặng tranh dân gian Đông Hồ."));
}

} // namespace
} // namespace baotin::parsers
