#pragma once

#include "parsers/timestamp.hpp"
#include "parsers/volatile_parts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::crawler {

using parsers::Time;

/// archive::Lesson::what of a Volatility.
inline constexpr const char* kVolatileLesson = "volatile";

/// What changes by itself on a site's pages, learned from second looks: such parts do not count when visits
/// are compared, until an editor takes them into `remove`. What was not seen to change for 90 days counts
/// again: should it still be volatile, a second look finds it once more. A value.
class Volatility {
public:
    struct Part {
        std::string selector;
        std::string sample;
        Time seen_at{};
    };

    void found(const std::vector<parsers::VolatilePart>& parts, Time now);
    void published_found(Time now) { published_seen_at_ = now; }

    /// What counts at `now`.
    [[nodiscard]] std::vector<Part> parts(Time now) const;
    [[nodiscard]] bool published(Time now) const; ///< is the date of publication a clock?

    [[nodiscard]] std::string json() const;
    static std::optional<Volatility> parse(std::string_view json); ///< nothing where it is not json()'s

private:
    std::vector<Part> parts_;
    std::optional<Time> published_seen_at_;
};

} // namespace baotin::crawler
