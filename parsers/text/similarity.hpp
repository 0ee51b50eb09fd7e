#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// Which text stands in which other one is told by their shingles: every run of neighbouring syllables,
/// folded (A. Broder, "On the resemblance and containment of documents", 1997).
inline constexpr std::size_t kShingleSyllables = 5;

/// Hashes of a canonical text's shingles, in order, each once. A text of fewer syllables has none.
std::vector<std::uint64_t> shingles_of(std::string_view canonical);

/// One in how many shingles stands in a sample.
inline constexpr std::uint64_t kShinglesASample = 16;

/// The shingles by which a text is looked up: those whose hash is small. All texts choose alike, so that what
/// two samples share says how much of either stands in the other, however different their lengths are (L.
/// Irber et al., "Lightweight compositional analysis of metagenomes with FracMinHash", 2022).
std::vector<std::uint64_t> sample_of(std::span<const std::uint64_t> shingles);

/// What two texts have in common.
struct Overlap {
    std::size_t shared = 0;  ///< shingles
    std::size_t shorter = 0; ///< shingles of the shorter text

    /// The part of the shorter text that stands in the longer one, 0 to 1.
    [[nodiscard]] double share() const
    {
        return shorter == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(shorter);
    }
};
Overlap overlap(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

/// Do two texts tell the same story? At least half of the shorter one stands in the other, and that is more
/// than a greeting or a list of names: what ministries' phrases alone make of unrelated articles stays below
/// a tenth (docs/stories.md).
bool is_same_story(const Overlap& overlap);

} // namespace baotin::parsers
