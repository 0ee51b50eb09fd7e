#include "parsers/compression.hpp"
#include "promise.hpp"

#include <algorithm>

/// Input: a Content-Encoding, then the bytes that came with it.
namespace baotin::fuzz {
namespace {

using namespace parsers;

void stays_within_its_limits(std::string_view body, std::string_view coding)
{
    constexpr std::size_t kLimit = 3 << 20, kRatio = 20;
    auto content = decompress(body, coding, kLimit, kRatio);
    if (!content) return;
    must(content->size() <= kLimit, "no more is inflated than was allowed");
    must(content->size() <= std::max(kFreeOfRatio, body.size() * kRatio), "no bomb is inflated");
    auto smaller = decompress(body, coding, content->size(), kRatio);
    must(smaller && *smaller == *content, "the limit itself is allowed");
    if (!content->empty())
        must(!decompress(body, coding, content->size() - 1, kRatio), "a byte less is too little");
}

void keeps_frames(std::string_view bytes)
{
    auto frame = compress_zstd(bytes);
    auto back = decompress_zstd(frame, bytes.size());
    must(back && *back == bytes, "a stored page survives");
    std::string both = frame + frame;
    must(zstd_frames(both).size() == 2, "frames stand one behind the other");
    both += bytes;
    auto frames = zstd_frames(both);
    must(frames.size() >= 2 && frames[0] == frame && frames[1] == frame, "what follows a frame hurts none");
    std::size_t held = 0;
    for (auto each : zstd_frames(bytes)) {
        held += each.size();
        static_cast<void>(decompress_zstd(each, 1 << 20));
    }
    must(held <= bytes.size(), "frames are pieces of the bytes");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto body = view(bytes, size);
    stays_within_its_limits(body, take_line(body));
    static_cast<void>(decompress_zstd(body, 1 << 20));
    keeps_frames(body);
    return 0;
}
