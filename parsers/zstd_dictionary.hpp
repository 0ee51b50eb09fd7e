#pragma once

#include "parsers/compression.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ZSTD_CDict_s;
struct ZSTD_DDict_s;

namespace baotin::parsers {

/// What `samples` share, in at most `size` bytes: what is compressed with it leaves that out (RFC 8878 §5).
/// At least one sample; a second or so for megabytes of them.
std::string train_zstd_dictionary(std::span<const std::string> samples, std::size_t size);

/// Compresses with a dictionary, which may be any bytes; slow and small, for what is kept long. One thread.
class ZstdCompressor {
public:
    explicit ZstdCompressor(std::string_view dictionary);
    [[nodiscard]] std::string compress(std::string_view bytes) const; ///< one frame

private:
    struct Free {
        void operator()(ZSTD_CDict_s* dictionary) const;
    };
    std::unique_ptr<ZSTD_CDict_s, Free> dictionary_;
};

/// Undoes that, with the same dictionary. One thread.
class ZstdDecompressor {
public:
    explicit ZstdDecompressor(std::string_view dictionary);
    [[nodiscard]] std::expected<std::string, CompressionError> decompress(std::string_view frame,
                                                                          std::size_t limit) const;

private:
    struct Free {
        void operator()(ZSTD_DDict_s* dictionary) const;
    };
    std::unique_ptr<ZSTD_DDict_s, Free> dictionary_;
};

} // namespace baotin::parsers
