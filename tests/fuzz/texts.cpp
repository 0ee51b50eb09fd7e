#include "parsers/province_mentions.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/counters.hpp"
#include "parsers/text/diff.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/text/markup_text.hpp"
#include "parsers/text/sentences.hpp"
#include "promise.hpp"

/// Input: two texts, with a line of `---` between them.
namespace baotin::fuzz {
namespace {

using namespace parsers;

void has_one_form(std::string_view raw)
{
    auto text = canonical(raw);
    must_be_canonical(text, "canonical()");
    must(text.find("  ") == text.npos && text.find("\n\n") == text.npos, "white space is single");
    must_be_line(canonical_line(raw), "canonical_line()");
    auto folded = fold(text);
    must_be_utf8(folded, "fold()");
    must_equal(fold(folded), folded, "fold() is idempotent");
    auto spelled = fold_spelling(text);
    must_be_utf8(spelled, "fold_spelling()");
    must_equal(fold_spelling(spelled), spelled, "fold_spelling() is idempotent");
    must(folded.empty() || contains_words(folded, folded), "a text contains itself");
    must_be_line(markup_text(raw), "markup_text()");
}

void cuts_between_characters(std::string_view text)
{
    for (std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{40}, text.size()}) {
        auto head = cut_at_sentence(text, most);
        must(head.size() <= most && text.starts_with(head), "a head is a head");
        must_be_utf8(head, "a head");
    }
    must_equal(cut_at_sentence(text, text.size()), text, "what fits is not cut");
    for (std::size_t at = 0; at <= text.size(); ++at)
        if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80)
            ends_sentence(text, at);
    must_be_utf8(without_counters(text), "without_counters()");
    for (const auto& province : provinces_mentioned(text))
        must(find_province(province.name).has_value(), "a province that is mentioned is one");
}

void differs_in_pieces(std::string_view before, std::string_view after)
{
    std::string back, forth;
    DiffPiece::Kind last{};
    bool first = true;
    for (const auto& piece : diff_words(before, after)) {
        must(!piece.text.empty(), "a piece is not empty");
        must(first || piece.kind != last, "neighbours are of different kinds");
        must_be_utf8(piece.text, "a piece");
        first = false;
        last = piece.kind;
        if (piece.kind != DiffPiece::Kind::added) back += piece.text;
        if (piece.kind != DiffPiece::Kind::removed) forth += piece.text;
    }
    must_equal(back, before, "what stayed and what went is what was");
    must_equal(forth, after, "what stayed and what came is what is");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    constexpr std::string_view kBetween = "\n---\n";
    auto input = view(bytes, size);
    auto split = input.find(kBetween);
    auto first = input.substr(0, split);
    auto second = split == input.npos ? std::string_view() : input.substr(split + kBetween.size());
    has_one_form(first);
    auto before = canonical(first), after = canonical(second);
    cuts_between_characters(before);
    differs_in_pieces(before, after);
    for (const auto& piece : diff_words(after, after))
        must(piece.kind == DiffPiece::Kind::same, "a text does not differ from itself");
    return 0;
}
