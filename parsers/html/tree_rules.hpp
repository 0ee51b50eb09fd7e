#pragma once

#include "parsers/html/open_elements.hpp"
#include "parsers/html/seen_tag.hpp"
#include "parsers/html/tag_sets.hpp"
#include "parsers/html/tokens.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace baotin::parsers::html {

/// An element that is open where the rules stand.
struct OpenTag {
    std::size_t begin = 0, end = 0; ///< of the start tag; equal for one that was not written but implied
    bool written = false;           ///< as an ancestor of something kept
    bool foreign = false;           ///< of SVG or MathML
    bool left_out = false;          ///< a script or style inside a region
};

/// The open elements, outermost first; `seen` is of the same ones, for a plan to look at.
struct OpenTags {
    std::vector<OpenTag> tags;
    std::vector<SeenTag> seen;

    [[nodiscard]] bool empty() const { return tags.empty(); }
    [[nodiscard]] std::size_t size() const { return tags.size(); }
    [[nodiscard]] GumboTag top() const { return seen.empty() ? GUMBO_TAG_LAST : seen.back().tag; }
};

/// Follows the tree that HTML's rules make of a page (HTML §13.2.6), as Gumbo has them, without building one:
/// which elements are open, where each text belongs. Only as far as that is beyond doubt: elements closed
/// across each other, content foster-parented out of a table, forms in forms … are left to Gumbo.
///
/// What tags do stands in `tree_rules_tags.cpp`. Whoever derives from it is told of all that opens, closes
/// and stands in between, in the page's order.
class TreeRules {
public:
    TreeRules(const TreeRules&) = delete;
    TreeRules& operator=(const TreeRules&) = delete;

protected:
    explicit TreeRules(std::string_view html);
    virtual ~TreeRules() = default;

    bool run(); ///< over the whole page; false: in doubt
    void doubt() { doubt_ = true; }

    /// A tag opens its element inside the innermost open one; `element` is what will be pushed.
    virtual void starts(const SeenTag& seen, OpenTag& element, bool is_void) = 0;
    /// What started, or was implied, is the innermost open element now.
    virtual void opened() = 0;
    /// The innermost element ends at `at`, by a tag that ends at `tag_end`. `alone`: it was the innermost
    /// one, or that tag is its own.
    virtual void closes(std::size_t at, std::size_t tag_end, bool alone) = 0;
    /// Text within the innermost open element; within the same one, pieces follow upon each other.
    virtual void text(std::size_t begin, std::size_t end) = 0;
    virtual void comment(std::size_t begin, std::size_t end) = 0;
    /// An element without contents that an end tag makes: `</p>` without a paragraph, `</br>`.
    virtual void starts_by_its_end(GumboTag tag) = 0;
    /// The tag of a body that was implied before.
    virtual void late_body(const SeenTag& seen) = 0;

    [[nodiscard]] std::string_view html() const { return html_; }
    [[nodiscard]] OpenTags& open() { return open_; }
    [[nodiscard]] const OpenTags& open() const { return open_; }
    [[nodiscard]] bool top_is_foreign() const { return !open_.tags.empty() && open_.tags.back().foreign; }
    /// The innermost open element, if it is none of SVG or MathML.
    [[nodiscard]] GumboTag html_top() const { return top_is_foreign() ? GUMBO_TAG_LAST : open_.top(); }
    [[nodiscard]] bool is_open(GumboTag tag) const { return count_[static_cast<std::size_t>(tag)] > 0; }
    [[nodiscard]] bool body_is_implied() const { return is_open(GUMBO_TAG_BODY) && !body_written_; }
    /// Where comments belong behind `</body>` and `</html>`.
    [[nodiscard]] bool after_body() const { return after_body_; }
    [[nodiscard]] bool after_html() const { return after_html_; }

private:
    void step(const Token& token);
    void take_comment(std::size_t begin, std::size_t end);
    void take_document_type(std::string_view declaration);
    void text_until(std::size_t end);
    void text_before_body(std::size_t begin, std::size_t end);
    void start(const Token& token);
    void start_root(const Token& token, const SeenTag& seen);
    void start_body(const Token& token, const SeenTag& seen);
    void start_foreign(const Token& token, const SeenTag& seen);
    bool may_start(GumboTag tag);
    void imply_roots(GumboTag tag, std::size_t at);
    void imply_body(std::size_t at);
    void close_before(GumboTag tag, std::size_t at);
    void close_paragraph(GumboTag tag, std::size_t at);
    void close_item(GumboTag tag, std::size_t at);
    bool enter_table_part(GumboTag tag, std::size_t at);
    void end(const Token& token);
    void end_root(GumboTag tag);
    void end_open(GumboTag tag, std::size_t at);
    void start_by_its_end(const Token& token, GumboTag tag);
    void end_foreign(const Token& token);
    void end_in_select(GumboTag tag, std::size_t at);
    void leave_reopened_head(std::size_t at);
    void push(const SeenTag& seen, OpenTag element);
    void push_implied(GumboTag tag, std::size_t at);
    void pop_to(std::size_t size, std::size_t at, bool by_its_end_tag = false);
    /// How many elements are open with the nearest of `wanted`; 0 where none is, or `barriers` come before
    /// it.
    void walk(std::size_t elements); ///< notes that so many open elements are looked at
    [[nodiscard]] std::size_t nearest(const TagSet& wanted, const TagSet& barriers);
    [[nodiscard]] GumboTag top() const { return open_.top(); }
    [[nodiscard]] bool in_select() const
    {
        return top() == GUMBO_TAG_SELECT ||
               (is_open(GUMBO_TAG_SELECT) && (top() == GUMBO_TAG_OPTION || top() == GUMBO_TAG_OPTGROUP));
    }

    std::string_view html_;
    Tokens tokens_;
    TableInParagraph table_in_paragraph_ = TableInParagraph::stays; ///< as long as there is no document type
    OpenTags open_;
    std::array<int, GUMBO_TAG_LAST + 1> count_{};
    std::size_t text_begin_ = 0;
    std::size_t walked_ = 0; ///< open elements looked at, one by one
    bool doubt_ = false;
    bool begun_ = false;     ///< too late for a document type
    bool head_seen_ = false; ///< opened, perhaps closed again
    bool head_reopened_ = false;
    bool body_written_ = false; ///< by the page's author, not implied
    bool after_body_ = false, after_html_ = false;
};

} // namespace baotin::parsers::html
