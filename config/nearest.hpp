#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace baotin::config {

/// How many letters must be added, dropped, replaced or swapped with their neighbour to turn `a` into `b`
/// (bytes, in fact).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Which of `names` was probably meant by `word`: the index of the nearest, if it is near enough to be a
/// slip.
std::optional<std::size_t> nearest(std::string_view word, std::span<const std::string> names);

/// The end of a sentence about an unknown `word`: `; did you mean "title"?`, else the valid `names`.
std::string suggestion(std::string_view word, std::span<const std::string> names);
std::string suggestion(std::string_view word, std::span<const std::string_view> names);

/// `text` in double quotes, cut where it is long, control characters as blanks: fit for one line of an error
/// message.
std::string in_quotes(std::string_view text);

} // namespace baotin::config
