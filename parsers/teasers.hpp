#pragma once

#include "parsers/html/tree.hpp"

#include <unordered_map>
#include <unordered_set>

namespace baotin::parsers {

/// The teasers of a page: short blocks around a linked headline, two or more of them side by side. What they
/// say of other articles reads like running text. A walk over the page; keeps no text.
class Teasers {
public:
    explicit Teasers(html::Node root);
    [[nodiscard]] bool has(html::Node element) const { return teasers_.contains(element.raw()); }

private:
    struct Count {
        std::size_t letters = 0;
        std::size_t headlines = 0; ///< linked ones
    };
    Count count(html::Node element, bool linked);
    void find(html::Node element);

    std::unordered_map<const GumboInternalNode*, Count> counts_;
    std::unordered_set<const GumboInternalNode*> teasers_;
};

} // namespace baotin::parsers
