#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

enum class CompressionError {
    broken,        ///< the bytes do not follow the named format, end early, or are thousands of pieces
    too_large,     ///< the content passes `limit`
    bomb,          ///< the content is more than `max_ratio` times as large as what was sent
    unknown_coding ///< not gzip, x-gzip, deflate, br, zstd or identity
};

/// Small pages may be as repetitive as they like: inflating this much costs next to nothing.
inline constexpr std::size_t kFreeOfRatio = 1u << 20;
inline constexpr std::size_t kAnyRatio = SIZE_MAX;

/// Undoes an HTTP `Content-Encoding` (RFC 9110 §8.4.1; several, comma-separated, are undone last first).
/// `deflate` is read as zlib and, as browsers do, as raw deflate too. Never writes more than `limit` bytes,
/// nor more than `max_ratio` times as many as were sent; the first kFreeOfRatio bytes are free of the latter.
std::expected<std::string, CompressionError> decompress(std::string_view bytes,
                                                        std::string_view content_encoding, std::size_t limit,
                                                        std::size_t max_ratio = kAnyRatio);

/// One zstd frame, for raw pages kept in the archive.
std::string compress_zstd(std::string_view bytes);
std::expected<std::string, CompressionError> decompress_zstd(std::string_view frame, std::size_t limit);

/// The zstd frames that stand one behind the other in `bytes`; what follows a broken one is left out.
std::vector<std::string_view> zstd_frames(std::string_view bytes);

} // namespace baotin::parsers
