#include "parsers/compression.hpp"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

namespace baotin::parsers {

namespace {

using Result = std::expected<std::string, CompressionError>;

/// A page names one coding, a proxy may add one. More is an attack.
constexpr std::size_t kMaxCodings = 4;
/// What RFC 8878 §3.1.1.1.2 asks every HTTP decoder to support, and browsers' limit.
constexpr int kMaxZstdWindowLog = 23;

constexpr auto broken = std::unexpected(CompressionError::broken);
constexpr auto too_large = std::unexpected(CompressionError::too_large);

using Inflate = libdeflate_result (*)(libdeflate_decompressor*, const void*, std::size_t, void*, std::size_t,
                                      std::size_t*, std::size_t*);

/// One gzip member, zlib stream or raw deflate stream, appended to `out`; answers how many bytes it took.
/// libdeflate wants the whole output at once: the room grows until it suffices.
std::expected<std::size_t, CompressionError> inflate_one(Inflate inflate, std::string_view bytes,
                                                         std::string& out, std::size_t limit)
{
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor(
        libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    if (!decompressor) throw std::bad_alloc();
    const std::size_t begin = out.size();
    for (std::size_t room = std::max<std::size_t>(bytes.size() * 6, 4096);; room *= 2) {
        room = std::min(room, limit - begin);
        std::size_t taken = 0, given = 0;
        libdeflate_result result = LIBDEFLATE_BAD_DATA;
        out.resize_and_overwrite(begin + room, [&](char* data, std::size_t) {
            result =
                inflate(decompressor.get(), bytes.data(), bytes.size(), data + begin, room, &taken, &given);
            return begin + (result == LIBDEFLATE_SUCCESS ? given : 0);
        });
        switch (result) {
        case LIBDEFLATE_SUCCESS:
            return taken;
        case LIBDEFLATE_INSUFFICIENT_SPACE:
            if (room == limit - begin) return too_large;
            break;
        case LIBDEFLATE_BAD_DATA:
        case LIBDEFLATE_SHORT_OUTPUT:
            return broken;
        }
    }
}

Result gunzip(std::string_view bytes, std::size_t limit)
{
    std::string out;
    // Members may follow one another (RFC 1952 §2.2); what follows and is no member is ignored, as browsers
    // do.
    do {
        const auto taken = inflate_one(&libdeflate_gzip_decompress_ex, bytes, out, limit);
        if (!taken) return std::unexpected(taken.error());
        bytes.remove_prefix(*taken);
    } while (bytes.starts_with("\x1F\x8B"));
    return out;
}

Result inflate(std::string_view bytes, std::size_t limit)
{
    std::string out;
    auto taken = inflate_one(&libdeflate_zlib_decompress_ex, bytes, out, limit);
    if (!taken && taken.error() == CompressionError::broken) {
        out.clear();
        taken = inflate_one(&libdeflate_deflate_decompress_ex, bytes, out, limit);
    }
    if (!taken) return std::unexpected(taken.error());
    return out;
}

Result unbrotli(std::string_view bytes, std::size_t limit)
{
    const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
    if (!state) throw std::bad_alloc();
    std::string out;
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t left = bytes.size();
    while (true) {
        std::size_t no_room = 0;
        const BrotliDecoderResult result =
            BrotliDecoderDecompressStream(state.get(), &left, &in, &no_room, nullptr, nullptr);
        while (BrotliDecoderHasMoreOutput(state.get())) {
            std::size_t size = 0;
            const std::uint8_t* piece = BrotliDecoderTakeOutput(state.get(), &size);
            if (size > limit - out.size()) return too_large;
            out.append(reinterpret_cast<const char*>(piece), size);
        }
        if (result == BROTLI_DECODER_RESULT_SUCCESS) return out;
        if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
            return broken; // an error, or the bytes end early
    }
}

Result unzstd(std::string_view bytes, std::size_t limit)
{
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    if (!context) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxZstdWindowLog);
    std::string out;
    std::vector<char> buffer(ZSTD_DStreamOutSize());
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (true) {
        ZSTD_outBuffer piece{buffer.data(), buffer.size(), 0};
        const std::size_t wanted = ZSTD_decompressStream(context.get(), &piece, &in);
        if (ZSTD_isError(wanted)) return broken;
        if (piece.pos > limit - out.size()) return too_large;
        out.append(buffer.data(), piece.pos);
        if (in.pos == in.size && piece.pos < piece.size) {
            if (wanted != 0) return broken; // it ends early
            return out;
        }
    }
}

std::string lower_trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    std::string result;
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin != std::string_view::npos)
        result = text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return result;
}

Result undo(const std::string& coding, std::string_view bytes, std::size_t limit)
{
    if (coding == "gzip" || coding == "x-gzip") return gunzip(bytes, limit);
    if (coding == "deflate") return inflate(bytes, limit);
    if (coding == "br") return unbrotli(bytes, limit);
    if (coding == "zstd") return unzstd(bytes, limit);
    return std::unexpected(CompressionError::unknown_coding);
}

} // namespace

Result decompress(std::string_view bytes, std::string_view content_encoding, std::size_t limit,
                  std::size_t max_ratio)
{
    if (bytes.size() < limit / max_ratio) {
        const std::size_t allowed = std::max(bytes.size() * max_ratio, kFreeOfRatio);
        if (allowed < limit) {
            auto content = decompress(bytes, content_encoding, allowed);
            if (!content && content.error() == CompressionError::too_large)
                return std::unexpected(CompressionError::bomb);
            return content;
        }
    }
    std::vector<std::string> codings;
    while (!content_encoding.empty()) {
        const std::string_view one = content_encoding.substr(0, content_encoding.find(','));
        content_encoding.remove_prefix(std::min(one.size() + 1, content_encoding.size()));
        if (std::string coding = lower_trimmed(one); !coding.empty() && coding != "identity")
            codings.push_back(std::move(coding));
    }
    if (codings.size() > kMaxCodings) return std::unexpected(CompressionError::unknown_coding);
    if (codings.empty() && bytes.size() > limit) return too_large;
    std::string content;
    bool undone = false;
    for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
        const std::string_view input = undone ? std::string_view{content} : bytes;
        if (input.empty()) return std::string{}; // servers label empty bodies too
        auto next = undo(*coding, input, limit);
        if (!next) return next;
        content = std::move(*next);
        undone = true;
    }
    return undone ? std::move(content) : std::string{bytes};
}

std::string compress_zstd(std::string_view bytes)
{
    std::string frame;
    std::size_t size = 0;
    frame.resize_and_overwrite(ZSTD_compressBound(bytes.size()), [&](char* data, std::size_t room) {
        size = ZSTD_compress(data, room, bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
        return ZSTD_isError(size) ? 0 : size;
    });
    if (ZSTD_isError(size)) throw std::bad_alloc(); // the room suffices: nothing else can fail
    frame.shrink_to_fit();
    return frame;
}

std::vector<std::string_view> zstd_frames(std::string_view bytes)
{
    std::vector<std::string_view> frames;
    while (!bytes.empty()) {
        auto size = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
        if (ZSTD_isError(size)) break;
        frames.push_back(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    return frames;
}

Result decompress_zstd(std::string_view frame, std::size_t limit)
{
    if (frame.empty()) return broken;
    return unzstd(frame, limit);
}

} // namespace baotin::parsers
