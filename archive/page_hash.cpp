#include "archive/page_hash.hpp"

#include "parsers/compression.hpp"
#include "parsers/hash.hpp"

#include <optional>

namespace baotin::archive {
namespace {

constexpr std::string_view kept_as_sent = "\x5B\x2A\x4D\x18"; ///< a skippable frame: crawler/raw_page.hpp
constexpr std::size_t head = 8;                               ///< its magic number and size
constexpr std::size_t most_bytes = 256u << 20;                ///< no page that was kept is nearly as large

std::optional<std::string> content_of(std::string_view frame)
{
    if (!frame.starts_with(kept_as_sent)) {
        auto text = parsers::decompress_zstd(frame, most_bytes);
        if (!text) return std::nullopt;
        return *std::move(text);
    }
    // Content-Encoding and Content-Type stand before the body, each ended by a NUL.
    const auto encoding_end = frame.find('\0', head);
    const auto type_end = encoding_end == frame.npos ? frame.npos : frame.find('\0', encoding_end + 1);
    if (type_end == frame.npos) return std::nullopt;
    return std::string(frame.substr(type_end + 1));
}

} // namespace

std::string page_content(std::string_view raw_page)
{
    std::string content;
    std::size_t read = 0;
    for (const auto frame : parsers::zstd_frames(raw_page)) {
        auto one = content_of(frame);
        if (!one) break;
        content += *one;
        read += frame.size();
    }
    return read == raw_page.size() ? content : std::string(raw_page);
}

std::string page_hash(std::string_view raw_page)
{
    return raw_page.empty() ? std::string() : parsers::sha256_hex(page_content(raw_page));
}

} // namespace baotin::archive
