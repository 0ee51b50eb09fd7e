#pragma once

#include "config/problem.hpp"

#include <toml++/toml.h>

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::config {

/// A place in a file; line 0 means the whole file.
struct Place {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0; ///< in characters, as editors and toml++ count
};

Problem problem_at(const Place& place, std::string what);

/// Bytes of a small file, or one sentence why not. Refuses what is no regular file or larger than `limit`.
std::expected<std::string, std::string> read_small_file(const std::filesystem::path& file, std::size_t limit);

/// One TOML file while it is being read: its text, its tree, and where its problems go. Outlives every Table
/// and Value of it.
class Document {
public:
    /// Null, with a problem noted, where the file cannot be read or is no TOML.
    static std::unique_ptr<Document> open(const std::filesystem::path& file, Problems& problems);

    [[nodiscard]] const toml::table& root() const { return root_; }
    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] Place whole() const { return {file_, 0, 0}; }
    [[nodiscard]] Place place(const toml::source_region& source) const;
    /// Where byte `offset` of the string `node` stands; nothing where the string is written with escapes or
    /// on several lines.
    [[nodiscard]] std::optional<Place> inside(const toml::value<std::string>& node, std::size_t offset) const;

    void refuse(const Place& place, std::string what);

private:
    Document(std::string file, std::string text, Problems& problems);
    bool parse();

    std::string file_;
    std::string text_;
    std::vector<std::string_view> lines_; // of text_
    toml::table root_;
    Problems& problems_;
};

} // namespace baotin::config
