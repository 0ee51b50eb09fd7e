#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// What a line of robots.txt says; everything else is `unknown` and is passed over.
enum class RobotsKey { user_agent, allow, disallow, crawl_delay, sitemap, unknown };

struct RobotsLine {
    RobotsKey key;
    std::string_view value; ///< trimmed, without a comment
    std::string_view text;  ///< the line as it stands, trimmed
    int number;             ///< 1-based
};

/// The lines of the first 500 KiB that say something, read as leniently as Google's parser reads them: any of
/// LF, CR, CRLF, a byte order mark, comments, well-known misspellings of the keys, a forgotten colon. Views
/// into `bytes`.
std::vector<RobotsLine> read_robots_lines(std::string_view bytes);

} // namespace baotin::parsers
