#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace baotin::config {

/// One thing that is wrong in a configuration file, said so that its author can mend it.
struct Problem {
    std::string file;
    std::size_t line = 0; ///< 1-based; 0 where the whole file is meant (it is missing, say)
    std::size_t column = 0;
    std::string what; ///< one sentence: what is wrong, the nearest valid name, what to do

    bool operator==(const Problem&) const = default;
};

/// `sites.d/x.toml:12:9: unknown key "titel" in [article]; did you mean "title"?`
std::string to_string(const Problem& problem);
using Problems = std::vector<Problem>;

} // namespace baotin::config
