#include "parsers/html/attribute_fit.hpp"

#include "parsers/html/characters.hpp"

#include <algorithm>

namespace baotin::parsers::html {
namespace {

bool contains_ignoring_case(std::string_view text, std::string_view part)
{
    auto same = [](char a, char b) { return lower(a) == lower(b); };
    return !std::ranges::search(text, part, same).empty();
}

} // namespace

bool has_word(std::string_view text, std::string_view word, bool ignore_case)
{
    while (!text.empty()) {
        auto begin = std::ranges::find_if_not(text, is_space) - text.begin();
        text.remove_prefix(static_cast<std::size_t>(begin));
        auto end = static_cast<std::size_t>(std::ranges::find_if(text, is_space) - text.begin());
        auto found = text.substr(0, end);
        if (!word.empty() && (ignore_case ? equals_ignoring_case(found, word) : found == word)) return true;
        text.remove_prefix(end);
    }
    return false;
}

bool fits(const AttributeTest& test, std::string_view value)
{
    using enum AttributeTest::Operator;
    auto equal = [&](std::string_view part) {
        return test.ignore_case ? equals_ignoring_case(part, test.value) : part == test.value;
    };
    auto size = test.value.size();
    switch (test.op) {
    case exists:
        return true;
    case equals:
        return equal(value);
    case word:
        return has_word(value, test.value, test.ignore_case);
    case dash:
        return equal(value) || (value.size() > size && value[size] == '-' && equal(value.substr(0, size)));
    case prefix:
        return size > 0 && equal(value.substr(0, size));
    case suffix:
        return size > 0 && value.size() >= size && equal(value.substr(value.size() - size));
    case contains:
        return size > 0 && (test.ignore_case ? contains_ignoring_case(value, test.value)
                                             : value.find(test.value) != value.npos);
    }
    return false;
}

} // namespace baotin::parsers::html
