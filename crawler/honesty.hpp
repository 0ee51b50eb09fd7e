#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace baotin::crawler {

/// How far a site's validators can be believed: some servers answer 304 although the page changed. Now and
/// then a page is asked for without them. Only a page that changed tells something: one visit in four at
/// first, one in a hundred once the validators changed with the page often enough, every visit after a lie. A
/// value.
class Honesty {
public:
    /// Is a visit that could be conditional made unconditional? `chance` is drawn from [0, 1).
    [[nodiscard]] bool wants_full_look(double chance) const { return chance * every_ < 1; }
    /// A page changed, and its validators did not (a lie) or did as well.
    void checked(bool lied);

    [[nodiscard]] double every() const { return every_; } ///< one visit in so many
    [[nodiscard]] int lies() const { return lies_; }

    [[nodiscard]] std::string json() const;
    static std::optional<Honesty> parse(std::string_view json); ///< nothing where it is not json()'s

private:
    double every_ = 4;
    int checks_ = 0;
    int lies_ = 0;
};

} // namespace baotin::crawler
