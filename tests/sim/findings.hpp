#pragma once

#include "parsers/timestamp.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace baotin::sim {

using parsers::Time;

/// What went wrong, and what a run was like.
struct Findings {
    static constexpr std::size_t kMost = 30, kMostOfAKind = 4; ///< written out; the rest is counted

    void wrong(Time at, const std::string& what);
    void count(const std::string& what, double value = 1) { counts[what] += value; }
    void measure(const std::string& what, double value);

    [[nodiscard]] std::string summary() const;

    struct Mean {
        double sum = 0, most = 0;
        std::uint64_t count = 0;
    };
    std::vector<std::string> wrongs;
    std::uint64_t all_wrongs = 0;
    std::map<std::string, std::size_t> kinds;
    std::map<std::string, double> counts;
    std::map<std::string, Mean> means;
};

} // namespace baotin::sim
