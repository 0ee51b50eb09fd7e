#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace baotin::conventions {

struct SourceFile {
    std::string path; ///< relative to the repository, with `/`
    std::string text;
    [[nodiscard]] std::string room() const; ///< the first folder of the path
};

/// Every .hpp and .cpp of our rooms, tests and benchmarks.
std::vector<SourceFile> source_files(const std::filesystem::path& repository);

struct Include {
    std::string path; ///< as it stands between the quotes
    int line = 0;
};

/// The `#include "…"` lines of a file.
std::vector<Include> own_includes(const std::string& text);

} // namespace baotin::conventions
