#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace baotin::crawler {

/// How far a site's validators can be believed: some servers answer 304 although the page changed. Now and
/// then a page is asked for without them; what that shows sets how often it is done: one visit in ten at
/// first, one in a hundred of a site that never lied, every visit of one that did. A value.
class Honesty {
public:
    /// Is a visit that could be conditional made unconditional? `chance` is drawn from [0, 1).
    [[nodiscard]] bool wants_full_look(double chance) const { return chance * every_ < 1; }
    /// A full look met the validators of the visit before, and another text, or not.
    void checked(bool lied);

    [[nodiscard]] double every() const { return every_; } ///< one visit in so many
    [[nodiscard]] int lies() const { return lies_; }

    [[nodiscard]] std::string json() const;
    static std::optional<Honesty> parse(std::string_view json); ///< nothing where it is not json()'s

private:
    double every_ = 10;
    int checks_ = 0;
    int lies_ = 0;
};

} // namespace baotin::crawler
