#include "parsers/html/lasting_names.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace baotin::parsers::html {
namespace {

// Looks, grids and states; from Bootstrap, Tailwind, Foundation and lazy loaders.
constexpr auto kUtilities = std::to_array<std::string_view>(
    {"row",         "rows",       "col",       "cols",       "column",    "columns",     "container",
     "wrapper",     "wrap",       "clearfix",  "clear",      "flex",      "grid",        "block",
     "inline",      "hidden",     "show",      "visible",    "invisible", "left",        "right",
     "center",      "centered",   "middle",    "top",        "bottom",    "first",       "last",
     "odd",         "even",       "active",    "open",       "opened",    "closed",      "current",
     "selected",    "disabled",   "loaded",    "loading",    "lazy",      "lazyload",    "lazyloaded",
     "lazyloading", "entered",    "relative",  "absolute",   "fixed",     "sticky",      "bold",
     "italic",      "underline",  "uppercase", "small",      "large",     "big",         "full",
     "img-fluid",   "group",      "peer",      "prose",      "truncate",  "antialiased", "rounded",
     "shadow",      "border",     "fluid",     "responsive", "box",       "item",        "inner",
     "outer",       "hentry",     "cf",        "fl",         "fr",        "pull-left",   "pull-right",
     "vertical",    "horizontal", "no-js"});

constexpr auto kUtilityPrefixes = std::to_array<std::string_view>(
    {"margin-",   "padding-", "col-",     "row-",       "mt-",        "mb-",     "ml-",     "mr-",
     "mx-",       "my-",      "pt-",      "pb-",        "pl-",        "pr-",     "px-",     "py-",
     "p-",        "m-",       "w-",       "h-",         "d-",         "text-",   "bg-",     "font-",
     "flex-",     "justify-", "items-",   "gap-",       "float-",     "align-",  "order-",  "offset-",
     "border-",   "rounded-", "leading-", "tracking-",  "grid-",      "lg-",     "md-",     "sm-",
     "xs-",       "xl-",      "is-",      "has-",       "line-clamp", "space-",  "min-",    "max-",
     "z-",        "object-",  "overflow", "whitespace", "size-",      "status-", "format-", "tag-",
     "category-", "css-",     "jsx-",     "svelte-",    "astro-",     "lazy-",   "wow",     "animate"});

/// Split at `-` and `_` and where a capital follows a small letter.
std::size_t count_words(std::string_view piece)
{
    std::size_t words = piece.empty() ? 0 : 1;
    for (std::size_t i = 1; i < piece.size(); ++i)
        words += lower(piece[i]) != piece[i] && lower(piece[i - 1]) == piece[i - 1];
    return words;
}

/// `bdVaJa`, `xkqzt`: what hashes look like when they happen to hold no digit.
bool looks_random(std::string_view piece)
{
    constexpr std::string_view vowels = "aeiouyAEIOUY";
    bool mixed = count_words(piece) > 1;
    if (mixed && piece.size() < 3 * count_words(piece)) return true;
    return piece.size() >= 5 && piece.find_first_of(vowels) == piece.npos &&
           std::ranges::none_of(piece, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool is_utility(std::string_view folded)
{
    return std::ranges::find(kUtilities, folded) != kUtilities.end() ||
           std::ranges::any_of(kUtilityPrefixes,
                               [&](std::string_view prefix) { return folded.starts_with(prefix); });
}

bool any_piece_looks_random(std::string_view name)
{
    for (std::size_t begin = 0; begin < name.size();) {
        auto end = std::min(name.find_first_of("-_", begin), name.size());
        if (looks_random(name.substr(begin, end - begin))) return true;
        begin = end + 1;
    }
    return false;
}

} // namespace

bool is_lasting_name(std::string_view name)
{
    if (name.size() < 2 || name.size() > 48) return false;
    if (!is_letter(name.front()) && static_cast<unsigned char>(name.front()) < 0x80 && name.front() != '_')
        return false;
    // One digit is a version (`title-2`); more are a number or a hash. Tailwind writes `md:w-1/2`, `[3px]`.
    if (std::ranges::count_if(name, is_digit) > 1) return false;
    if (name.find_first_of(":/[]()!@%,.") != name.npos) return false;
    std::string folded(name);
    std::ranges::transform(folded, folded.begin(), lower);
    if (is_utility(folded)) return false;
    // Tailwind puts a site's own prefix before its names: `dt-text-black`, `tw-flex`.
    if (auto dash = folded.find('-'); dash <= 3 && is_utility(std::string_view(folded).substr(dash + 1)))
        return false;
    return !any_piece_looks_random(name);
}

} // namespace baotin::parsers::html
