#include "tests/sim/wording.hpp"

#include <fmt/format.h>

namespace baotin::sim {
namespace {

const std::vector<std::string>& phrases()
{
    static const std::vector<std::string> all{
        "lực lượng chức năng đã kịp thời có mặt tại hiện trường",
        "Công an tỉnh cho biết vụ việc đang được điều tra làm rõ",
        "theo thông tin ban đầu của cơ quan cảnh sát điều tra",
        "người dân được khuyến cáo nâng cao cảnh giác với thủ đoạn lừa đảo",
        "hội nghị đã đánh giá kết quả công tác sáu tháng đầu năm",
        "các đơn vị tiếp tục thực hiện tốt phong trào toàn dân bảo vệ an ninh Tổ quốc",
        "đồng chí Giám đốc yêu cầu tăng cường tuần tra trên các tuyến quốc lộ",
        "tang vật thu giữ gồm nhiều gói ma túy và một số điện thoại di động",
        "văn hoá giao thông được tuyên truyền đến từng khu dân cư",
        "đoàn viên thanh niên đã tham gia hiến máu tình nguyện",
        "công tác phòng cháy chữa cháy tại các chợ được kiểm tra thường xuyên",
        "căn cước công dân gắn chip được cấp lưu động cho người cao tuổi",
        "đối tượng đã khai nhận toàn bộ hành vi phạm tội của mình",
        "quần chúng nhân dân đã cung cấp nhiều nguồn tin có giá trị"};
    return all;
}

const std::vector<std::string>& names()
{
    static const std::vector<std::string> all{"Trọng Đạt", "Lò Thanh", "Hà Vân", "Việt Cường", "Anh Tuấn"};
    return all;
}

std::string paragraph(Dice& dice)
{
    auto text = fmt::format("Ngày {}, {}", 1 + dice.below(28), dice.one_of(phrases()));
    for (auto more = 1 + dice.below(2); more > 0; --more)
        text += ", " + dice.one_of(phrases());
    return text + fmt::format(" (hồ sơ {}).", 1000 + dice.below(9000));
}

/// `hoá` and `hóa` are one word spelled in two ways; false where the text has neither.
bool respell(Text& text)
{
    for (auto& one : text.paragraphs) {
        if (auto at = one.find("hoá"); at != std::string::npos) {
            one.replace(at, std::string_view("hoá").size(), "hóa");
            return true;
        }
    }
    return false;
}

} // namespace

Text written(Dice& dice, const std::string& token)
{
    Text text;
    text.title = fmt::format("Công an bắt giữ {} đối tượng, {}", 2 + dice.below(30), token);
    text.summary = fmt::format("Tin tóm tắt: {}.", dice.one_of(phrases()));
    text.author = dice.one_of(names());
    text.caption = fmt::format("Hình ảnh tại hiện trường {}", 100 + dice.below(900));
    for (auto count = 2 + dice.below(2); count > 0; --count)
        text.paragraphs.push_back(paragraph(dice));
    return text;
}

Text edited(Dice& dice, const Text& text)
{
    auto after = text;
    auto what = dice.share();
    if (what < 0.1 && respell(after)) return after;
    if (what < 0.2) {
        after.title = fmt::format("Cập nhật {}: {}", 100 + dice.below(900), text.title);
    } else if (what < 0.3) {
        after.summary = fmt::format("Tin mới nhận {}: {}.", 100 + dice.below(900), dice.one_of(phrases()));
    } else if (what < 0.4) {
        after.caption = fmt::format("Ảnh mới {}", 1000 + dice.below(9000));
    } else if (what < 0.7) {
        after.paragraphs.push_back(paragraph(dice));
    } else {
        after.paragraphs[dice.below(after.paragraphs.size())] = paragraph(dice);
    }
    return after == text ? edited(dice, text) : after;
}

std::string slug(Dice& dice)
{
    static const std::vector<std::string> words{"bat-giu", "doi-tuong", "hoi-nghi", "tuan-tra", "chua-chay"};
    return dice.one_of(words) + "-" + dice.one_of(words);
}

} // namespace baotin::sim
