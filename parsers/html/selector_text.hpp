#pragma once

#include "parsers/html/selector.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers::html {

/// A selector's source with a place to read at: names, strings, escapes and white space of CSS Syntax 3.
/// Keeps the first error; after one it stands at its end, so that callers need only look at the answers.
class SelectorText {
public:
    explicit SelectorText(std::string_view source) : source_(source) {}

    [[nodiscard]] bool at_end() const { return at_ >= source_.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }
    [[nodiscard]] std::size_t position() const { return at_; }
    void advance(std::size_t bytes = 1) { at_ += bytes; }
    bool accept(char c);

    void skip_comments();
    /// Skips white space and comments; true when there was white space.
    bool skip_space();
    [[nodiscard]] bool at_name() const;
    /// `what` names in the error what is read: "a class", "an attribute".
    std::optional<std::string> name(std::string_view what);
    std::optional<std::string> quoted();
    /// Everything before the `)` that closes what is open here.
    std::optional<std::string_view> until_closed(std::size_t opened_at);
    std::optional<long long> digits();
    bool expect_closing(char close, std::size_t opened_at);

    /// Keeps the first error. `position` counts from 0.
    void fail(std::size_t position, std::string what);
    void fail_unexpected(std::string_view expected);
    [[nodiscard]] const std::optional<SelectorError>& error() const { return error_; }

private:
    [[nodiscard]] bool is_name_part(std::size_t position) const;
    bool escape(std::string& out);

    std::string_view source_;
    std::size_t at_ = 0;
    std::optional<SelectorError> error_;
};

} // namespace baotin::parsers::html
