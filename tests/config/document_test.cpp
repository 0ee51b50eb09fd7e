#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

TEST(Problem, IsOneLineWithFileLineAndColumn)
{
    EXPECT_EQ(to_string(Problem{"sites.d/x.toml", 12, 9, "unknown key"}), "sites.d/x.toml:12:9: unknown key");
    EXPECT_EQ(to_string(Problem{"baotin.toml", 0, 0, "there is no such file"}),
              "baotin.toml: there is no such file");
}

TEST(Document, ThatIsNoTomlSaysWhere)
{
    EXPECT_THAT(
        problems_of_main("[store]\nurl = sqlite"),
        ElementsAre(testing::AllOf(StartsWith("2:7: not valid TOML: "), HasSubstr("text stands in quotes"))));
    EXPECT_THAT(problems_of_main("[web]\nlisten = \"127.0.0.1:1\"\nlisten = \"127.0.0.1:2\""),
                ElementsAre(StartsWith("3:")));
    EXPECT_THAT(problems_of_main("a = \"unclosed\nb = 1"), ElementsAre(StartsWith("1:")));
    EXPECT_THAT(problems_of_main("a = \"\xff\xfe\""), ElementsAre(StartsWith("1:")));
}

TEST(Document, MayBeginWithAByteOrderMarkAndEndItsLinesAsWindowsDoes)
{
    EXPECT_THAT(problems_of_main("\xEF\xBB\xBF[web]\r\nlisten = \"127.0.0.1:1\"\r\n"), testing::IsEmpty());
    const auto column = parsers::html::Selector::compile("a:nope").error().column;
    EXPECT_THAT(problems_of_site(std::string(kSite) + "[article]\r\nbody = \"a:nope\"\r\n"),
                ElementsAre(StartsWith("8:" + std::to_string(8 + column) + ": bad selector")));
}

TEST(Document, OfHostileSizeOrDepthIsRefused)
{
    EXPECT_THAT(problems_of_main(std::string(2u << 20, '#')), ElementsAre("it is larger than 1048576 bytes"));
    EXPECT_THAT(problems_of_main("a = " + std::string(100'000, '[')), SizeIs(1));
}

} // namespace
} // namespace baotin::config
