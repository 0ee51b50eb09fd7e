#include "archive/page_hash.hpp"

#include "parsers/compression.hpp"
#include "parsers/hash.hpp"

#include <optional>
#include <utility>

namespace baotin::archive {
namespace {

constexpr std::size_t most_bytes = 256u << 20; ///< no page that was kept is nearly as large

std::optional<PagePart> part_of(std::string_view frame)
{
    if (frame.starts_with(frame_of_text)) return PagePart{.body = std::string(frame.substr(frame_head))};
    if (!frame.starts_with(frame_as_sent)) {
        auto text = parsers::decompress_zstd(frame, most_bytes);
        if (!text) return std::nullopt;
        return PagePart{.body = *std::move(text)};
    }
    const auto encoding_end = frame.find('\0', frame_head);
    const auto type_end = encoding_end == frame.npos ? frame.npos : frame.find('\0', encoding_end + 1);
    if (type_end == frame.npos) return std::nullopt;
    return PagePart{.as_sent = true,
                    .content_encoding = std::string(frame.substr(frame_head, encoding_end - frame_head)),
                    .content_type = std::string(frame.substr(encoding_end + 1, type_end - encoding_end - 1)),
                    .body = std::string(frame.substr(type_end + 1))};
}

} // namespace

std::vector<PagePart> page_parts(std::string_view raw_page)
{
    std::vector<PagePart> parts;
    std::size_t read = 0;
    for (const auto frame : parsers::zstd_frames(raw_page)) {
        auto part = part_of(frame);
        if (!part) break;
        parts.push_back(*std::move(part));
        read += frame.size();
    }
    if (read == raw_page.size()) return parts;
    std::vector<PagePart> whole(1);
    whole.front().body = raw_page;
    return whole;
}

std::string page_hash(std::string_view raw_page)
{
    if (raw_page.empty()) return {};
    auto parts = page_parts(raw_page);
    auto content = std::move(parts.front().body); // nearly always the only one
    for (std::size_t i = 1; i < parts.size(); ++i)
        content += parts[i].body;
    return parsers::sha256_hex(content);
}

} // namespace baotin::archive
