#include "parsers/robots.hpp"

#include "parsers/text/utf8.hpp"
#include "parsers/url.hpp"
#include "promise.hpp"

#include <fmt/format.h>

#include <algorithm>

/// Input: a path with its query, then a robots.txt.
namespace baotin::fuzz {
namespace {

using namespace parsers;

void explains_itself(const Robots::Verdict& verdict, std::string_view file)
{
    must((verdict.line_number > 0) == !verdict.line.empty(), "a line has its number");
    if (verdict.line.empty()) {
        must(verdict.allowed, "what no rule names is allowed");
        return;
    }
    auto lines = std::ranges::count_if(file, [](char c) { return c == '\n' || c == '\r'; }) + 1;
    must(verdict.line_number <= lines, "the deciding line stands in the file");
    if (utf8::census(file).broken == 0)
        must(file.find(verdict.line) != file.npos, "the deciding line stands there as it is said");
    auto first = static_cast<char>(verdict.line[0] | 0x20);
    must(first == (verdict.allowed ? 'a' : 'd'), "an allowing line allows, a forbidding one forbids");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto file = view(bytes, size);
    auto url = normalise_url(take_line(file), "https://congan.example/").value_or("https://congan.example/x");
    auto robots = Robots::parse(file, "baotin");
    explains_itself(robots.verdict(url), file);
    must(robots.verdict("https://congan.example/robots.txt").allowed, "robots.txt itself may be read");
    must(!robots.crawl_delay() || robots.crawl_delay()->count() >= 0, "no delay is negative");
    auto versioned = Robots::parse(file, "baotin/1.0").verdict(url);
    must(versioned.allowed == robots.verdict(url).allowed, "a version does not make another agent");
    for (const auto& sitemap : robots.sitemaps())
        must(!sitemap.empty(), "a sitemap has an address");
    return 0;
}
