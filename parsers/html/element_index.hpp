#pragma once

#include <cstdint>
#include <string_view>
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

} // namespace baotin::parsers::html
