#include "parsers/html/tokens.hpp"

#include <algorithm>

namespace baotin::parsers::html {

bool equals_ignoring_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

Token Tokens::next(bool foreign)
{
    bool text = false;
    while (at_ < html_.size()) {
        auto open = html_.find('<', at_);
        if (open == html_.npos || open + 1 >= html_.size()) break;
        text = text || open > at_;
        char c = html_[open + 1];
        Token token;
        if (is_letter(c)) {
            at_ = open + 1;
            token = tag(Token::Kind::start_tag);
        } else if (c == '/' && open + 2 < html_.size() && is_letter(html_[open + 2])) {
            at_ = open + 2;
            token = tag(Token::Kind::end_tag);
        } else if (c == '!') {
            at_ = open + 2;
            token = markup_declaration(foreign);
        } else if (c == '?' || c == '/') {
            at_ = open + 2;
            skip_behind(">");
            token.kind = Token::Kind::comment;
        } else {
            at_ = open + 1;
            text = true;
            continue;
        }
        token.begin = open;
        token.text_before = text;
        return token;
    }
    at_ = html_.size();
    return Token{.begin = at_, .text_before = true};
}

Token Tokens::tag(Token::Kind kind)
{
    Token token{.kind = kind};
    auto begin = at_;
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' && html_[at_] != '>')
        ++at_;
    token.name = html_.substr(begin, at_ - begin);
    begin = at_;
    attributes(token);
    if (at_ >= html_.size()) // a tag that never ends is no tag, but who builds a tree compares its attributes
        return Token{.attributes = token.attributes};
    token.inside = html_.substr(begin, at_ - begin);
    ++at_;
    return token;
}

void Tokens::attributes(Token& token)
{
    while (at_ < html_.size() && html_[at_] != '>') {
        if (is_space(html_[at_]) || html_[at_] == '/') {
            token.self_closing = html_[at_] == '/' && at_ + 1 < html_.size() && html_[at_ + 1] == '>';
            ++at_;
            continue;
        }
        ++token.attributes;
        auto begin = at_;
        ++at_; // a name may begin with `=`
        while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' && html_[at_] != '>' &&
               html_[at_] != '=')
            ++at_;
        auto name = html_.substr(begin, at_ - begin);
        token.font_attribute = token.font_attribute || equals_ignoring_case(name, "color") ||
                               equals_ignoring_case(name, "face") || equals_ignoring_case(name, "size");
        auto behind = at_;
        while (behind < html_.size() && is_space(html_[behind]))
            ++behind;
        if (behind < html_.size() && html_[behind] == '=') {
            at_ = behind + 1;
            attribute_value();
        }
    }
}

void Tokens::attribute_value()
{
    while (at_ < html_.size() && is_space(html_[at_]))
        ++at_;
    if (at_ >= html_.size() || html_[at_] == '>') return;
    if (char quote = html_[at_]; quote == '"' || quote == '\'') {
        auto end = html_.find(quote, at_ + 1);
        at_ = end == html_.npos ? html_.size() : end + 1;
        return;
    }
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '>')
        ++at_;
}

Token Tokens::markup_declaration(bool foreign)
{
    auto rest = html_.substr(at_);
    if (rest.starts_with("--")) {
        at_ += 2;
        if (rest.starts_with("-->") || rest.starts_with("--->")) {
            skip_behind(">");
        } else {
            // A comment ends at `-->` or `--!>`, whichever comes first.
            for (auto dashes = html_.find("--", at_);; dashes = html_.find("--", dashes + 1)) {
                if (dashes == html_.npos) {
                    at_ = html_.size();
                    break;
                }
                auto tail = html_.substr(dashes + 2, 2);
                if (tail.starts_with('>') || tail == "!>") {
                    at_ = dashes + (tail.starts_with('>') ? 3 : 4);
                    break;
                }
            }
        }
    } else if (foreign && rest.starts_with("[CDATA[")) {
        skip_behind("]]>");
    } else {
        skip_behind(">");
    }
    return Token{.kind = Token::Kind::comment};
}

void Tokens::skip_behind(std::string_view end)
{
    auto found = html_.find(end, at_);
    at_ = found == html_.npos ? html_.size() : found + end.size();
}

bool Tokens::closes(std::size_t position, std::string_view name) const
{
    auto behind = position + name.size();
    return behind < html_.size() && equals_ignoring_case(html_.substr(position, name.size()), name) &&
           (is_space(html_[behind]) || html_[behind] == '/' || html_[behind] == '>');
}

void Tokens::skip_raw_text(std::string_view name)
{
    for (auto end = html_.find("</", at_); end != html_.npos; end = html_.find("</", end + 2)) {
        if (closes(end + 2, name)) {
            at_ = end;
            return;
        }
    }
    at_ = html_.size();
}

void Tokens::skip_script()
{
    enum class State { plain, comment, script_in_comment };
    auto state = State::plain;
    while (at_ < html_.size()) {
        // Scripts are long and seldom hold comments: find() is many times as fast as find_first_of().
        auto found = state == State::plain ? html_.find('<', at_) : html_.find_first_of("<-", at_);
        if (found == html_.npos) break;
        auto rest = html_.substr(found);
        at_ = found + 1;
        if (rest.starts_with("-->")) {
            state = State::plain;
        } else if (rest.starts_with("<!--") && state == State::plain) {
            state = State::comment;
            at_ = found + 2; // `<!-->` closes at once
        } else if (rest.starts_with("</") && closes(found + 2, "script")) {
            if (state != State::script_in_comment) {
                at_ = found;
                return;
            }
            state = State::comment;
        } else if (state == State::comment && rest.starts_with('<') && closes(found + 1, "script")) {
            state = State::script_in_comment;
        }
    }
    at_ = html_.size();
}

} // namespace baotin::parsers::html
