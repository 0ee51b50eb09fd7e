#include "parsers/text/canonical.hpp"
#include "parsers/text/charset.hpp"
#include "parsers/text/charset_labels.hpp"
#include "parsers/text/control_characters.hpp"
#include "parsers/text/font_text.hpp"
#include "parsers/text/utf8.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace baotin::parsers {
namespace {

std::string bytes(std::string_view hex)
{
    std::string result;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        result += static_cast<char>(std::strtol(std::string(hex.substr(i, 2)).c_str(), nullptr, 16));
    return result;
}

constexpr std::string_view kText = "Công an tỉnh Bắc Ninh, đại biểu Quốc hội";
const std::string kWindows1258 =
    bytes("43f46e6720616e207469d26e682042e3ec63204e696e682c20f061f269206269ead275205175f4ec632068f4f269");
const std::string kTcvn3 =
    bytes("43ab6e6720616e2074d86e682042be63204e696e682c20aeb969206269d375205175e8632068e969");
const std::string kViscii =
    bytes("43f46e6720616e2074ef6e682042a163204e696e682c20f0d569206269ac75205175af632068b569");
const std::string kVni =
    bytes("436fe26e6720616e2074e66e68204261e963204e696e682c20f161ef6920626965e5752051756fe16320686fe469");

void expect_read(const std::string& input, std::string_view content_type, std::string_view charset,
                 std::string_view text = kText)
{
    const Decoded decoded = decode(input, content_type);
    EXPECT_EQ(canonical(decoded.text), text) << content_type;
    EXPECT_EQ(decoded.charset, charset) << content_type;
}

TEST(Charset, ReadsTheLegacyVietnameseSetsAsDeclared)
{
    expect_read(kWindows1258, "text/html; charset=windows-1258", "windows-1258");
    expect_read(kTcvn3, "text/html; charset=x-tcvn3", "x-tcvn3");
    expect_read(kViscii, "text/html; charset=\"VISCII\"", "viscii");
    expect_read(kVni, "text/html; charset=x-vni-win", "x-vni-win");
}

TEST(Charset, TellsTheLegacyVietnameseSetsApartWithoutADeclaration)
{
    expect_read(kWindows1258, "text/html", "windows-1258");
    expect_read(kTcvn3, "", "x-tcvn3");
    expect_read(kViscii, "", "viscii");
    expect_read(kVni, "", "x-vni-win");
}

TEST(Charset, DoesNotBelieveThatAFontPageIsLatin1)
{
    expect_read(kTcvn3, "text/html; charset=iso-8859-1", "x-tcvn3");
    expect_read(kVni, "text/html; charset=windows-1252", "x-vni-win");
    expect_read(kTcvn3, "text/html; charset=utf-8", "x-tcvn3");
    expect_read(kVni, "text/html; charset=windows-1258", "x-vni-win");
}

TEST(Charset, LeavesVniTextThatIsServedAsUtf8Alone)
{
    const std::string mojibake = bytes("436fc3a26e6720616e2074c3a66e68204261c3a963");
    const Decoded decoded = decode(mojibake, "text/html; charset=utf-8");
    EXPECT_EQ(decoded.text, mojibake);
    EXPECT_EQ(decoded.charset, "utf-8");
}

TEST(Charset, SaysThatATextWasMadeForAFont)
{
    EXPECT_EQ(font_charset("Coâng an tænh Baéc Ninh, ñaïi bieåu Quoác hoäi"), "x-vni-win");
    EXPECT_EQ(font_charset("C«ng an tØnh B¾c Ninh, ®¹i biÓu Quèc héi kho¸ XV"), "x-tcvn3");
    EXPECT_EQ(font_charset(kText), "");
    EXPECT_EQ(font_charset("L'été passé, le président a été très préoccupé, dit-on à Besançon"), "");
    EXPECT_EQ(font_charset("Công an (C«ng an)"), "");
    EXPECT_EQ(font_charset(""), "");
}

TEST(Charset, BelievesUtf8BytesMoreThanAnyDeclaration)
{
    const std::string text{kText};
    expect_read(text, "text/html; charset=utf-8,gbk", "utf-8");
    expect_read(text, "text/html; charset=windows-1258", "utf-8");
    expect_read(text, "text/html; charset=iso-8859-1", "utf-8");
    expect_read(text, "text/html; charset=nonsense", "utf-8");
    expect_read(text, "", "utf-8");
    expect_read("<meta charset=gb2312>" + text, "", "utf-8", "<meta charset=gb2312>" + text);
}

TEST(Charset, KeepsUtf8WithAFewStrayBytes)
{
    expect_read("Công an\xFF tỉnh Bắc Ninh, đại biểu", "", "utf-8", "Công an\uFFFD tỉnh Bắc Ninh, đại biểu");
    expect_read("Công an tỉnh B\xE1\xBA", "text/html; charset=utf-8", "utf-8", "Công an tỉnh B\uFFFD");
}

TEST(Charset, HonoursAByteOrderMark)
{
    expect_read("\xEF\xBB\xBF" + std::string{kText}, "text/html; charset=windows-1258", "utf-8");
    expect_read(bytes("fffe4300f4006e006700"), "", "utf-16le", "Công");
    expect_read(bytes("feff004300f4006e0067"), "text/html; charset=utf-8", "utf-16be", "Công");
}

TEST(Charset, ReadsUtf16WithoutAMarkWhereItIsDeclared)
{
    expect_read(bytes("4300f4006e006700"), "text/html; charset=utf-16le", "utf-16le", "Công");
    expect_read(bytes("43006f006e006700"), "text/html; charset=utf-16", "utf-16le", "Cong");
}

TEST(Charset, FindsADeclarationInTheDocument)
{
    const auto in_meta = decode(
        "<html><META http-equiv=Content-Type content=\"text/html; charset=koi8-r\"><p>\xF2\xD5\xD3", "");
    EXPECT_EQ(in_meta.charset, "koi8-r");
    EXPECT_NE(in_meta.text.find("Рус"), std::string::npos);
    EXPECT_EQ(decode("<?xml version='1.0' encoding='windows-1251'?><t>\xD0\xF3\xF1", "").charset,
              "windows-1251");
    EXPECT_EQ(decode("<!-- <meta charset=koi8-r> --><meta charset=windows-1251>\xD0\xF3\xF1", "").charset,
              "windows-1251");
}

TEST(Charset, FindsADeclarationAsBrowsersDo)
{
    const std::string text = "\xD0\xF3\xF1";
    for (const char* head :
         {"<meta charset=windows-1251>", "<META CHARSET = 'Windows-1251' />", "<meta/charset=windows-1251>",
          "<meta content='text/html; charset=windows-1251' http-equiv='Content-Type'>",
          "<meta data-charset=koi8-r charset=windows-1251>",
          "<metadata charset=koi8-r><meta charset=windows-1251>",
          "<a title='>' data=\"<meta charset=koi8-r>\"><meta charset=windows-1251>",
          "<!--><meta charset=windows-1251>",
          "<meta name=x content='text/html; charset=koi8-r'><meta charset=windows-1251>",
          "<!-- > <meta charset=koi8-r> --><meta charset=windows-1251>",
          "</p x='<meta charset=koi8-r>'><meta charset=windows-1251>"})
        EXPECT_EQ(decode(head + text, "").charset, "windows-1251") << head;
    // Whoever reads UTF-16 in ASCII letters was lied to.
    EXPECT_EQ(decode("<meta charset=utf-16>Công an \xFF tỉnh Bắc Ninh", "").charset, "utf-8");
}

TEST(Charset, TellsUtf16ByItsZeroBytes)
{
    const auto wide = [](std::u16string_view text, bool big) {
        std::string result;
        for (const char16_t unit : text) {
            const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
            (result += big ? high : low) += big ? low : high;
        }
        return result;
    };
    const std::u16string_view page = u"<?xml version='1.0' encoding='utf-16'?><t>Công an tỉnh Bắc Ninh</t>";
    for (const bool big : {false, true}) {
        const Decoded decoded = decode(wide(page, big), "text/xml; charset=utf-8");
        EXPECT_EQ(decoded.charset, big ? "utf-16be" : "utf-16le");
        EXPECT_NE(decoded.text.find("Công an tỉnh Bắc Ninh"), std::string::npos);
    }
    EXPECT_EQ(decode("<p>a" + std::string(1, '\0') + "b</p> và chữ viết", "").charset, "utf-8");
}

TEST(Charset, KnowsTheLabelsThatBrowsersKnow)
{
    const std::pair<const char*, const char*> labels[] = {
        {"KOI8-U", "koi8-u"},         {"ibm866", "ibm866"},         {"iso-8859-6", "iso-8859-6"},
        {"x-mac-roman", "macintosh"}, {"l2", "iso-8859-2"},         {"ks_c_5601-1989", "euc-kr"},
        {"csgb2312", "gbk"},          {"x-cp1251", "windows-1251"}, {"hebrew", "iso-8859-8"}};
    for (const auto& [label, name] : labels)
        EXPECT_EQ(find_charset(label) == nullptr ? "unknown" : find_charset(label)->name, name) << label;
    EXPECT_EQ(find_charset("utf-7"), nullptr);
}

TEST(Charset, PutsTheHeaderBeforeTheDocument)
{
    EXPECT_EQ(decode("<meta charset=koi8-r>\xD0\xF3\xF1", "text/html; charset=windows-1251").charset,
              "windows-1251");
}

TEST(Charset, DoesNotBelieveAMultiByteSetThatTheBytesContradict)
{
    expect_read(kTcvn3, "text/html; charset=big5", "x-tcvn3");
    EXPECT_EQ(decode("\xC4\xE3\xBA\xC3\xCA\xC0\xBD\xE7", "text/html; charset=gb2312").text, "你好世界");
}

TEST(Charset, DetectsOtherSets)
{
    const Decoded decoded =
        decode("\xC4\xE3\xBA\xC3\xA3\xAC\xCA\xC0\xBD\xE7\xA1\xA3\xD6\xD0\xB9\xFA\xC8\xCB\xC3\xF1", "");
    EXPECT_EQ(decoded.charset, "gbk");
    EXPECT_EQ(decoded.text, "你好，世界。中国人民");
}

TEST(Charset, LeavesFrenchInLatin1)
{
    const Decoded decoded =
        decode("L'\xE9t\xE9 pass\xE9, le pr\xE9sident a \xE9t\xE9 tr\xE8s pr\xE9occup\xE9",
               "text/html; charset=iso-8859-1");
    EXPECT_EQ(decoded.charset, "windows-1252");
    EXPECT_EQ(decoded.text, "L'été passé, le président a été très préoccupé");
}

TEST(Charset, AnswersValidUtf8WhateverComes)
{
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    for (const char* type :
         {"", "charset=utf-8", "charset=big5", "charset=windows-1258", "charset=x-tcvn3", "charset=utf-16le",
          "charset=euc-kr", "charset=shift_jis", "charset=x-vni-win", "charset=,,", "charset="}) {
        const Decoded decoded = decode(all + all, type);
        EXPECT_EQ(decode(decoded.text, "").text, decoded.text) << type;
    }
    EXPECT_EQ(decode("", "").text, "");
}

TEST(Utf8, CountsSequencesAsTheyAreDecodedOneByOne)
{
    const std::string leads = "\x41\x80\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF4\xF5\xFF",
                      others = "\x20\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xE1";
    for (char lead : leads)
        for (char second : others)
            for (char third : others)
                for (char fourth : others) {
                    const std::string bytes{lead, second, third, fourth};
                    utf8::Census expected;
                    for (std::size_t at = 0; at < bytes.size();) {
                        const auto next = utf8::decode(bytes, at);
                        if (static_cast<unsigned char>(bytes[at]) >= 0x80)
                            ++(next.valid ? expected.sequences : expected.broken);
                        at += next.size;
                    }
                    for (const auto& text : {bytes, "twelve bytes " + bytes, bytes + " and then more"}) {
                        const auto found = utf8::census(text);
                        EXPECT_EQ(found.sequences, expected.sequences) << testing::PrintToString(bytes);
                        EXPECT_EQ(found.broken, expected.broken) << testing::PrintToString(bytes);
                    }
                }
}

TEST(Decode, MendsControlCharacters)
{
    const auto text = [](std::string bytes) {
        return decode(std::move(bytes), "text/html; charset=utf-8").text;
    };
    EXPECT_EQ(text("c\u00F4ng an\x0Bt\u1EC9nh"), "c\u00F4ng an t\u1EC9nh") << "a line end of Word's";
    EXPECT_EQ(text("2021 \u0096 2026, \u0093x\u0094"), "2021 – 2026, “x”")
        << "windows-1252, taken for Latin-1 once";
    EXPECT_EQ(text("\u0081\x7F|"), "  |");
    EXPECT_EQ(text("a\uFFFE\U0001FFFF\uFDD0b"), "a\uFFFD\uFFFD\uFFFDb");
    EXPECT_EQ(text("\t\r\n\f\u00A0\uFEFF😀"), "\t\r\n\f\u00A0\uFEFF😀");
}

TEST(ControlCharacters, AreFoundWhereverTheyStand)
{
    for (const std::string odd :
         {"\x01", "\x0B", "\x1F", "\x7F", "\u0080", "\u009F", "\uFDEF", "\uFFFF", "\U0010FFFE"})
        for (std::size_t before = 0; before < 40; ++before) {
            const std::string text = std::string(before, 'a') + odd + "\u00A0 b";
            EXPECT_EQ(find_control_character(text), before);
            EXPECT_EQ(find_control_character(text, before + odd.size()), std::string::npos);
        }
    EXPECT_EQ(find_control_character("\u00A0\u00C2\uFFFD😀\t\n\f\r" + std::string(100, '~')),
              std::string::npos);
}

} // namespace
} // namespace baotin::parsers
