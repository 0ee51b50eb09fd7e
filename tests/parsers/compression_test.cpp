#include "parsers/compression.hpp"

#include <gtest/gtest.h>
#include <libdeflate.h>

#include <memory>

namespace baotin::parsers {
namespace {

constexpr std::size_t kLimit = 1u << 20;

std::string text()
{
    std::string result;
    for (int i = 0; i < 3000; ++i)
        result += "Công an tỉnh " + std::to_string(i) + '\n';
    return result;
}

std::string deflated(std::string_view bytes, decltype(&libdeflate_gzip_compress) compress)
{
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
    std::string out(bytes.size() + 1024, '\0');
    out.resize(compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size()));
    return out;
}

TEST(Compression, UndoesGzipWithSeveralMembers)
{
    const std::string gzip = deflated(text(), &libdeflate_gzip_compress);
    EXPECT_EQ(decompress(gzip, "gzip", kLimit), text());
    EXPECT_EQ(decompress(gzip, "X-GZip ", kLimit), text());
    EXPECT_EQ(decompress(gzip + gzip, "gzip", kLimit), text() + text());
    EXPECT_EQ(decompress(gzip + "junk", "gzip", kLimit), text());
}

TEST(Compression, UndoesDeflateInBothReadings)
{
    EXPECT_EQ(decompress(deflated(text(), &libdeflate_zlib_compress), "deflate", kLimit), text());
    EXPECT_EQ(decompress(deflated(text(), &libdeflate_deflate_compress), "deflate", kLimit), text());
}

TEST(Compression, UndoesBrotli)
{
    // An uncompressed meta-block by hand (RFC 7932 §9.2): WBITS 16, MLEN-1 = 2, ISUNCOMPRESSED, then an empty
    // last block.
    const std::string stream("\x20\x00\x10"
                             "abc\x03",
                             7);
    EXPECT_EQ(decompress(stream, "br", kLimit), "abc");
    EXPECT_EQ(decompress(stream.substr(0, 5), "br", kLimit), std::unexpected(CompressionError::broken));
    EXPECT_EQ(decompress(stream, "br", 2), std::unexpected(CompressionError::too_large));
    EXPECT_EQ(decompress("\xFF\xFF\xFF", "br", kLimit), std::unexpected(CompressionError::broken));
}

TEST(Compression, UndoesZstdWithSeveralFrames)
{
    const std::string frame = compress_zstd(text());
    EXPECT_LT(frame.size(), text().size() / 3);
    EXPECT_EQ(decompress(frame, "zstd", kLimit), text());
    EXPECT_EQ(decompress(frame + frame, "zstd", kLimit), text() + text());
}

TEST(Compression, UndoesSeveralCodingsLastFirst)
{
    const std::string both = compress_zstd(deflated(text(), &libdeflate_gzip_compress));
    EXPECT_EQ(decompress(both, "gzip, identity, zstd", kLimit), text());
}

TEST(Compression, LeavesUncodedBytesAlone)
{
    EXPECT_EQ(decompress("abc", "", kLimit), "abc");
    EXPECT_EQ(decompress("abc", "identity", kLimit), "abc");
    EXPECT_EQ(decompress("abc", "", 2), std::unexpected(CompressionError::too_large));
    EXPECT_EQ(decompress("", "gzip", kLimit), "");
}

TEST(Compression, NamesWhatItDoesNotKnow)
{
    EXPECT_EQ(decompress("abc", "compress", kLimit), std::unexpected(CompressionError::unknown_coding));
    EXPECT_EQ(decompress("abc", "gzip,gzip,gzip,gzip,gzip", kLimit),
              std::unexpected(CompressionError::unknown_coding));
}

TEST(Compression, RefusesCutOffAndBrokenBytes)
{
    for (const auto& [bytes, coding] : {std::pair{deflated(text(), &libdeflate_gzip_compress), "gzip"},
                                        std::pair{deflated(text(), &libdeflate_zlib_compress), "deflate"},
                                        std::pair{compress_zstd(text()), "zstd"}}) {
        EXPECT_EQ(decompress(bytes.substr(0, bytes.size() - 9), coding, kLimit),
                  std::unexpected(CompressionError::broken))
            << coding;
        EXPECT_EQ(decompress("<html>not compressed at all", coding, kLimit),
                  std::unexpected(CompressionError::broken))
            << coding;
    }
    EXPECT_EQ(decompress_zstd("", kLimit), std::unexpected(CompressionError::broken));
}

TEST(Compression, CallsWhatInflatesOutOfProportionABomb)
{
    constexpr std::size_t large = 64u << 20;
    const std::string zeroes(1u << 24, 'a');
    const std::string sent = deflated(zeroes, &libdeflate_gzip_compress); // about 1000:1
    EXPECT_EQ(decompress(sent, "gzip", large), zeroes);
    EXPECT_EQ(decompress(sent, "gzip", large, 2000), zeroes);
    EXPECT_EQ(decompress(sent, "gzip", large, 100), std::unexpected(CompressionError::bomb));
    EXPECT_EQ(decompress(compress_zstd(zeroes), "zstd", large, 100), std::unexpected(CompressionError::bomb));
    EXPECT_EQ(decompress(deflated(sent, &libdeflate_gzip_compress), "gzip, gzip", large, 100),
              std::unexpected(CompressionError::bomb))
        << "counted from what was sent, not from coding to coding";
    EXPECT_EQ(decompress(sent, "gzip", kLimit, 2000), std::unexpected(CompressionError::too_large))
        << "the limit stands";
    const std::string small(kFreeOfRatio, 'a');
    EXPECT_EQ(decompress(deflated(small, &libdeflate_gzip_compress), "gzip", large, 2), small);
    EXPECT_EQ(decompress("abc", "", large, 1), "abc");
}

TEST(Compression, NeverPassesTheLimit)
{
    const std::string bomb(1u << 24, 'a');
    EXPECT_EQ(decompress(deflated(bomb, &libdeflate_gzip_compress), "gzip", kLimit),
              std::unexpected(CompressionError::too_large));
    EXPECT_EQ(decompress(deflated(bomb, &libdeflate_zlib_compress), "deflate", kLimit),
              std::unexpected(CompressionError::too_large));
    EXPECT_EQ(decompress_zstd(compress_zstd(bomb), kLimit), std::unexpected(CompressionError::too_large));
    EXPECT_EQ(decompress(deflated(text(), &libdeflate_gzip_compress), "gzip", text().size()), text());
    EXPECT_EQ(decompress(deflated(text(), &libdeflate_gzip_compress), "gzip", text().size() - 1),
              std::unexpected(CompressionError::too_large));
    EXPECT_EQ(decompress_zstd(compress_zstd(text()), text().size()), text());
    EXPECT_EQ(decompress_zstd(compress_zstd(text()), text().size() - 1),
              std::unexpected(CompressionError::too_large));
}

TEST(Compression, KeepsARawPageInOneZstdFrame)
{
    EXPECT_EQ(decompress_zstd(compress_zstd(""), kLimit), "");
    EXPECT_EQ(decompress_zstd(compress_zstd(text()), kLimit), text());
}

TEST(Zstd, FramesAreTakenApart)
{
    auto first = compress_zstd("một"), second = compress_zstd(text());
    using Frames = std::vector<std::string_view>;
    EXPECT_EQ(zstd_frames(first + second), (Frames{first, second}));
    EXPECT_EQ(zstd_frames(first + second.substr(0, 9)), (Frames{first}));
    EXPECT_EQ(zstd_frames(""), Frames());
}

} // namespace
} // namespace baotin::parsers
