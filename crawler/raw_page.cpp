#include "crawler/raw_page.hpp"

#include "parsers/compression.hpp"
#include "parsers/text/ascii.hpp"
#include "parsers/text/charset.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace baotin::crawler {
namespace {

// A skippable frame of RFC 8878 §3.1.2: one of 16 magic numbers and a size, both little-endian.
constexpr std::string_view kMagic = "\x5B\x2A\x4D\x18";
constexpr std::size_t kHead = 8;

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
    frame.reserve(kHead + content);
    frame.append(kMagic).append(size_field(content));
    frame.append(page.content_encoding).append(1, '\0').append(page.content_type).append(1, '\0');
    frame += page.body;
    return frame;
}

std::expected<std::string, Unreadable> text_of_raw_page(std::string_view frame, PageLimits limits)
{
    if (!frame.starts_with(kMagic)) {
        auto text = parsers::decompress_zstd(frame, limits.bytes);
        if (!text) return broken();
        return std::move(*text);
    }
    if (frame.size() < kHead || frame.substr(kMagic.size(), 4) != size_field(frame.size() - kHead))
        return broken();
    frame.remove_prefix(kHead);
    auto encoding = take_field(frame);
    auto type = take_field(frame);
    auto bytes = inflated(frame, encoding, limits);
    if (!bytes) return broken();
    return parsers::decode(std::move(*bytes), type).text;
}

} // namespace baotin::crawler
