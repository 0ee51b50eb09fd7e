#include "parsers/text/search_words.hpp"

#include "parsers/text/fold.hpp"
#include "parsers/text/utf8.hpp"

#include <utility>

namespace baotin::parsers {
namespace {

constexpr std::size_t kLongest = 64; ///< bytes: what is longer is no word, and nobody types it

bool is_word_byte(char byte)
{
    const auto code = static_cast<unsigned char>(byte);
    return code >= 0x80 || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

/// `½` folds to `1⁄2`, say: signs go.
std::string folded_word(std::string_view word)
{
    auto folded = fold(word);
    std::erase_if(folded, [](char byte) { return !is_word_byte(byte); });
    if (folded.size() > kLongest) folded.resize(kLongest);
    return folded;
}

} // namespace

std::vector<SearchWord> search_words(std::string_view canonical)
{
    std::vector<SearchWord> words;
    words.reserve(canonical.size() / 6);
    std::size_t begin = 0;
    auto end_word = [&](std::size_t end) {
        if (begin == end) return;
        if (auto folded = folded_word(canonical.substr(begin, end - begin)); !folded.empty())
            words.push_back({.folded = std::move(folded), .begin = begin, .end = end});
    };
    for (std::size_t at = 0; at < canonical.size();) {
        const auto next = utf8::decode(canonical, at);
        if (!utf8::is_letter_or_digit(next.code)) {
            end_word(at);
            begin = at + next.size;
        }
        at += next.size;
    }
    end_word(canonical.size());
    return words;
}

} // namespace baotin::parsers
