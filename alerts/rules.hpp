#pragma once

#include "archive/event.hpp"
#include "config/config.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::alerts {

/// The text of an article in which hooks look for words: title, summary and body. Each form is made when it
/// is first asked for and then shared by all hooks of one event.
class SearchedText {
public:
    explicit SearchedText(const parsers::ArticleText& text) : text_(text) {}

    const std::string& folded(); ///< lower case, no diacritics
    const std::string& exact();  ///< canonical, with case and diacritics

    using Provinces = std::set<std::string_view>;
    const Provinces& provinces(); ///< the 34 by name, of which it names one or a former part

private:
    const parsers::ArticleText& text_;
    std::optional<std::string> folded_, exact_;
    std::optional<Provinces> provinces_;
};

/// One hook's `events` and `where`, compiled. Immutable; needs neither hook nor configuration afterwards.
class Rule {
public:
    Rule(const config::Hook& hook, const config::Config& config);

    [[nodiscard]] const std::string& hook() const { return hook_; }

    /// Is the hook told? `text` is null for incidents, to which words do not apply.
    [[nodiscard]] bool wants(const archive::Event& event, SearchedText* text) const;

private:
    [[nodiscard]] bool wants_site(std::string_view site) const;
    [[nodiscard]] bool wants_text(SearchedText& text) const;

    std::string hook_;
    std::set<archive::EventType> events_;
    std::optional<std::set<std::string, std::less<>>> sites_; ///< nothing: all of them
    SearchedText::Provinces mentions_;                        ///< of the 34
    std::vector<std::string> any_, all_;                      ///< folded, unless exact
    bool exact_;
    bool backfill_;
    bool cosmetic_;
};

} // namespace baotin::alerts
