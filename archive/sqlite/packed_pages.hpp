#pragma once

#include "archive/sqlite/connection.hpp"
#include "parsers/zstd_dictionary.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace baotin::archive::sqlite {

/// Reads stored pages, whether they are packed or not. Lives with its connection.
class StoredPages {
public:
    explicit StoredPages(Connection& connection) : connection_(connection) {}

    /// The page of a row of `raw_page`, whose columns `frame` and `packed` stand at these places of `row`.
    /// Throws StoreError where a packed one cannot be read.
    std::string read(const Query& row, int frame, int packed);
    /// The packed page of this id. Throws StoreError where it cannot be read.
    std::string packed(std::int64_t id);

private:
    const parsers::ZstdDecompressor& decompressor(std::int64_t dictionary);

    Connection& connection_;
    std::unordered_map<std::int64_t, parsers::ZstdDecompressor> decompressors_; ///< some 100 KB each
};

} // namespace baotin::archive::sqlite
