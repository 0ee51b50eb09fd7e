#include "parsers/text/similarity.hpp"

#include "parsers/hash.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/text/utf8.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace baotin::parsers {
namespace {

constexpr double kLeastShare = 0.5;
constexpr std::size_t kLeastShared = 30;

/// Of every syllable and number of a folded text, in order. Signs and white space say nothing: papers differ
/// in them.
std::vector<std::uint64_t> syllable_hashes(std::string_view folded)
{
    std::vector<std::uint64_t> hashes;
    hashes.reserve(folded.size() / 5);
    for (std::size_t at = 0; at < folded.size();) {
        const auto begin = at;
        while (at < folded.size()) {
            const auto next = utf8::decode(folded, at);
            if (!utf8::is_letter_or_digit(next.code)) break;
            at += next.size;
        }
        if (at > begin)
            hashes.push_back(quick_hash(folded.substr(begin, at - begin)));
        else
            at += utf8::decode(folded, at).size;
    }
    return hashes;
}

} // namespace

std::vector<std::uint64_t> shingles_of(std::string_view canonical)
{
    const auto syllables = syllable_hashes(fold(canonical));
    std::vector<std::uint64_t> shingles;
    if (syllables.size() < kShingleSyllables) return shingles;
    shingles.reserve(syllables.size() - kShingleSyllables + 1);
    for (std::size_t at = 0; at + kShingleSyllables <= syllables.size(); ++at)
        shingles.push_back(quick_hash(
            {reinterpret_cast<const char*>(&syllables[at]), kShingleSyllables * sizeof syllables[at]}));
    std::ranges::sort(shingles);
    const auto repeated = std::ranges::unique(shingles);
    shingles.erase(repeated.begin(), repeated.end());
    return shingles;
}

std::vector<std::uint64_t> sample_of(std::span<const std::uint64_t> shingles)
{
    constexpr auto limit = std::numeric_limits<std::uint64_t>::max() / kShinglesASample;
    return {shingles.begin(), std::ranges::upper_bound(shingles, limit)};
}

Overlap overlap(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b)
{
    Overlap found{.shared = 0, .shorter = std::min(a.size(), b.size())};
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        found.shared += a[i] == b[j] ? 1 : 0;
        const bool step_a = a[i] <= b[j], step_b = b[j] <= a[i];
        i += step_a ? 1 : 0;
        j += step_b ? 1 : 0;
    }
    return found;
}

bool is_same_story(const Overlap& overlap)
{
    return overlap.shared >= kLeastShared && overlap.share() >= kLeastShare;
}

} // namespace baotin::parsers
