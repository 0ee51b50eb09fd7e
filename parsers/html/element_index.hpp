#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

struct GumboInternalNode;

namespace baotin::parsers::html {

struct Compound;

/// Bits that stand for an element's tag, id, classes and attributes, several names to a bit. An element
/// without all marks of a compound selector is not what it means; most are told so without being touched.
using Marks = std::uint64_t;

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

/// Which of a list's alternatives an element may be, by their last compounds. A short list is tried one by
/// one; a long one is sorted by a name that each asks for, so that most of it is never looked at.
class Alternatives {
public:
    explicit Alternatives(const std::vector<const Compound*>& last);

    /// The first one whose marks are all among the element's, and that `fits`.
    template <typename Fits>
    std::optional<std::size_t> first(const ElementIndex::Entry& entry, Fits fits)
    {
        auto best = first_of(all_, entry.marks, wanted_.size(), fits);
        if (by_name_.empty()) return best;
        gather_names(*entry.element);
        for (auto name : names_)
            if (auto found = by_name_.find(name); found != by_name_.end())
                if (auto one = first_of(found->second, entry.marks, best.value_or(wanted_.size()), fits))
                    best = one;
        return best;
    }

private:
    using Numbers = std::vector<std::uint32_t>;
    void gather_names(const GumboInternalNode& element);

    template <typename Fits>
    std::optional<std::size_t> first_of(const Numbers& numbers, Marks marks, std::size_t before,
                                        Fits& fits) const
    {
        for (auto number : numbers) {
            if (number >= before) break;
            if ((marks & wanted_[number]) == wanted_[number] && fits(number)) return number;
        }
        return std::nullopt;
    }

    std::vector<Marks> wanted_;
    Numbers all_;                                        ///< of a long list those that ask for no name
    std::unordered_map<std::uint32_t, Numbers> by_name_; ///< empty: a short list
    std::vector<std::uint32_t> names_;                   ///< the element's that is looked at
};

} // namespace baotin::parsers::html
