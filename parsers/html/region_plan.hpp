#pragma once

#include "parsers/html/seen_tag.hpp"
#include "parsers/html/selector_program.hpp"
#include "parsers/html/tag_attributes.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace baotin::parsers::html {

/// What a set of selectors can see of a page: which elements have to be kept whole so that every selector
/// matches the same elements, with the same contents, as on the whole page. All ancestors of what is kept
/// stay too, as bare tags. Compiled once; immutable afterwards; shared between threads.
class RegionPlan {
public:
    /// Keeps whatever `selector` can match, whole.
    void keep(const Selector& selector);
    /// Elements that `selector` matches are wanted only inside, or around, what is kept. With `hide`, they
    /// are left out of Regions::hash.
    void consider(const Selector& selector, bool hide);

    /// Scripts and styles inside what is kept are wanted too.
    void keep_code() { leaves_code_out_ = false; }

    /// Does a selector look further than can be cut out?
    [[nodiscard]] bool needs_whole_page() const { return needs_whole_page_; }
    /// Not where selectors count siblings or ask for emptiness: scripts and styles are elements.
    [[nodiscard]] bool leaves_code_out() const { return leaves_code_out_; }

    static constexpr std::size_t kPairs = 4096;
    /// Ancestors and bytes of tags looked at: a page full of likely tags is not worth more. What is asked
    /// beyond it is answered by the chains tried so far, and so is worth nothing.
    static constexpr std::size_t kMostEffort = 2'000'000;

    enum class Fit { no, perhaps, yes };
    /// `ancestors`: the open elements around the tag, outermost first. A superset of what is kept.
    /// Adds to `effort` how many ancestors were looked at.
    [[nodiscard]] bool is_kept(const SeenTag& tag, const std::vector<SeenTag>& ancestors,
                               std::size_t& effort) const;
    /// Exactly what is hidden; a doubtful one is not.
    [[nodiscard]] bool is_hidden(const SeenTag& tag, const std::vector<SeenTag>& ancestors,
                                 std::size_t& effort) const;
    /// Might a selector match this element, inside what is kept for that selector's sake?
    [[nodiscard]] bool may_match_inside(const SeenTag& tag) const;
    /// Might a selector that needs this element's siblings or contents match it?
    [[nodiscard]] bool is_risky(const SeenTag& tag) const;

private:
    struct Step {
        Compound compound;
        Combinator combinator;
    };
    using Chain = std::vector<Step>; ///< the last one is the element
    /// Chains by what their last element must have.
    struct Index {
        struct Hash : std::hash<std::string_view> {
            using is_transparent = void;
        };
        using Names = std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>>;
        std::vector<Chain> chains;
        std::array<std::vector<std::size_t>, GUMBO_TAG_LAST + 1> tags;
        Names ids, classes, attributes;
        Names attributes_with_parts;  ///< `[class*=sapo i]`
        std::bitset<kPairs> parts;    ///< first two bytes, in lower case, of what is looked for in values
        std::bitset<256> part_begins; ///< the first of them, in either case
        std::uint64_t names = 0, names_with_parts = 0; ///< of attributes, as bits: a quick no
        std::uint64_t class_bits = 0, id_bits = 0;     ///< the same
        void add(Chain chain);
        [[nodiscard]] bool holds_part(std::string_view text) const;
        /// The best fit of any chain; the first that is `enough` will do.
        [[nodiscard]] Fit fit(const SeenTag& tag, const std::vector<SeenTag>& ancestors, std::size_t& effort,
                              Fit enough) const;
    };

    void keep(const Selector::Program& program, const Complex& complex);
    void note_size();
    void note_counting(const Selector::Program& program);
    static Fit fit(const Compound& compound, const SeenTag& tag);
    static Fit fit(const Chain& chain, const SeenTag& tag, const std::vector<SeenTag>& ancestors);

    Index kept_, hidden_;
    std::vector<Compound> inside_, risky_;
    bool needs_whole_page_ = false;
    bool leaves_code_out_ = true;
};

} // namespace baotin::parsers::html
