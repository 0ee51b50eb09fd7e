#include "parsers/text/canonical.hpp"
#include "parsers/text/charset.hpp"

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

} // namespace
} // namespace baotin::parsers
