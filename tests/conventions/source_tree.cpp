#include "tests/conventions/source_tree.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

namespace baotin::conventions {
namespace fs = std::filesystem;

std::string SourceFile::room() const
{
    return path.substr(0, path.find('/'));
}

std::vector<SourceFile> source_files(const fs::path& repository)
{
    constexpr std::array folders{"parsers", "config", "net",    "archive", "crawler",
                                 "alerts",  "web",    "daemon", "tests",   "bench"};
    std::vector<SourceFile> files;
    for (const auto* folder : folders) {
        for (const auto& entry : fs::recursive_directory_iterator(repository / folder)) {
            auto extension = entry.path().extension();
            if (extension != ".hpp" && extension != ".cpp") continue;
            std::ifstream stream(entry.path());
            files.push_back({fs::relative(entry.path(), repository).generic_string(),
                             std::string(std::istreambuf_iterator<char>(stream), {})});
        }
    }
    return files;
}

std::vector<Include> own_includes(const std::string& text)
{
    constexpr std::string_view start = "#include \"";
    std::vector<Include> includes;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (!line.starts_with(start)) continue;
        auto end = line.find('"', start.size());
        includes.push_back({line.substr(start.size(), end - start.size()), number});
    }
    return includes;
}

} // namespace baotin::conventions
