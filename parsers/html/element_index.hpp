#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

struct GumboInternalNode;

namespace baotin::parsers::html {

struct Compound;

/// Bits that stand for an element's tag, id, classes and attributes, several names to a bit. An element
/// without all marks of a compound selector is not what it means; most are told so without being touched.
using Marks = std::uint64_t;

Marks marks_of(const GumboInternalNode& element);
Marks marks_of(const Compound& compound);

/// The elements of a page in document order, without those in a <template>, and their marks. A walk over a
/// large tree waits for memory at every node; a page is asked for some thirty selectors. Built once;
/// immutable.
class ElementIndex {
public:
    struct Entry {
        const GumboInternalNode* element;
        Marks marks;
    };
    explicit ElementIndex(const GumboInternalNode* root);
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
};

/// A list of marks, each of an alternative that is to be tried in its turn. A long one is sorted by one mark
/// of each: an element has some six of the 64, so most of the list is never looked at.
class MarkedList {
public:
    explicit MarkedList(std::vector<Marks> wanted);

    /// The first whose marks are all among `marks`, and that `fits`.
    template <typename Fits>
    std::optional<std::size_t> first(Marks marks, Fits fits) const
    {
        auto best = first_of(all_, marks, wanted_.size(), fits);
        for (auto left = by_mark_.empty() ? 0 : marks; left != 0; left &= left - 1)
            if (auto one = first_of(by_mark_[static_cast<std::size_t>(std::countr_zero(left))], marks,
                                    best.value_or(wanted_.size()), fits))
                best = one;
        return best;
    }

private:
    template <typename Fits>
    std::optional<std::size_t> first_of(const std::vector<std::uint32_t>& numbers, Marks marks,
                                        std::size_t before, Fits& fits) const
    {
        for (auto number : numbers) {
            if (number >= before) break;
            if ((marks & wanted_[number]) == wanted_[number] && fits(number)) return number;
        }
        return std::nullopt;
    }

    std::vector<Marks> wanted_;
    std::vector<std::uint32_t> all_; ///< of a short list all, of a long one those without marks
    std::vector<std::vector<std::uint32_t>> by_mark_; ///< empty: a short list
};

} // namespace baotin::parsers::html
