#pragma once

#include <libdeflate.h>

#include <memory>
#include <string>
#include <string_view>

namespace baotin::crawler {

/// As a server sends it.
inline std::string gzipped(std::string_view text)
{
    std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
    std::string bytes(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
    bytes.resize(
        libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), bytes.data(), bytes.size()));
    return bytes;
}

} // namespace baotin::crawler
