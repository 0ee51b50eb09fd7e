#include "archive/search_terms.hpp"

#include "parsers/text/search_words.hpp"
#include "parsers/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace baotin::archive {
namespace {

namespace utf8 = parsers::utf8;
using Words = SearchTerms::Words;

bool is_quote(char32_t code)
{
    return code == '"' || code == 0x201C || code == 0x201D || code == 0x201E || code == 0xAB || code == 0xBB;
}

struct Piece {
    std::string_view text;
    bool quoted = false;
    bool without = false;
};

/// Splits at white space outside quotes.
class Pieces {
public:
    explicit Pieces(std::string_view typed) : typed_(typed) {}

    std::vector<Piece> split()
    {
        while (at_ < typed_.size()) {
            const auto next = utf8::decode(typed_, at_);
            const bool at_start = begin_ == at_;
            if (quoted_ ? is_quote(next.code) : (is_quote(next.code) || utf8::is_space(next.code))) {
                end_piece();
                quoted_ = is_quote(next.code) && !quoted_;
                begin_ = at_ + next.size;
            } else if (!quoted_ && at_start && next.code == '-') {
                without_ = true;
                begin_ = at_ + next.size;
            }
            at_ += next.size;
        }
        end_piece();
        return std::move(pieces_);
    }

private:
    void end_piece()
    {
        if (begin_ == at_) return; // `-"`: the quote's content is what is meant
        pieces_.push_back({.text = typed_.substr(begin_, at_ - begin_),
                           .quoted = quoted_,
                           .without = std::exchange(without_, false)});
    }

    std::string_view typed_;
    std::vector<Piece> pieces_;
    std::size_t at_ = 0, begin_ = 0;
    bool quoted_ = false, without_ = false;
};

Words words_of(std::string_view text)
{
    Words words;
    for (auto& word : parsers::search_words(text)) {
        words.push_back(std::move(word.folded));
    }
    return words;
}

} // namespace

std::expected<SearchTerms, std::string> parse_search_terms(std::string_view typed)
{
    SearchTerms terms;
    std::size_t count = 0;
    bool in_run = false;
    for (const auto& piece : Pieces(typed).split()) {
        auto words = words_of(piece.text);
        if (words.empty()) continue;
        count += words.size();
        const bool loose = !piece.quoted && !piece.without && words.size() == 1;
        if (loose && in_run) {
            terms.runs.back().push_back(std::move(words.front()));
        } else {
            (loose ? terms.runs : piece.without ? terms.without : terms.phrases).push_back(std::move(words));
        }
        in_run = loose;
    }
    if (count > most_search_words)
        return std::unexpected(
            fmt::format("search takes {} words at most, not {}", most_search_words, count));
    if (terms.phrases.empty() && terms.runs.empty())
        return std::unexpected(fmt::format("\"{}\" names no word to look for", typed));
    return terms;
}

bool says(const parsers::ArticleText& text, const SearchTerms& terms)
{
    std::vector<Words> fields{words_of(text.title), words_of(text.summary), words_of(text.body),
                              words_of(text.author.value_or(""))};
    for (const auto& caption : text.captions)
        fields.push_back(words_of(caption));
    const auto somewhere = [&fields](const Words& phrase) {
        return std::ranges::any_of(
            fields, [&](const Words& field) { return !std::ranges::search(field, phrase).empty(); });
    };
    const auto all_somewhere = [&](const Words& run) {
        return std::ranges::all_of(run, [&](const std::string& word) { return somewhere({word}); });
    };
    return std::ranges::all_of(terms.phrases, somewhere) && std::ranges::all_of(terms.runs, all_somewhere) &&
           std::ranges::none_of(terms.without, somewhere);
}

} // namespace baotin::archive
