#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

// Pages of one site share most of their markup. Each is recorded as it came, which costs a visit next to
// nothing; behind that, pages are packed: inflated, compressed with a dictionary that was trained on the
// site's pages, and kept once however often the same page was read.

/// How much room a site's stored pages take.
struct PageRoom {
    std::size_t pages = 0;
    std::uint64_t stored = 0;        ///< bytes, of all of them
    std::uint64_t packed_from = 0;   ///< bytes of the packed ones before, inflated
    std::uint64_t packed_stored = 0; ///< bytes of these, packed; the same page counts once
    bool operator==(const PageRoom&) const = default;
};

struct PageDictionary {
    std::int64_t id = 0;
    std::string bytes;
    double ratio = 1; ///< what it made of the pages that it was trained on: inflated to packed
};

/// Stored pages of one site that are not packed yet.
struct UnpackedPages {
    struct Page {
        std::int64_t id = 0;
        std::string raw_page;
    };
    std::string site;
    std::optional<PageDictionary> dictionary; ///< the site's latest
    /// packed_form() of those that it packed lately, each up to most_of_a_sample, where too many of them did
    /// not fit it: what another one is trained on.
    std::vector<std::string> lately;
    std::vector<Page> pages;
};

struct PackedPages {
    struct Page {
        std::int64_t id = 0;
        std::size_t stored = 0;   ///< bytes that it took unpacked
        std::string page_hash;    ///< page_hash() of it then
        std::string hash;         ///< SHA-256 of packed_form(): the same one is the same page
        std::string content_hash; ///< page_hash() of packed_form()
        std::size_t size = 0;     ///< bytes of packed_form()
        std::string frame;
    };
    std::string site;
    PageDictionary dictionary; ///< id 0: a new one
    std::vector<Page> pages;
};

inline constexpr std::size_t least_training_pages = 32;     ///< a dictionary of fewer is mostly their texts
inline constexpr std::size_t most_of_a_sample = 256u << 10; ///< bytes of a page

/// Does what a dictionary makes of a page today (inflated to packed) come near to what it made of those that
/// it was trained on? A site that was built anew shares little with what it was.
bool still_fits(const PageDictionary& dictionary, double ratio);

/// The same page (crawler/raw_page.hpp) without compression, in which it shows what pages share. What cannot
/// be inflated stays as it is.
std::string packed_form(std::string_view raw_page);

/// With the site's dictionary; with a new one where there is none, or where it does not fit the site any
/// more. Any thread; milliseconds a page, a second or so for a new dictionary.
PackedPages pack(const UnpackedPages& pages);

} // namespace baotin::archive
