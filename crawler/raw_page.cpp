#include "crawler/raw_page.hpp"

#include "archive/page_hash.hpp"
#include "parsers/compression.hpp"
#include "parsers/text/ascii.hpp"
#include "parsers/text/charset.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::frame_as_sent;
using archive::frame_head;
using archive::frame_of_text;

std::string size_field(std::size_t size)
{
    std::string field;
    for (int shift = 0; shift < 32; shift += 8)
        field += static_cast<char>((size >> shift) & 0xFF);
    return field;
}

/// What stands before the next NUL, which is taken off with it.
std::string_view take_field(std::string_view& rest)
{
    auto end = rest.find('\0');
    if (end == rest.npos) return std::exchange(rest, {});
    auto field = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return field;
}

bool is_compressed(const WirePage& page)
{
    return !page.content_encoding.empty() && parsers::lowered(page.content_encoding) != "identity";
}

bool fits_a_frame(const WirePage& page)
{
    return is_compressed(page) && page.body.size() < (std::size_t{1} << 31) &&
           page.content_encoding.find('\0') == std::string::npos &&
           page.content_type.find('\0') == std::string::npos;
}

std::unexpected<Unreadable> broken()
{
    return std::unexpected(
        Unreadable{archive::Outcome::unreadable, "the stored page cannot be inflated", false, {}, {}});
}

} // namespace

std::string raw_page_of(const WirePage& page, std::string_view utf8)
{
    if (!fits_a_frame(page)) return parsers::compress_zstd(utf8);
    auto content = page.content_encoding.size() + page.content_type.size() + 2 + page.body.size();
    std::string frame;
    frame.reserve(frame_head + content);
    frame.append(frame_as_sent).append(size_field(content));
    frame.append(page.content_encoding).append(1, '\0').append(page.content_type).append(1, '\0');
    frame += page.body;
    return frame;
}

std::expected<std::string, Unreadable> text_of_raw_page(std::string_view frame, PageLimits limits)
{
    if (frame.starts_with(frame_of_text)) {
        frame.remove_prefix(std::min(frame.size(), frame_head));
        if (frame.size() > limits.bytes) return broken();
        return std::string(frame);
    }
    if (!frame.starts_with(frame_as_sent)) {
        auto text = parsers::decompress_zstd(frame, limits.bytes);
        if (!text) return broken();
        return std::move(*text);
    }
    if (frame.size() < frame_head ||
        frame.substr(frame_as_sent.size(), 4) != size_field(frame.size() - frame_head))
        return broken();
    frame.remove_prefix(frame_head);
    auto encoding = take_field(frame);
    auto type = take_field(frame);
    auto bytes = inflated(frame, encoding, limits);
    if (!bytes) return broken();
    return parsers::decode(std::move(*bytes), type).text;
}

} // namespace baotin::crawler
