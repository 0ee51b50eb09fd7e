#include "promise.hpp"

#include "parsers/date.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/utf8.hpp"
#include "parsers/timestamp.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baotin::fuzz {

void must(bool kept, std::string_view promise)
{
    if (!kept) throw BrokenPromise(std::string(promise));
}

void must_equal(std::string_view a, std::string_view b, std::string_view promise)
{
    if (a == b) return;
    auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    auto from = at < 60 ? 0 : at - 60;
    throw BrokenPromise(fmt::format("{}, but from byte {} on:\n  one:   {}\n  other: {}", promise, at,
                                    a.substr(from, 200), b.substr(from, 200)));
}

void must_be_utf8(std::string_view text, std::string_view what)
{
    must(parsers::utf8::census(text).broken == 0, fmt::format("{} is valid UTF-8", what));
}

void must_be_canonical(std::string_view text, std::string_view what)
{
    must_be_utf8(text, what);
    must_equal(text, parsers::canonical(text), fmt::format("{} is canonical", what));
}

void must_be_line(std::string_view text, std::string_view what)
{
    must_be_utf8(text, what);
    must_equal(text, parsers::canonical_line(text), fmt::format("{} is a canonical line", what));
}

void must_be_date(std::string_view date, std::string_view what)
{
    must_equal(parsers::read_date(date, {}).value_or("no date"), date,
               fmt::format("{} reads as itself", what));
    auto whole = date.size() == 10 ? fmt::format("{}T00:00:00+07:00", date) : std::string(date);
    auto time = parsers::parse_rfc3339(whole);
    must(time.has_value(), fmt::format("{} follows RFC 3339: {}", what, date));
    must_equal(parsers::rfc3339(*time), whole, fmt::format("{} is in +07:00", what));
}

void must_be_normal_url(std::string_view url, std::string_view what)
{
    must_equal(parsers::normalise_url(url).value_or("no URL"), url, fmt::format("{} is normal", what));
}

std::string_view take_line(std::string_view& input)
{
    auto line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(input.size(), line.size() + 1));
    return line;
}

} // namespace baotin::fuzz
