#include "archive/page_packing.hpp"

#include "archive/page_hash.hpp"
#include "parsers/compression.hpp"
#include "parsers/hash.hpp"
#include "parsers/zstd_dictionary.hpp"

#include <algorithm>
#include <utility>

namespace baotin::archive {
namespace {

/// What pages share is tens of kilobytes: menus, scripts, footers.
constexpr std::size_t dictionary_bytes = 112u << 10;
constexpr double fits_no_more = 0.5;

std::string frame(std::string_view magic, std::string_view content)
{
    std::string bytes(magic);
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>((content.size() >> shift) & 0xFF);
    return bytes.append(content);
}

std::string plain(PagePart part)
{
    if (!part.as_sent) return frame(frame_of_text, part.body);
    constexpr std::size_t most_bytes = 256u << 20; // no page that was kept is nearly as large
    if (auto content = parsers::decompress(part.body, part.content_encoding, most_bytes)) {
        part.content_encoding.clear();
        part.body = *std::move(content);
    }
    return frame(frame_as_sent, part.content_encoding + '\0' + part.content_type + '\0' + part.body);
}

struct Form {
    const UnpackedPages::Page* page;
    std::string bytes;
};

PackedPages packed_with(PageDictionary dictionary, const std::string& site, const std::vector<Form>& forms)
{
    PackedPages packed{.site = site, .dictionary = std::move(dictionary), .pages = {}};
    const parsers::ZstdCompressor compressor(packed.dictionary.bytes);
    for (const auto& form : forms) {
        packed.pages.push_back({.id = form.page->id,
                                .stored = form.page->raw_page.size(),
                                .page_hash = page_hash(form.page->raw_page),
                                .hash = parsers::sha256_hex(form.bytes),
                                .content_hash = page_hash(form.bytes),
                                .size = form.bytes.size(),
                                .frame = compressor.compress(form.bytes)});
    }
    return packed;
}

double ratio(const PackedPages& packed)
{
    std::size_t before = 0, after = 1;
    for (const auto& page : packed.pages) {
        before += page.size;
        after += page.frame.size();
    }
    return static_cast<double>(before) / static_cast<double>(after);
}

/// Trained on three pages of four and measured on the fourth, which it has not seen.
PageDictionary trained(const std::vector<std::string_view>& forms)
{
    std::vector<std::string> samples;
    for (std::size_t i = 0; i < forms.size(); ++i) {
        if (i % 4 != 3 || forms.size() < 4) samples.emplace_back(forms[i].substr(0, most_of_a_sample));
    }
    PageDictionary dictionary;
    dictionary.bytes = parsers::train_zstd_dictionary(samples, dictionary_bytes);
    const parsers::ZstdCompressor compressor(dictionary.bytes);
    std::size_t before = 0, after = 1;
    for (std::size_t i = 3; i < forms.size(); i += 4) {
        before += forms[i].size();
        after += compressor.compress(forms[i]).size();
    }
    dictionary.ratio = std::max(1.0, static_cast<double>(before) / static_cast<double>(after));
    return dictionary;
}

} // namespace

bool still_fits(const PageDictionary& dictionary, double ratio)
{
    return ratio > fits_no_more * dictionary.ratio;
}

std::string packed_form(std::string_view raw_page)
{
    std::size_t read = 0;
    for (const auto one : parsers::zstd_frames(raw_page))
        read += one.size();
    if (read == 0 || read != raw_page.size()) return std::string(raw_page);
    auto parts = page_parts(raw_page);
    if (parts.front().body == raw_page) return std::string(raw_page); // it could not be inflated
    std::string form;
    for (auto& part : parts)
        form += plain(std::move(part));
    return form;
}

PackedPages pack(const UnpackedPages& pages)
{
    std::vector<Form> forms;
    for (const auto& page : pages.pages)
        forms.push_back({.page = &page, .bytes = packed_form(page.raw_page)});
    if (pages.dictionary) {
        auto packed = packed_with(*pages.dictionary, pages.site, forms);
        const bool enough = forms.size() + pages.lately.size() >= least_training_pages;
        if (!enough || still_fits(*pages.dictionary, ratio(packed))) return packed;
    }
    std::vector<std::string_view> samples(pages.lately.begin(), pages.lately.end());
    for (const auto& form : forms)
        samples.emplace_back(form.bytes);
    return packed_with(trained(samples), pages.site, forms);
}

} // namespace baotin::archive
