#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::bench {

/// One step of reading, over an input that is kept alive by the function itself.
struct Stage {
    std::string name;
    std::function<std::string()> work; ///< says what came of it, in a word or two; empty: it was read
};

/// An input that was made to be slow, in a size that can be doubled.
struct Shape {
    std::string name;
    std::size_t size; ///< how many of it; bytes where the name says so
    std::function<std::vector<Stage>(std::size_t)> prepare;
};

std::vector<Shape> page_shapes();
std::vector<Shape> selector_shapes();
std::vector<Shape> document_shapes(); ///< feeds, sitemaps, robots, JSON-LD
std::vector<Shape> text_shapes();     ///< dates, URLs, charsets, canonical text, diffs, compression

/// All that a visit does to a page, whatever it is.
std::vector<Stage> stages_of_a_visit(std::string html);

/// The page of 82 KB that the others are compared with.
std::string ordinary_page();

std::string times(std::size_t count, std::string_view piece);
/// `{}` stands for the number of the piece.
std::string numbered(std::size_t count, std::string_view piece);

} // namespace baotin::bench
