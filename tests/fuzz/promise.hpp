#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace baotin::fuzz {

/// A parser did not keep what it promises. Nothing catches it in a fuzzer: the run ends there and the input
/// is kept.
struct BrokenPromise : std::logic_error {
    using std::logic_error::logic_error;
};

void must(bool kept, std::string_view promise);
/// Shows the first difference.
void must_equal(std::string_view a, std::string_view b, std::string_view promise);
void must_be_utf8(std::string_view text, std::string_view what);
/// Stored text stands in its normal form.
void must_be_canonical(std::string_view text, std::string_view what);
void must_be_line(std::string_view text, std::string_view what);
/// What read_date() answers: a date-time in +07:00, or a full-date.
void must_be_date(std::string_view date, std::string_view what);
void must_be_normal_url(std::string_view url, std::string_view what);

inline std::string_view view(const std::uint8_t* bytes, std::size_t size)
{
    return {reinterpret_cast<const char*>(bytes), size};
}

/// Inputs begin with lines that say how the rest is to be read: `take_line` cuts one off.
std::string_view take_line(std::string_view& input);

} // namespace baotin::fuzz
