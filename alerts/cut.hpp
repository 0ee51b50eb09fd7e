#pragma once

#include <cstddef>
#include <string>
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

/// The words that `before` lost and that `after` gained, in their order, ` … ` between those that did not
/// stand together; each at most `room` bytes as JSON, cut at a syllable and then ended by ` …`.
struct Words {
    std::string before;
    std::string after;
};
Words differing_words(std::string_view before, std::string_view after, std::size_t room);

/// How much each of the texts of these sizes may keep so that together they fit in `room`: the short ones
/// stay whole and the long ones share what is left evenly. Answers the longest that any may be.
std::size_t fair_share(std::vector<std::size_t> sizes, std::size_t room);

} // namespace baotin::alerts
