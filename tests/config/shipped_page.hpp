#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::config {

/// A handmade page of `tests/config/pages`, in our own words but built as a CMS builds its pages. It begins
/// with a comment that says which sites read it and what they must find: a `key: value` a line; a key may
/// come more than once.
struct ShippedPage {
    std::string name;
    std::string html;
    std::map<std::string, std::vector<std::string>, std::less<>> said;

    [[nodiscard]] bool says(std::string_view key) const { return said.contains(key); }
    [[nodiscard]] std::vector<std::string> all(std::string_view key) const;
    [[nodiscard]] std::string one(std::string_view key) const; ///< empty where the comment does not say it
    [[nodiscard]] std::vector<std::string> sites() const;
};

std::vector<ShippedPage> shipped_pages();

/// For the name of a test case.
void PrintTo(const ShippedPage& page, std::ostream* out);

} // namespace baotin::config
