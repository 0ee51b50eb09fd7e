#include "parsers/html/selector_text.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/text/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baotin::parsers::html {
namespace {

std::optional<unsigned> hex_value(char c)
{
    if (is_digit(c)) return static_cast<unsigned>(c - '0');
    c = lower(c);
    return c >= 'a' && c <= 'f' ? std::optional<unsigned>(c - 'a' + 10) : std::nullopt;
}

void append_utf8(std::string& out, unsigned code)
{
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

} // namespace

bool SelectorText::accept(char c)
{
    if (at_end() || source_[at_] != c) return false;
    ++at_;
    return true;
}

void SelectorText::skip_comments()
{
    while (peek() == '/' && peek(1) == '*') {
        auto end = source_.find("*/", at_ + 2);
        at_ = end == source_.npos ? source_.size() : end + 2;
    }
}

bool SelectorText::skip_space()
{
    bool space = false;
    for (skip_comments(); !at_end() && is_space(peek()); skip_comments()) {
        ++at_;
        space = true;
    }
    return space;
}

bool SelectorText::is_name_part(std::size_t position) const
{
    if (position >= source_.size()) return false;
    char c = source_[position];
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80 ||
           c == '\\';
}

bool SelectorText::at_name() const
{
    auto first = at_ + (peek() == '-' ? 1 : 0);
    return is_name_part(first) && !is_digit(source_[first]);
}

std::optional<std::string> SelectorText::name(std::string_view what)
{
    if (!at_name()) {
        if (is_digit(peek()))
            fail(at_, fmt::format("The name of {} cannot begin with a digit; write `\\3{} ` for `{}`.", what,
                                  peek(), peek()));
        else
            fail_unexpected(fmt::format("the name of {}", what));
        return std::nullopt;
    }
    std::string out;
    while (is_name_part(at_)) {
        if (peek() != '\\')
            out += source_[at_++];
        else if (!escape(out))
            return std::nullopt;
    }
    return out;
}

bool SelectorText::escape(std::string& out)
{
    auto begin = at_++;
    if (at_end() || peek() == '\n') {
        fail(begin, "The backslash stands before nothing that it could escape.");
        return false;
    }
    unsigned code = 0;
    int digits = 0;
    for (; digits < 6; ++digits, ++at_) {
        auto value = hex_value(peek());
        if (!value) break;
        code = code * 16 + *value;
    }
    if (digits == 0) {
        out += source_[at_++]; // the rest of a multi-byte character follows by itself
        return true;
    }
    if (peek() == '\r' && peek(1) == '\n')
        at_ += 2;
    else if (!at_end() && is_space(peek()))
        ++at_;
    append_utf8(out, code);
    return true;
}

std::optional<std::string> SelectorText::quoted()
{
    auto begin = at_;
    char quote = source_[at_++];
    std::string out;
    while (!at_end() && peek() != quote && peek() != '\n') {
        if (peek() != '\\') {
            out += source_[at_++];
        } else if (peek(1) == '\n') {
            at_ += 2; // an escaped line break stands for nothing
        } else if (!escape(out)) {
            return std::nullopt;
        }
    }
    if (!accept(quote)) {
        fail(begin, fmt::format("The quote {} is never closed.", quote));
        return std::nullopt;
    }
    return out;
}

std::optional<std::string_view> SelectorText::until_closed(std::size_t opened_at)
{
    auto begin = at_;
    auto end = source_.find(')', at_);
    at_ = end == source_.npos ? source_.size() : end;
    if (!expect_closing(')', opened_at)) return std::nullopt;
    return source_.substr(begin, end - begin);
}

std::optional<long long> SelectorText::digits()
{
    if (!is_digit(peek())) return std::nullopt;
    long long value = 0;
    for (; is_digit(peek()); ++at_)
        value = std::min(value * 10 + (peek() - '0'), 1'000'000'000LL);
    return value;
}

bool SelectorText::expect_closing(char close, std::size_t opened_at)
{
    skip_space();
    if (accept(close)) return true;
    if (at_end())
        fail(opened_at, fmt::format("The `{}` is never closed.", source_[opened_at]));
    else
        fail_unexpected(fmt::format("`{}`", close));
    return false;
}

void SelectorText::fail(std::size_t position, std::string what)
{
    if (!error_) error_ = SelectorError{std::min(position, source_.size()) + 1, std::move(what)};
    at_ = source_.size();
}

void SelectorText::fail_unexpected(std::string_view expected)
{
    if (at_end()) {
        fail(at_, fmt::format("The selector ends where {} should stand.", expected));
        return;
    }
    auto end = at_ + 1;
    while (end < source_.size() && (static_cast<unsigned char>(source_[end]) & 0xC0) == 0x80)
        ++end;
    fail(at_, fmt::format("`{}` stands where {} should.", source_.substr(at_, end - at_), expected));
}

} // namespace baotin::parsers::html
