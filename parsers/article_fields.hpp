#pragma once

#include "parsers/article.hpp"

#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace baotin::parsers {

/// Elements of one page that count as a whole, with everything inside them.
class Elements {
public:
    void add(html::Node element) { elements_.insert(element.raw()); }
    /// An attribute's value is no element.
    void add(const std::vector<html::Selector::Match>& matches);
    [[nodiscard]] bool empty() const { return elements_.empty(); }
    [[nodiscard]] bool has(html::Node element) const { return elements_.contains(element.raw()); }
    [[nodiscard]] bool hold(html::Node node) const; ///< the node itself, or an element around it

private:
    std::unordered_set<const GumboInternalNode*> elements_;
};

/// All matches of all selectors, selector by selector.
std::vector<html::Selector::Match> select_all(const std::vector<html::Selector>& selectors, html::Node root);

/// Which of the rules' generations a page is built by: the first whose body matches (whose title, where it
/// names no body), else the first of all.
std::size_t generation_of(const ArticleRules& rules, html::Node root);

/// Lines in the order in which they came, each once.
class DistinctLines {
public:
    explicit DistinctLines(std::vector<std::string> lines = {})
        : lines_(std::move(lines)), known_(lines_.begin(), lines_.end())
    {
    }
    void add(std::string line)
    {
        if (!line.empty() && known_.insert(line).second) lines_.push_back(std::move(line));
    }
    [[nodiscard]] std::vector<std::string> take() { return std::move(lines_); }

private:
    std::vector<std::string> lines_;
    std::unordered_set<std::string> known_;
};

/// What a list of selectors found.
struct Found {
    std::string text;
    std::string selector;
    html::Selector::Match match; ///< that gave the text, or the first of several
    bool relative_date = false;
};

/// Reads fields by one generation of a site's rules, without what the rules take away.
class FieldReader {
public:
    FieldReader(html::Node root, const Generation& rules);

    /// Text of the first match that has any, on one line.
    [[nodiscard]] std::optional<Found> first(const std::vector<FieldRule>& rules) const;
    /// Text of the last match of the first rule that has any: of a breadcrumb, whose last link counts where
    /// the rule names the whole.
    [[nodiscard]] std::optional<Found> last(const std::vector<FieldRule>& rules) const;
    /// Texts of all matches of the first rule that has any; a match inside another one, and captions, do
    /// not count.
    [[nodiscard]] std::optional<Found> all(const std::vector<FieldRule>& rules) const;
    [[nodiscard]] std::optional<Found> date(const std::vector<FieldRule>& rules, Time reference) const;
    /// Texts of the captions that the rules name, each once.
    [[nodiscard]] std::vector<std::string> captions() const;
    [[nodiscard]] std::vector<std::string> removed_texts() const;

    [[nodiscard]] std::string text(const html::Selector::Match& match, bool with_captions) const;
    [[nodiscard]] std::string text(const FieldRule& rule, const html::Selector::Match& match,
                                   bool with_captions) const;
    [[nodiscard]] const Elements& removed() const { return removed_; }
    void add_captions(html::Node element) { captions_.add(element); }

private:
    html::Node root_;
    std::vector<html::Selector::Match> removals_, caption_matches_;
    Elements removed_, captions_;
};

} // namespace baotin::parsers
