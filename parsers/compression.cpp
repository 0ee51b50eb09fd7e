#include "parsers/compression.hpp"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <vector>

namespace baotin::parsers {

namespace {

using Result = std::expected<std::string, CompressionError>;

/// A page names one coding, a proxy may add one. More is an attack.
constexpr std::size_t kMaxCodings = 4;
/// Gzip members or zstd frames in one body. Each costs microseconds, however little is in it: millions of
/// empty ones would take seconds.
constexpr int kMaxPieces = 4096;
/// What RFC 8878 §3.1.1.1.2 asks every HTTP decoder to support, and browsers' limit.
constexpr int kMaxZstdWindowLog = 23;
/// A quarter faster than the usual 3, for 5 % more bytes (docs/connections.md): every page that is read pays
/// it.
constexpr int kRawPageLevel = 1;

constexpr auto broken = std::unexpected(CompressionError::broken);
constexpr auto too_large = std::unexpected(CompressionError::too_large);

// Made for every page: kept for a thread they are no faster (bench/body_bench), and each holds its memory.
struct FreeContext {
    void operator()(libdeflate_decompressor* context) const { libdeflate_free_decompressor(context); }
    void operator()(BrotliDecoderState* context) const { BrotliDecoderDestroyInstance(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

template <class Context>
std::unique_ptr<Context, FreeContext> owned(Context* context)
{
    if (!context) throw std::bad_alloc();
    return std::unique_ptr<Context, FreeContext>(context);
}

/// Where the format does not say how much comes out: pages shrink to a fifth or a sixth.
std::size_t usual_size(std::string_view bytes)
{
    return std::max<std::size_t>(bytes.size() * 6, 4096);
}

using Inflate = libdeflate_result (*)(libdeflate_decompressor*, const void*, std::size_t, void*, std::size_t,
                                      std::size_t*, std::size_t*);

/// One gzip member, zlib stream or raw deflate stream, appended to `out`; answers how many bytes it took.
/// libdeflate wants the whole output at once: from `room` on it grows until it suffices.
std::expected<std::size_t, CompressionError>
inflate_one(Inflate inflate, std::string_view bytes, std::string& out, std::size_t limit, std::size_t room)
{
    const auto inflater = owned(libdeflate_alloc_decompressor());
    const std::size_t begin = out.size();
    for (;; room = std::max(room * 2, usual_size(bytes))) {
        room = std::min(room, limit - begin);
        std::size_t taken = 0, given = 0;
        libdeflate_result result = LIBDEFLATE_BAD_DATA;
        out.resize_and_overwrite(begin + room, [&](char* data, std::size_t) {
            result = inflate(inflater.get(), bytes.data(), bytes.size(), data + begin, room, &taken, &given);
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

/// What the end of a gzip file says of its last member's size (RFC 1952 §2.3.1), where deflate can be meant.
std::size_t stated_size(std::string_view gzip)
{
    constexpr std::size_t most_a_byte = 1032;
    if (gzip.size() < 18) return usual_size(gzip);
    std::size_t size = 0;
    for (std::size_t at = 0; at < 4; ++at)
        size |= std::size_t{static_cast<unsigned char>(gzip[gzip.size() - 4 + at])} << 8 * at;
    return size / most_a_byte > gzip.size() ? usual_size(gzip) : size;
}

Result gunzip(std::string_view bytes, std::size_t limit)
{
    std::string out;
    // Members may follow one another (RFC 1952 §2.2); what follows and is no member is ignored, as browsers
    // do.
    int pieces = 0;
    do {
        if (++pieces > kMaxPieces) return broken;
        const auto room = stated_size(bytes);
        const auto taken = inflate_one(&libdeflate_gzip_decompress_ex, bytes, out, limit, room);
        if (!taken) return std::unexpected(taken.error());
        bytes.remove_prefix(*taken);
    } while (bytes.starts_with("\x1F\x8B"));
    return out;
}

Result inflate(std::string_view bytes, std::size_t limit)
{
    std::string out;
    const auto room = usual_size(bytes);
    auto taken = inflate_one(&libdeflate_zlib_decompress_ex, bytes, out, limit, room);
    if (!taken && taken.error() == CompressionError::broken) {
        out.clear();
        taken = inflate_one(&libdeflate_deflate_decompress_ex, bytes, out, limit, room);
    }
    if (!taken) return std::unexpected(taken.error());
    return out;
}

Result unbrotli(std::string_view bytes, std::size_t limit)
{
    const auto state = owned(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
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

using Failure = std::optional<CompressionError>;

/// A frame that states its size, as ours do, appended to `out`.
Failure unzstd_at_once(ZSTD_DCtx* reader, std::string_view frame, std::size_t size, std::string& out,
                       std::size_t limit)
{
    if (size > limit - out.size()) return CompressionError::too_large;
    const std::size_t begin = out.size();
    std::size_t given = 0;
    out.resize_and_overwrite(begin + size, [&](char* data, std::size_t) {
        given = ZSTD_decompressDCtx(reader, data + begin, size, frame.data(), frame.size());
        return begin + (ZSTD_isError(given) ? 0 : given);
    });
    if (ZSTD_isError(given)) return CompressionError::broken;
    return std::nullopt;
}

/// A frame that was written before its size was known, as servers do.
Failure unzstd_by_pieces(ZSTD_DCtx* reader, std::string_view frame, std::string& out, std::size_t limit)
{
    ZSTD_DCtx_reset(reader, ZSTD_reset_session_only);
    std::array<char, 16u << 10> buffer;
    ZSTD_inBuffer in{frame.data(), frame.size(), 0};
    if (out.empty()) out.reserve(std::min(usual_size(frame), limit));
    while (true) {
        ZSTD_outBuffer piece{buffer.data(), buffer.size(), 0};
        const std::size_t wanted = ZSTD_decompressStream(reader, &piece, &in);
        if (ZSTD_isError(wanted)) return CompressionError::broken;
        if (piece.pos > limit - out.size()) return CompressionError::too_large;
        out.append(buffer.data(), piece.pos);
        if (wanted == 0) return std::nullopt;
        if (in.pos == in.size && piece.pos < piece.size) return CompressionError::broken; // it ends early
    }
}

Result unzstd(std::string_view bytes, std::size_t limit)
{
    const auto reader = owned(ZSTD_createDCtx());
    ZSTD_DCtx_setParameter(reader.get(), ZSTD_d_windowLogMax, kMaxZstdWindowLog);
    std::string out;
    for (int pieces = 0; !bytes.empty(); ++pieces) {
        if (pieces == kMaxPieces) return broken;
        const auto taken = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
        if (ZSTD_isError(taken)) return broken;
        const auto frame = bytes.substr(0, taken);
        const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
        if (size == ZSTD_CONTENTSIZE_ERROR) return broken;
        const auto failure = size == ZSTD_CONTENTSIZE_UNKNOWN
                                 ? unzstd_by_pieces(reader.get(), frame, out, limit)
                                 : unzstd_at_once(reader.get(), frame, size, out, limit);
        if (failure) return std::unexpected(*failure);
        bytes.remove_prefix(taken);
    }
    return out;
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
        size = ZSTD_compress(data, room, bytes.data(), bytes.size(), kRawPageLevel);
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
