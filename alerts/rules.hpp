#pragma once

#include "archive/event.hpp"
#include "config/config.hpp"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::alerts {

/// The text of an article in which hooks look for words. Each form is made when it is first asked for and
/// then shared by all hooks of one event.
class SearchedText {
public:
    explicit SearchedText(const archive::Article& article) : article_(article) {}

    /// Which of title, summary and body; each stands on lines of its own, so that no phrase is found across
    /// two of them.
    struct Fields {
        bool title = true, summary = true, body = true;
        auto operator<=>(const Fields&) const = default;
    };
    const std::string& folded(Fields fields); ///< lower case, no diacritics
    const std::string& exact(Fields fields);  ///< canonical, with case and diacritics

    using Provinces = std::set<std::string_view>;
    const Provinces& provinces(); ///< the 34 by name, of which it names one or a former part

    [[nodiscard]] const archive::Article& article() const { return article_; }

private:
    const archive::Article& article_;
    std::map<Fields, std::string> folded_, exact_;
    std::optional<Provinces> provinces_;
};

/// What a hook's rule makes of one event.
struct Told {
    const archive::Event& event;
    SearchedText* text; ///< null for incidents, to which nothing about texts applies
};

/// One key of a hook that has to hold, and why it does or does not.
struct Finding {
    std::string key;    ///< as in the configuration: `events`, `where.any` …
    std::string wanted; ///< its value
    std::string found;  ///< what the event has in its place
    bool holds = false;
};

/// One hook's `events` and `where`, compiled. Immutable; needs neither hook nor configuration afterwards.
class Rule {
public:
    Rule(const config::Hook& hook, const config::Config& config);

    [[nodiscard]] const std::string& hook() const { return hook_; }
    /// Does it ask for the article's role in its story? Of an article it wants nothing before that is known.
    [[nodiscard]] bool asks_for_role() const { return asks_for_role_; }

    /// Is the hook told?
    [[nodiscard]] bool wants(const Told& told) const;
    /// Every key that is given and applies to the event: the hook is told if and only if all of them hold.
    [[nodiscard]] std::vector<Finding> explain(const Told& told) const;

private:
    struct Condition {
        std::string key, wanted;
        std::function<bool(const Told&)> applies;
        std::function<bool(const Told&)> holds;
        std::function<std::string(const Told&)> found;
    };
    void add_event_conditions(const config::Hook& hook);
    void add_role(const std::vector<std::string>& wanted);
    void add_place_conditions(const config::Hook& hook, const config::Config& config);
    void add_text_conditions(const config::Where& where);
    void add_words(std::string key, const std::vector<std::string>& words, const config::Where& where);
    void add_regex(const config::Where& where);

    std::string hook_;
    bool asks_for_role_ = false;
    std::set<archive::EventType> events_; ///< judged first: most events end here
    std::vector<Condition> conditions_;   ///< the cheap ones before those that read the text
};

} // namespace baotin::alerts
