#include "parsers/date.hpp"
#include "promise.hpp"

#include <fmt/format.h>

/// Input: the year of the reference, or nothing where none is known; then a text with a date in it.
namespace baotin::fuzz {
namespace {

using namespace parsers;

Time reference_of(std::string_view year)
{
    if (year < "1990" || year > "2100" || year.size() != 4) return {};
    return parse_rfc3339(fmt::format("{}-05-20T12:00:00+07:00", year)).value_or(Time{});
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto text = view(bytes, size);
    auto reference = reference_of(take_line(text));
    auto date = read_date(text, reference);
    if (date) {
        must_be_date(*date, "a date");
        must(*date >= "1989-12-31", "no page is older than the web");
        must_equal(read_date(text, reference).value_or(""), *date, "a date reads twice the same");
    }
    is_relative_date(text);
    if (auto time = parse_rfc3339(text)) {
        auto whole_seconds = std::chrono::floor<std::chrono::seconds>(*time);
        auto again = parse_rfc3339(rfc3339(*time));
        must(again && *again == whole_seconds, "a moment survives its text");
    }
    return 0;
}
