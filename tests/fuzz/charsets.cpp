#include "parsers/text/canonical.hpp"
#include "parsers/text/charset.hpp"
#include "parsers/text/font_text.hpp"
#include "parsers/text/utf8.hpp"
#include "promise.hpp"

#include <algorithm>

/// Input: a Content-Type, then the bytes of a page.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    using namespace baotin::parsers;
    auto page = view(bytes, size);
    auto content_type = take_line(page);
    auto decoded = decode(std::string(page), content_type);
    must_be_utf8(decoded.text, "a decoded page");
    must(!decoded.charset.empty(), "what a page was read as has a name");
    must(std::ranges::none_of(decoded.charset, [](char c) { return c >= 'A' && c <= 'Z'; }),
         "a charset's name is in lower case");
    must_be_canonical(canonical(decoded.text), "canonical text");
    auto mended = utf8::mended(page);
    must_be_utf8(mended, "mended text");
    must_equal(utf8::mended(mended), mended, "mended text needs no mending");
    bool plain = std::ranges::all_of(page, [](unsigned char c) { return c < 0x80 && c != 0x1B; });
    if (plain && content_type == "text/html; charset=utf-8")
        must_equal(decoded.text, page, "ASCII stays as it is");
    return 0;
}
