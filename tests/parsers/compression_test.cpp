#include "parsers/compression.hpp"

#include <brotli/encode.h>
#include <gtest/gtest.h>
#include <libdeflate.h>
#include <zstd.h>

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

std::string brotli(std::string_view bytes)
{
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
    std::size_t size = out.size();
    BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, bytes.size(),
                          reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                          reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(size);
    return out;
}

/// As a server writes it that does not know yet how long the page will be.
std::string zstd_of_unknown_size(std::string_view bytes)
{
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    ZSTD_inBuffer begin{bytes.data(), 0, 0};
    ZSTD_compressStream2(context.get(), &to, &begin, ZSTD_e_flush);
    ZSTD_inBuffer from{bytes.data(), bytes.size(), 0};
    ZSTD_compressStream2(context.get(), &to, &from, ZSTD_e_end);
    out.resize(to.pos);
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

TEST(Compression, UndoesZstdOfUnknownSizeAndFramesOfBothKinds)
{
    const std::string unknown = zstd_of_unknown_size(text());
    ASSERT_EQ(ZSTD_getFrameContentSize(unknown.data(), unknown.size()), ZSTD_CONTENTSIZE_UNKNOWN);
    EXPECT_EQ(decompress(unknown, "zstd", kLimit), text());
    EXPECT_EQ(decompress(unknown + compress_zstd("x") + unknown, "zstd", kLimit), text() + "x" + text());
    EXPECT_EQ(decompress(unknown.substr(0, unknown.size() - 9), "zstd", kLimit),
              std::unexpected(CompressionError::broken));
    EXPECT_EQ(decompress(unknown, "zstd", text().size() - 1), std::unexpected(CompressionError::too_large));
    EXPECT_EQ(decompress(unknown + "junk", "zstd", kLimit), std::unexpected(CompressionError::broken));
}

TEST(Compression, UndoesWhatABrotliEncoderWrites)
{
    EXPECT_EQ(decompress(brotli(text()), "br", kLimit), text());
    EXPECT_EQ(decompress(brotli(text()), "br", text().size()), text());
    EXPECT_EQ(decompress(brotli(text()), "br", text().size() - 1),
              std::unexpected(CompressionError::too_large));
}

/// The last four bytes of gzip are a hint that anybody can write.
TEST(Compression, IsNotMisledByTheSizeThatGzipStates)
{
    const std::string gzip = deflated(text(), &libdeflate_gzip_compress);
    const std::string empty = deflated("", &libdeflate_gzip_compress);
    const std::string large = deflated(std::string(100'000, 'x'), &libdeflate_gzip_compress);
    EXPECT_EQ(decompress(gzip + empty, "gzip", kLimit), text());
    EXPECT_EQ(decompress(empty + gzip, "gzip", kLimit), text());
    EXPECT_EQ(decompress(gzip + large, "gzip", kLimit), text() + std::string(100'000, 'x'));
    EXPECT_EQ(decompress(gzip + "\xFF\xFF\xFF\xFF", "gzip", kLimit), text());
    EXPECT_EQ(decompress(gzip + std::string(4, '\0'), "gzip", kLimit), text());
    std::string lying = gzip;
    lying.replace(lying.size() - 4, 4, 4, '\x7F');
    EXPECT_EQ(decompress(lying, "gzip", kLimit), std::unexpected(CompressionError::broken));
}

TEST(Compression, ReadsTheNextBodyWellAfterABrokenOne)
{
    const std::string good[] = {deflated(text(), &libdeflate_gzip_compress), brotli(text()),
                                compress_zstd(text()), zstd_of_unknown_size(text())};
    const char* const codings[] = {"gzip", "br", "zstd", "zstd"};
    for (int round = 0; round < 2; ++round) {
        for (std::size_t which = 0; which < std::size(good); ++which) {
            EXPECT_FALSE(decompress(good[which].substr(0, good[which].size() / 2), codings[which], kLimit));
            EXPECT_EQ(decompress(good[which], codings[which], kLimit), text());
        }
    }
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

TEST(Compression, KnowsABombInEveryCoding)
{
    constexpr std::size_t large = 64u << 20;
    const std::string zeroes(1u << 24, 'a');
    const std::string member = deflated(std::string(1u << 19, 'a'), &libdeflate_gzip_compress);
    std::string members;
    for (int count = 0; count < 40; ++count)
        members += member;
    for (const auto& [coding, sent] :
         {std::pair{"gzip", members}, std::pair{"deflate", deflated(zeroes, &libdeflate_zlib_compress)},
          std::pair{"deflate", deflated(zeroes, &libdeflate_deflate_compress)},
          std::pair{"br", brotli(zeroes)}, std::pair{"zstd", compress_zstd(zeroes)},
          std::pair{"zstd", zstd_of_unknown_size(zeroes)},
          std::pair{"zstd", zstd_of_unknown_size(zeroes) + compress_zstd("x")}}) {
        EXPECT_EQ(decompress(sent, coding, large, 100), std::unexpected(CompressionError::bomb)) << coding;
        EXPECT_EQ(decompress(sent, coding, kLimit), std::unexpected(CompressionError::too_large)) << coding;
        EXPECT_TRUE(decompress(sent, coding, large)) << coding;
    }
}

/// Nine hundred thousand empty frames, 8 MB, took seconds.
TEST(Compression, RefusesBodiesOfEndlesslyManyPieces)
{
    for (const auto& [coding, piece] :
         {std::pair{"gzip", deflated("", &libdeflate_gzip_compress)}, std::pair{"zstd", compress_zstd("")}}) {
        std::string few, many;
        for (int pieces = 0; pieces < 4096; ++pieces)
            few += piece;
        many = few + piece;
        EXPECT_EQ(decompress(few, coding, kLimit), "") << coding;
        EXPECT_EQ(decompress(many, coding, kLimit), std::unexpected(CompressionError::broken)) << coding;
    }
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
