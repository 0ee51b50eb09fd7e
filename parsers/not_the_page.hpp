#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace baotin::parsers {

/// What stands where a page should: answered with 200, but never to be read as the page.
enum class NotThePage : std::uint8_t {
    challenge,  ///< an anti-bot stub: a script sets a cookie and reloads (parsers/challenge.hpp)
    login_wall, ///< essentially a password form
    error_page, ///< a server's or CMS's error, maintenance or not-found page
    empty       ///< nothing that a reader would see
};
std::string_view describe(NotThePage what); ///< `a login form`, for people

/// Tells such a page from what was asked for; nothing where it may well be the page. Precision comes first:
/// only short documents are judged, only by what their title or headings say, and never one that calls itself
/// an article: news *about* a failing server is news. Pages in the site's full dress that say "not found" are
/// not recognised here; crawler/soft_404 learns those. `text` that is no HTML (a feed) is never judged but as
/// a challenge.
std::optional<NotThePage> not_the_page(std::string_view text);

} // namespace baotin::parsers
