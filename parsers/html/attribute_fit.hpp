#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers::html {

/// `[name*="value" i]`: what an attribute must say (Selectors 4 §6).
struct AttributeTest {
    enum class Operator { exists, equals, word, dash, prefix, suffix, contains };
    std::string name;
    Operator op = Operator::exists;
    std::string value;
    bool ignore_case = false;
};

/// `value`: of an attribute of that name, its character references decoded.
bool fits(const AttributeTest& test, std::string_view value);

/// Is `word` one of the words in `text`, which white space separates?
bool has_word(std::string_view text, std::string_view word, bool ignore_case = false);

} // namespace baotin::parsers::html
