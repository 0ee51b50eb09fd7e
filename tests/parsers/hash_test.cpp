#include "parsers/hash.hpp"

#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

TEST(Hash, Sha256IsTheStandardsOwn) // FIPS 180-2, appendix B
{
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, QuickHashIsXxh3)
{
    EXPECT_EQ(quick_hash(""), 0x2D06800538D394C2u);
    EXPECT_NE(quick_hash("a"), quick_hash("b"));
}

} // namespace
} // namespace baotin::parsers
