#include "parsers/zstd_dictionary.hpp"

#include <zstd.h>

#include <new>
#include <vector>
#include <zdict.h>

namespace baotin::parsers {
namespace {

/// Each level above costs half as much time again, for a percent or two (bench/packing_bench).
constexpr int kLevel = 9;

template <class Context, std::size_t (*free)(Context*)>
struct FreeContext {
    void operator()(Context* context) const { free(context); }
};

template <class Context, std::size_t (*free)(Context*)>
std::unique_ptr<Context, FreeContext<Context, free>> owned(Context* context)
{
    if (!context) throw std::bad_alloc();
    return std::unique_ptr<Context, FreeContext<Context, free>>(context);
}

} // namespace

std::string train_zstd_dictionary(std::span<const std::string> samples, std::size_t size)
{
    std::string together;
    std::vector<std::size_t> sizes;
    for (const auto& sample : samples) {
        together += sample;
        sizes.push_back(sample.size());
    }
    std::string dictionary(size, '\0');
    const auto trained = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), together.data(),
                                               sizes.data(), static_cast<unsigned>(sizes.size()));
    // Too few samples, or all of them tiny: one of them serves as it stands.
    if (ZDICT_isError(trained)) return samples.back().substr(0, size);
    dictionary.resize(trained);
    return dictionary;
}

void ZstdCompressor::Free::operator()(ZSTD_CDict_s* dictionary) const
{
    ZSTD_freeCDict(dictionary);
}

ZstdCompressor::ZstdCompressor(std::string_view dictionary)
    : dictionary_(ZSTD_createCDict(dictionary.data(), dictionary.size(), kLevel))
{
    if (!dictionary_) throw std::bad_alloc();
}

std::string ZstdCompressor::compress(std::string_view bytes) const
{
    const auto writer = owned<ZSTD_CCtx, ZSTD_freeCCtx>(ZSTD_createCCtx());
    std::string frame(ZSTD_compressBound(bytes.size()), '\0');
    const auto size = ZSTD_compress_usingCDict(writer.get(), frame.data(), frame.size(), bytes.data(),
                                               bytes.size(), dictionary_.get());
    if (ZSTD_isError(size)) throw std::bad_alloc(); // the room suffices: nothing else can fail
    frame.resize(size);
    frame.shrink_to_fit();
    return frame;
}

void ZstdDecompressor::Free::operator()(ZSTD_DDict_s* dictionary) const
{
    ZSTD_freeDDict(dictionary);
}

ZstdDecompressor::ZstdDecompressor(std::string_view dictionary)
    : dictionary_(ZSTD_createDDict(dictionary.data(), dictionary.size()))
{
    if (!dictionary_) throw std::bad_alloc();
}

std::expected<std::string, CompressionError> ZstdDecompressor::decompress(std::string_view frame,
                                                                          std::size_t limit) const
{
    const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return std::unexpected(CompressionError::broken);
    if (size > limit) return std::unexpected(CompressionError::too_large);
    const auto reader = owned<ZSTD_DCtx, ZSTD_freeDCtx>(ZSTD_createDCtx());
    std::string bytes(size, '\0');
    const auto given = ZSTD_decompress_usingDDict(reader.get(), bytes.data(), bytes.size(), frame.data(),
                                                  frame.size(), dictionary_.get());
    if (ZSTD_isError(given) || given != size) return std::unexpected(CompressionError::broken);
    return bytes;
}

} // namespace baotin::parsers
