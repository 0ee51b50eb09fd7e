#include "parsers/text/markup_text.hpp"

#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

TEST(MarkupText, DecodesReferencesOnce)
{
    EXPECT_EQ(markup_text("Tổ qu&#7889;c"), "Tổ quốc");
    EXPECT_EQ(markup_text("ti&#x1EBF;ng n&oacute;i"), "tiếng nói");
    EXPECT_EQ(markup_text("b&ecirc;&#803;nh viện"), "bệnh viện"); // a mark of its own
    EXPECT_EQ(markup_text("ngày&nbsp;hội&#160;lớn"), "ngày hội lớn");
    EXPECT_EQ(markup_text("R&amp;amp;D"), "R&amp;D");
}

TEST(MarkupText, LeavesTagsOut)
{
    EXPECT_EQ(markup_text("Tin <b>m</b>ới<br>hôm nay<script>x</script>"), "Tin mới hôm nay");
    EXPECT_EQ(markup_text("1 < 2 & 3"), "1 < 2 & 3");
}

} // namespace
} // namespace baotin::parsers
