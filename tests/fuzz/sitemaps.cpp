#include "links.hpp"
#include "parsers/sitemap.hpp"
#include "promise.hpp"

/// Input: the text of a sitemap.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin;
    auto text = fuzz::view(bytes, size);
    auto reference = parsers::parse_rfc3339("2026-11-22T12:00:00+07:00").value();
    auto links = parsers::read_sitemap(text, "https://congan.example/sitemap.xml", reference);
    if (links)
        fuzz::must_be_sound(*links);
    else
        fuzz::must(!links.error().empty(), "a refusal says why");
    return 0;
}
