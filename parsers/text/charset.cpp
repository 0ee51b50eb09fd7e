#include "parsers/text/charset.hpp"

#include "parsers/text/charset_labels.hpp"
#include "parsers/text/control_characters.hpp"
#include "parsers/text/legacy_charsets.hpp"
#include "parsers/text/syllable.hpp"
#include "parsers/text/utf8.hpp"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace baotin::parsers {

namespace {

constexpr std::size_t kSample = 32u << 10;
/// Real Vietnamese text read as the right set scores above 0.9 (foreign names aside), as a wrong one below
/// 0.5.
constexpr double kSurelyVietnamese = 0.8;

Decoded read_as(std::string_view bytes, const Charset& charset)
{
    return {transcode(bytes, charset).text, std::string{charset.name}};
}

std::optional<Decoded> by_mark(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF")) return Decoded{utf8::mended(bytes.substr(3)), "utf-8"};
    if (bytes.starts_with("\xFF\xFE")) return read_as(bytes.substr(2), *find_charset("utf-16le"));
    if (bytes.starts_with("\xFE\xFF")) return read_as(bytes.substr(2), *find_charset("utf-16be"));
    return std::nullopt;
}

std::vector<const Charset*> declared(std::string_view bytes, std::string_view content_type)
{
    std::vector<const Charset*> sets;
    const auto add = [&sets](const std::vector<std::string>& labels) {
        for (const std::string& label : labels)
            if (const Charset* set = find_charset(label)) sets.push_back(set);
    };
    add(labels_of_content_type(content_type));
    add(labels_of_document(bytes));
    return sets;
}

/// The part that tells the set: from the first byte that is not ASCII on.
std::string_view sample_of(std::string_view bytes)
{
    const auto first =
        std::ranges::find_if(bytes, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    auto at = static_cast<std::size_t>(first - bytes.begin());
    at -= std::min<std::size_t>(at, 32); // the word's beginning
    return bytes.substr(at, kSample);
}

struct Score {
    const Charset* set = nullptr;
    double share = 0;
};

/// The legacy Vietnamese set as which the bytes read best.
Score best_vietnamese(std::string_view sample)
{
    Score best;
    for (const std::string_view name : {"windows-1258", "x-tcvn3", "viscii", "x-vni-win"}) {
        const Charset* set = find_charset(name);
        const double share = vietnamese_share(transcode(sample, *set).text);
        if (share > best.share) best = {set, share};
    }
    return best;
}

const Charset& detected(std::string_view sample)
{
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    const Charset* set = nullptr;
    if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) == 0) {
        uchardet_data_end(detector.get());
        set = find_charset(uchardet_get_charset(detector.get()));
    }
    // UTF-8 and UTF-16 were judged before; what is left and unknown is what browsers fall back to.
    const bool usable =
        set != nullptr && (set->kind == CharsetKind::single_byte || set->kind == CharsetKind::multi_byte);
    return usable ? *set : *find_charset("windows-1252");
}

/// Does the text really look like what was declared?
bool is_believable(const Charset& set, std::string_view sample, const Score& vietnamese)
{
    if (set.kind == CharsetKind::utf8 || set.kind == CharsetKind::utf16) return false; // judged before
    const Transcoded read = transcode(sample, set);
    if (set.kind == CharsetKind::multi_byte) {
        const auto high =
            std::ranges::count_if(sample, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        return vietnamese.share < kSurelyVietnamese && read.broken * 50 <= static_cast<std::size_t>(high);
    }
    // TCVN3 and VNI pages came with fonts, and called themselves iso-8859-1.
    return vietnamese.share < kSurelyVietnamese || vietnamese_share(read.text) + 0.1 >= vietnamese.share;
}

/// Enough of it is UTF-8 that the rest are stray bytes.
bool is_nearly_utf8(const utf8::Census& census, const std::vector<const Charset*>& sets)
{
    const bool says_so =
        std::ranges::any_of(sets, [](const Charset* set) { return set->kind == CharsetKind::utf8; });
    return census.sequences > 0 && census.sequences >= census.broken * (says_so ? 1 : 3);
}

/// UTF-16 by where its zero bytes stand: every letter of ASCII has one, and so does every second byte of
/// markup.
const Charset* wide_set(std::string_view bytes)
{
    const std::string_view head = bytes.substr(0, 1024);
    std::size_t zeros[2] = {0, 0};
    for (std::size_t i = 0; i < head.size(); ++i)
        zeros[i % 2] += head[i] == '\0';
    const std::size_t many = head.size() / 8;
    if (many == 0) return nullptr;
    if (zeros[1] >= many && zeros[0] * 16 <= zeros[1]) return find_charset("utf-16le");
    if (zeros[0] >= many && zeros[1] * 16 <= zeros[0]) return find_charset("utf-16be");
    return nullptr;
}

Decoded read(std::string bytes, std::string_view content_type)
{
    if (auto marked = by_mark(bytes)) return std::move(*marked);
    const bool valid = utf8::is_valid(bytes);
    const bool has_nul = std::string_view(bytes).substr(0, 1024).find('\0') != std::string_view::npos;
    if (valid && !has_nul)
        return {std::move(bytes), "utf-8"}; // also where something else is declared: the bytes know better
    const std::vector<const Charset*> sets = declared(bytes, content_type);
    if (has_nul) {
        if (const Charset* wide = wide_set(bytes)) return read_as(bytes, *wide);
        for (const Charset* set : sets)
            if (set->kind == CharsetKind::utf16) return read_as(bytes, *set);
    }
    if (valid || is_nearly_utf8(utf8::census(bytes), sets)) return {utf8::mended(bytes), "utf-8"};
    const auto sample = sample_of(bytes);
    const Score vietnamese = best_vietnamese(sample);
    for (const Charset* set : sets)
        if (is_believable(*set, sample, vietnamese)) return read_as(bytes, *set);
    return read_as(bytes, vietnamese.share >= kSurelyVietnamese ? *vietnamese.set : detected(sample));
}

} // namespace

Decoded decode(std::string bytes, std::string_view content_type)
{
    auto decoded = read(std::move(bytes), content_type);
    decoded.text = mend_control_characters(std::move(decoded.text));
    return decoded;
}

} // namespace baotin::parsers
