#include "parsers/text/similarity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace baotin::parsers {
namespace {

const std::string kReport = "Sáng 06/5, Công an thành phố tổ chức lễ ra quân bảo vệ an ninh, trật tự cuộc "
                            "bầu cử đại biểu Quốc hội khoá XV "
                            "và đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2021-2026. Đại tá Giám đốc yêu "
                            "cầu các đơn vị bố trí lực lượng "
                            "ứng trực một trăm phần trăm quân số, kiểm tra từng khu vực bỏ phiếu, phân luồng "
                            "giao thông từ xa và phòng, "
                            "chống dịch Covid-19 theo đúng hướng dẫn của ngành y tế.\n"
                            "Ngay sau lễ ra quân, hơn hai trăm cán bộ, chiến sĩ đã tuần tra trên các tuyến "
                            "phố chính, cùng dân quân và bảo "
                            "vệ dân phố nhắc nhở người dân chấp hành quy định, không để kẻ xấu lợi dụng ngày "
                            "hội của toàn dân gây rối.";

Overlap between(const std::string& a, const std::string& b)
{
    return overlap(shingles_of(a), shingles_of(b));
}

TEST(Similarity, ATextStandsInItself)
{
    const auto whole = between(kReport, kReport);
    EXPECT_GT(whole.shared, 100U);
    EXPECT_EQ(whole.share(), 1.0);
    EXPECT_TRUE(is_same_story(whole));
}

TEST(Similarity, APaperThatPrintsOneParagraphTellsTheSameStory)
{
    const auto first_paragraph = kReport.substr(0, kReport.find('\n'));
    const auto found = between(kReport, "Theo tin từ Công an thành phố. " + first_paragraph);
    EXPECT_GT(found.share(), 0.8);
    EXPECT_TRUE(is_same_story(found));
}

TEST(Similarity, SpellingAndSignsMakeNoOtherText)
{
    std::string other = kReport;
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"khoá XV", "khóa XV"},
                                   {"2021-2026", "2021 – 2026"},
                                   {"phòng, chống", "phòng – chống"}}) {
        if (auto at = other.find(from); at != std::string::npos) other.replace(at, from.size(), to);
    }
    ASSERT_NE(other, kReport);
    EXPECT_EQ(between(kReport, other).share(), 1.0);
}

TEST(Similarity, AnEditedSentenceLeavesTheRestWhereItWas)
{
    std::string other = kReport;
    other.replace(other.find("hơn hai trăm"), std::string("hơn hai trăm").size(), "gần ba trăm năm mươi");
    const auto found = between(kReport, other);
    EXPECT_GT(found.share(), 0.9);
    EXPECT_LT(found.share(), 1.0);
}

/// What offices say in the same words wherever something happens.
const std::array<std::string, 4> kPhrases = {
    "đại biểu Quốc hội khoá XV và đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2021-2026",
    "bảo đảm an ninh chính trị, trật tự, an toàn xã hội trên địa bàn",
    "hiện vụ việc đang được cơ quan cảnh sát điều tra tiếp tục làm rõ",
    "theo chỉ đạo của Bộ Công an và Uỷ ban nhân dân tỉnh"};

/// A report of its own with all of those phrases in it.
std::string report(unsigned number)
{
    static const std::array<std::string, 12> words = {"xã",   "đường", "khách", "xe",   "tàu", "kho",
                                                      "rừng", "chợ",   "cầu",   "trạm", "bến", "làng"};
    std::string text;
    auto seed = number * 2654435761U + 1;
    for (std::size_t sentence = 0; sentence < 16; ++sentence) {
        for (int word = 0; word < 14; ++word) {
            seed = seed * 1664525U + 1013904223U;
            text += words[(seed >> 16) % words.size()] + std::to_string((seed >> 8) % 97) + ' ';
        }
        if (sentence % 4 == 3) text += kPhrases[sentence / 4] + ". ";
    }
    return text;
}

TEST(Similarity, OfficesPhrasesAloneMakeNoStory)
{
    std::vector<std::vector<std::uint64_t>> reports;
    for (unsigned number = 0; number < 60; ++number)
        reports.push_back(shingles_of(report(number)));
    for (std::size_t i = 0; i < reports.size(); ++i)
        for (std::size_t j = i + 1; j < reports.size(); ++j) {
            const auto found = overlap(reports[i], reports[j]);
            EXPECT_GT(found.shared, 20U);
            EXPECT_LT(found.share(), 0.25) << i << ' ' << j;
            EXPECT_FALSE(is_same_story(found)) << i << ' ' << j;
        }
}

TEST(Similarity, AGreetingIsNoStory)
{
    const std::string greeting = "Mời bạn đọc theo dõi bản tin tiếp theo trên trang của chúng tôi";
    EXPECT_EQ(between(greeting, greeting).share(), 1.0);
    EXPECT_FALSE(is_same_story(between(greeting, greeting)));
    EXPECT_TRUE(shingles_of("Tin vắn trong ngày").empty());
    EXPECT_EQ(between("", kReport).share(), 0.0);
}

TEST(Similarity, AllTextsChooseTheirSamplesAlike)
{
    const auto longer = report(1) + ". " + report(2);
    const auto part = sample_of(shingles_of(report(2))), whole = sample_of(shingles_of(longer));
    EXPECT_GT(part.size(), 5U);
    EXPECT_TRUE(std::ranges::includes(whole, part)) << "what looks a part up finds the whole";
}

TEST(Similarity, ASampleIsAboutASixteenth)
{
    std::string text;
    for (unsigned number = 0; number < 40; ++number)
        text += report(number);
    const auto all = shingles_of(text);
    EXPECT_NEAR(static_cast<double>(sample_of(all).size()) / static_cast<double>(all.size()),
                1.0 / kShinglesASample, 0.01);
}

} // namespace
} // namespace baotin::parsers
