#include "links.hpp"
#include "parsers/feed.hpp"
#include "parsers/json_feed.hpp"
#include "promise.hpp"

/// Input: the text of a feed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin;
    auto text = fuzz::view(bytes, size);
    auto reference = parsers::parse_rfc3339("2026-11-22T12:00:00+07:00").value();
    for (auto read : {parsers::read_feed, parsers::read_json_feed}) {
        auto links = read(text, "https://congan.example/rss/tin.xml", reference);
        if (links) {
            fuzz::must_be_sound(*links);
            auto again = read(text, "https://congan.example/rss/tin.xml", reference);
            fuzz::must_equal(fuzz::told(*links), fuzz::told(*again), "a feed reads twice the same");
        } else {
            fuzz::must(!links.error().empty(), "a refusal says why");
        }
    }
    return 0;
}
