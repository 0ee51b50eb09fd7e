#pragma once

#include "crawler/change_rate.hpp"
#include "crawler/rhythm.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace baotin::crawler {

/// How much a site publishes, all its sources together, and whether it has fallen silent: nothing for so long
/// that, by its own rhythm, the chance of it is one in a hundred thousand. Hours in which we could not look
/// do not count as silence. A value.
class NewsFlow {
public:
    /// A look at `now` at one of the site's sources found so many new articles.
    void looked(Time now, int news, const Rhythm& rhythm);

    /// Never before ten looks with news, nor within a day of the last.
    [[nodiscard]] bool is_silent(Time now) const;
    [[nodiscard]] Time last_news() const { return last_news_; }
    [[nodiscard]] double missed() const; ///< looks with news that would have been usual since

    [[nodiscard]] std::string json() const;
    static std::optional<NewsFlow> parse(std::string_view json); ///< nothing where it is not json()'s

private:
    ChangeRate rate_;    // looks with news per hour of average activity; evidence up to the last news
    double unheard_ = 0; // such hours watched since
    Time last_look_{};
    Time last_news_{};
};

} // namespace baotin::crawler
