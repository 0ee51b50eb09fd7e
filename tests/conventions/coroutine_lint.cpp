#include "tests/conventions/coroutine_lint.hpp"

#include <algorithm>
#include <cctype>

namespace baotin::conventions {
namespace {

constexpr std::string_view kAwait = "co_await";

/// The source with comments and literals blanked, line breaks kept.
std::string without_comments_and_literals(std::string_view source)
{
    std::string text(source);
    std::size_t at = 0;
    auto blank_until = [&](std::size_t end) {
        for (; at < std::min(end, text.size()); ++at) {
            if (text[at] != '\n') text[at] = ' ';
        }
    };
    auto end_of = [&](std::string_view mark, std::size_t from) {
        auto found = text.find(mark, from);
        return found == std::string::npos ? text.size() : found + mark.size();
    };
    while (at < text.size()) {
        auto rest = std::string_view(text).substr(at);
        bool digit_separator = at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1]));
        if (rest.starts_with("//")) {
            blank_until(text.find('\n', at));
        } else if (rest.starts_with("/*")) {
            blank_until(end_of("*/", at + 2));
        } else if (rest.starts_with("R\"")) {
            auto delimiter = std::string(rest.substr(2, rest.find('(') - 2));
            blank_until(end_of(")" + delimiter + "\"", at + 2));
        } else if (rest.front() == '"' || (rest.front() == '\'' && !digit_separator)) {
            auto end = at + 1;
            while (end < text.size() && text[end] != rest.front())
                end += text[end] == '\\' ? 2 : 1;
            blank_until(end + 1);
        } else {
            ++at;
        }
    }
    return text;
}

/// `if (…) {`: the block is no part of the condition's expression.
void end_conditions(std::string& text)
{
    std::size_t last = std::string::npos; // the last character that is not a space
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (std::isspace(static_cast<unsigned char>(text[i]))) continue;
        if (text[i] == '{' && last != std::string::npos && text[last] == ')') text[i] = ';';
        last = i;
    }
}

bool captures(std::string_view tail)
{
    for (auto open = tail.find('['); open != std::string_view::npos; open = tail.find('[', open + 1)) {
        auto close = tail.find(']', open);
        if (close == std::string_view::npos) return false;
        auto after = tail.find_first_not_of(" \n", close + 1);
        bool lambda = after != std::string_view::npos &&
                      (tail[after] == '(' || tail[after] == '{' || tail[after] == ';');
        auto inside = tail.substr(open + 1, close - open - 1);
        bool subscript =
            open > 0 && (std::isalnum(static_cast<unsigned char>(tail[open - 1])) || tail[open - 1] == ')' ||
                         tail[open - 1] == '_' || tail[open - 1] == ']');
        if (lambda && !subscript && inside.find_first_not_of(" \n") != std::string_view::npos) return true;
    }
    return false;
}

std::string one_line(std::string_view text)
{
    std::string line;
    for (char c : text) {
        bool space = std::isspace(static_cast<unsigned char>(c));
        if (!space) line += c;
        if (space && !line.empty() && line.back() != ' ') line += ' ';
    }
    return line;
}

} // namespace

std::vector<Finding> coroutine_traps(std::string_view source)
{
    auto text = without_comments_and_literals(source);
    end_conditions(text);
    std::vector<Finding> findings;
    for (auto at = text.find(kAwait); at != std::string::npos; at = text.find(kAwait, at + kAwait.size())) {
        auto begin = text.find_last_of(";{}", at) + 1;
        auto end = std::min(text.find(';', at), text.size());
        auto statement = std::string_view(text).substr(begin, end - begin);
        auto tail = std::string_view(text).substr(at, end - at);
        bool trap = tail.find('{') != std::string_view::npos || captures(tail) ||
                    statement.find('?') != std::string_view::npos;
        if (!trap) continue;
        auto line =
            static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
            1;
        findings.push_back({line, one_line(statement).substr(0, 100)});
    }
    return findings;
}

} // namespace baotin::conventions
