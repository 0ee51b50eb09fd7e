#pragma once

#include "parsers/html/nesting.hpp"
#include "parsers/html/tag_sets.hpp"
#include "parsers/html/tokens.hpp"

#include <gumbo.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace baotin::parsers::html {

/// An element that is open now, or a formatting element that will be opened again.
struct Open {
    GumboTag tag;
    std::uint32_t name;       ///< hash, tells unknown elements apart
    std::uint32_t whole;      ///< hash with the attributes
    std::uint32_t attributes; ///< how many: a clone copies them
    int level = 0;            ///< how many markers (cells, objects …) it stands in
    GumboNamespaceEnum space = GUMBO_NAMESPACE_HTML;
    bool comes_back =
        false; ///< a formatting element that is opened again when its parent is closed before it
};

/// Is this an element of SVG or MathML whose contents are HTML again?
bool holds_html(const Open& open);
bool is_special(const Open& open);
std::uint32_t hash_name(std::string_view name, std::uint32_t hash = 2166136261u);

/// Does a table close the paragraph before it? It does not in quirks mode, which old document types ask for.
enum class TableInParagraph { closes, stays, depends };
TableInParagraph table_in_paragraph(std::string_view html);

/// Follows the stack of open elements. Never shorter than Gumbo's, except by the few that it implies (html,
/// body, tbody).
class OpenElements {
public:
    explicit OpenElements(std::string_view html)
        : html_(html), tokens_(html), table_in_paragraph_(table_in_paragraph(html))
    {
    }
    Nesting run();

private:
    void start(const Token& token);
    void start_foreign(const Token& token, const Open& element);
    [[nodiscard]] bool in_select() const;
    [[nodiscard]] bool leave_select(GumboTag tag);
    void count_where_tags_are_ignored(GumboTag tag);
    void close_for(GumboTag tag);
    [[nodiscard]] bool enter_table_part(GumboTag tag);
    void push_implied(GumboTag tag);
    void push(Open element);
    void keep_three_alike(const Open& element);
    void skip_contents(GumboTag tag, std::string_view name);
    void end(const Token& token);
    void end_formatting(std::size_t at);
    void erase(std::size_t at);
    void count_attributes(std::size_t attributes);
    void reconstruct();
    void limit();

    /// Closes the nearest open `wanted`, unless one of `barriers` stands before it.
    void close_nearest(const TagSet& wanted, const TagSet& barriers);
    [[nodiscard]] static bool stops_end_tag(GumboTag ending, const Open& element);
    void rename_paragraph(Open& open);
    void pop_to(std::size_t size);
    [[nodiscard]] bool top_is_foreign() const;

    std::string_view html_;
    Tokens tokens_;
    TableInParagraph table_in_paragraph_;
    std::vector<Open> stack_;
    std::vector<Open> unclosed_; ///< formatting elements whose parent was closed before them
    std::array<int, GUMBO_TAG_LAST + 1> open_{};
    int level_ = 0;
    std::size_t nodes_ = 0;
    std::size_t clones_ = 0; ///< of formatting elements, with their attributes
    std::size_t comparisons_ = 0, most_attributes_ = 0, root_attributes_ = 0, ignored_ = 0;
    Nesting found_;
};

} // namespace baotin::parsers::html
