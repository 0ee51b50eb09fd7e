#include "alerts/cut.hpp"

#include "parsers/text/byte_block.hpp"
#include "parsers/text/diff.hpp"
#include "parsers/text/sentences.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace baotin::alerts {

namespace {

/// Bytes that a byte of text needs in a JSON string (RFC 8259 §7).
constexpr auto kJsonSizes = [] {
    std::array<std::uint8_t, 256> sizes{};
    sizes.fill(1);
    std::fill_n(sizes.begin(), 0x20, 6);
    for (unsigned char c : {'"', '\\', '\b', '\f', '\n', '\r', '\t'})
        sizes[c] = 2;
    return sizes;
}();

std::size_t json_size(char c)
{
    return kJsonSizes[static_cast<unsigned char>(c)];
}

/// Do the next bytes stand in JSON as they are?
bool is_plain_block(std::string_view text, std::size_t at)
{
    if (at + sizeof(parsers::ByteBlock) > text.size()) return false;
    const auto block = parsers::block_at(text, at);
    return !parsers::any((block < ' ') | (block == '"') | (block == '\\'));
}

std::string_view trimmed(std::string_view text)
{
    auto begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \n") - begin + 1);
}

} // namespace

std::size_t json_size(std::string_view text)
{
    std::size_t size = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (is_plain_block(text, at)) {
            size += sizeof(parsers::ByteBlock);
            at += sizeof(parsers::ByteBlock);
        } else {
            size += json_size(text[at++]);
        }
    }
    return size;
}

std::string_view head_of(std::string_view text, std::size_t room)
{
    std::size_t at = 0;
    for (std::size_t used = 0; at < text.size();) {
        constexpr auto block = sizeof(parsers::ByteBlock);
        const auto step = used + block <= room && is_plain_block(text, at) ? block : 1;
        used += step == 1 ? json_size(text[at]) : block;
        if (used > room) break;
        at += step;
    }
    return parsers::cut_at_sentence(text, at);
}

Passages differing_sentences(std::string_view before, std::string_view after)
{
    auto shorter = std::min(before.size(), after.size());
    std::size_t prefix = 0;
    while (prefix < shorter && before[prefix] == after[prefix])
        ++prefix;
    std::size_t suffix = 0;
    while (suffix < shorter - prefix &&
           before[before.size() - 1 - suffix] == after[after.size() - 1 - suffix])
        ++suffix;

    // Where one text is the head of the other, its own end is no sign that a sentence ends there.
    const auto& longer = before.size() > after.size() ? before : after;
    auto begin = prefix;
    while (begin > 0 && !parsers::ends_sentence(longer, begin))
        --begin;
    auto end = longer.size() - suffix;
    while (end < longer.size() && !parsers::ends_sentence(longer, end))
        ++end;
    auto tail = longer.size() - end;

    auto passage = [&](std::string_view text) {
        auto from = std::min(begin, text.size());
        auto to = std::max(text.size() - tail, from);
        return trimmed(text.substr(from, to - from));
    };
    return {passage(before), passage(after)};
}

Words differing_words(std::string_view before, std::string_view after, std::size_t room)
{
    using Kind = parsers::DiffPiece::Kind;
    constexpr std::string_view gap = " … ";
    Words words;
    bool apart_before = false, apart_after = false;
    auto append = [&](std::string& side, bool& apart, std::string_view text) {
        text = trimmed(text);
        if (text.empty()) return;
        if (!side.empty()) side += apart ? gap : std::string_view(" ");
        side += text;
        apart = false;
    };
    for (const auto& piece : parsers::diff_words(before, after)) {
        if (piece.kind == Kind::removed) append(words.before, apart_before, piece.text);
        if (piece.kind == Kind::added) append(words.after, apart_after, piece.text);
        if (piece.kind == Kind::same) apart_before = apart_after = true;
    }
    for (auto* side : {&words.before, &words.after})
        if (json_size(*side) > room) *side = std::string(head_of(*side, room - 4)) + " …";
    return words;
}

std::size_t fair_share(std::vector<std::size_t> sizes, std::size_t room)
{
    std::sort(sizes.begin(), sizes.end());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        auto share = room / (sizes.size() - i);
        if (sizes[i] > share) return share;
        room -= sizes[i];
    }
    return sizes.empty() ? 0 : sizes.back();
}

} // namespace baotin::alerts
