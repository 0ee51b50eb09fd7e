#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace baotin::alerts {

/// How many bytes `text` takes inside a JSON string, without the quotes, as Boost.JSON writes it.
std::size_t json_size(std::string_view text);

/// The longest head of `text` that takes at most `room` bytes as JSON and ends where a sentence does; where
/// that would throw away more than half, where a syllable does; never inside a UTF-8 character.
std::string_view head_of(std::string_view text, std::size_t room);

/// The sentences in which two texts differ: a passage of each, verbatim.
struct Passages {
    std::string_view before;
    std::string_view after;
};
Passages differing_sentences(std::string_view before, std::string_view after);

/// How much each of the texts of these sizes may keep so that together they fit in `room`: the short ones
/// stay whole and the long ones share what is left evenly. Answers the longest that any may be.
std::size_t fair_share(std::vector<std::size_t> sizes, std::size_t room);

} // namespace baotin::alerts
