#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace baotin::lab {

using Values = std::map<std::string, std::string, std::less<>>;

/// `text` with `{{name}}` replaced by the value of that name, and `{{?name}}…{{/name}}` kept only where it is
/// not empty. Values are inserted as they are. Throws where a name is unknown.
std::string fill(std::string_view text, const Values& values);

/// Text that may stand in HTML and XML, between tags and in attributes.
std::string escaped(std::string_view text);

/// The pieces of one site's pages: a file in which a line `=== name` begins each piece.
class Pieces {
public:
    explicit Pieces(const std::filesystem::path& file); ///< throws where it cannot be read
    [[nodiscard]] const std::string& operator[](std::string_view name) const; ///< throws where there is none
    [[nodiscard]] bool has(std::string_view name) const { return pieces_.contains(name); }

private:
    std::filesystem::path file_;
    Values pieces_;
};

std::string read_file(const std::filesystem::path& file); ///< throws where it cannot be read

} // namespace baotin::lab
