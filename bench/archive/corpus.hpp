#pragma once

#include "parsers/article.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace baotin::bench {

/// Vietnamese-looking articles, the same ones for the same number. Words of one and two syllables come as
/// often as words do (Zipf), so that the lists of a search index are as long and as short as real ones: an
/// article has about 2.5 KB, the commonest syllables stand in most articles, most words in hardly any.
class Corpus {
public:
    /// Every so many articles one is a reprint: half of the text of the one that is half as many before it.
    static constexpr std::uint64_t reprinted_every = 20;

    Corpus();

    [[nodiscard]] parsers::ArticleText article(std::uint64_t number) const;
    /// What an editor changes: a few words of the body.
    static void edit(parsers::ArticleText& text, int revision);

    /// A question as somebody types it: a common or a rare word, two words, a phrase, a whole title.
    [[nodiscard]] std::string question(std::uint64_t number, std::uint64_t articles) const;

private:
    using Random = std::mt19937_64;
    const std::string& word(Random& random) const;
    [[nodiscard]] std::string words(Random& random, std::size_t count) const;

    std::vector<std::string> words_; ///< the commonest first
    std::vector<double> up_to_;      ///< how much of all text the words up to each one are
};

} // namespace baotin::bench
