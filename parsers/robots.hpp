#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// What robots.txt says to one crawler, by RFC 9309.
class Robots {
public:
    struct Verdict {
        bool allowed = true;
        std::string line; ///< the deciding line as it stands in the file, e.g. `Disallow: /private`; empty:
                          ///< no rule matched
        int line_number = 0; ///< 1-based; 0 where no rule matched
    };

    /// Reads at most the first 500 KiB (RFC 9309 §2.5). `agent` is the product token (`baotin`, or
    /// `baotin/1.0`), compared without case; the groups that name it are merged, else those of `*` apply.
    /// Never fails: a broken file allows what it does not forbid.
    static Robots parse(std::string_view bytes, std::string_view agent);
    static Robots allow_all();
    static Robots disallow_all();

    /// `url` is absolute; its path and query are compared, the longest match wins, `allow` wins a tie
    /// (§2.2.2).
    /// `/robots.txt` itself is always allowed.
    [[nodiscard]] Verdict verdict(std::string_view url) const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }
    [[nodiscard]] const std::vector<std::string>& sitemaps() const { return sitemaps_; }

private:
    static constexpr std::size_t kMaxSitemaps = 1000;

    struct Rule {
        std::string pattern; ///< in the form in which paths are compared
        std::size_t length;  ///< octets of the pattern: what makes a match the longest
        bool allow;
        std::string line;
        int line_number;
    };
    void add_rule(std::string_view value, bool allow, std::string_view line, int line_number);

    std::vector<Rule> rules_;
    std::optional<std::chrono::milliseconds> crawl_delay_;
    std::vector<std::string> sitemaps_;
};

} // namespace baotin::parsers
