#include "archive/sqlite/packed_pages.hpp"

#include "archive/store.hpp"

#include <fmt/format.h>

namespace baotin::archive::sqlite {
namespace {

constexpr std::size_t most_decompressors = 64;
constexpr std::size_t most_bytes = std::size_t{1} << 30; // of a page, several ones of an article together

} // namespace

std::string StoredPages::read(const Query& row, int frame, int packed)
{
    const auto id = row.optional_integer(packed);
    return id ? this->packed(*id) : row.text(frame);
}

std::string StoredPages::packed(std::int64_t id)
{
    auto page = connection_.query("SELECT dictionary, frame FROM packed_page WHERE id = ?1", id);
    if (page.step()) {
        if (auto bytes = decompressor(page.integer(0)).decompress(page.text(1), most_bytes))
            return *std::move(bytes);
    }
    throw StoreError(
        fmt::format("archive {} is damaged: its packed page {} cannot be read; restore a backup with "
                    "`baotin restore`",
                    connection_.file().string(), id));
}

const parsers::ZstdDecompressor& StoredPages::decompressor(std::int64_t dictionary)
{
    if (const auto known = decompressors_.find(dictionary); known != decompressors_.end())
        return known->second;
    if (decompressors_.size() >= most_decompressors) decompressors_.clear();
    auto row = connection_.query("SELECT bytes FROM page_dictionary WHERE id = ?1", dictionary);
    const auto bytes = row.step() ? row.text(0) : std::string();
    return decompressors_.try_emplace(dictionary, bytes).first->second;
}

} // namespace baotin::archive::sqlite
