#include "parsers/html/tokens.hpp"

#include <algorithm>

namespace baotin::parsers::html {

bool equals_ignoring_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

namespace {

/// Called for every attribute: most are told by their length.
bool styles_a_font(std::string_view name)
{
    if (name.size() != 4 && name.size() != 5) return false;
    if (lower(name[1]) == 'l') return false; // `class`, the usual one
    return equals_ignoring_case(name, "color") || equals_ignoring_case(name, "face") ||
           equals_ignoring_case(name, "size");
}

} // namespace

Token Tokens::next(bool foreign)
{
    Token token;
    while (at_ < html_.size()) {
        auto open = html_[at_] == '<' ? at_ : html_.find('<', at_); // tags often stand close together
        if (open == html_.npos || open + 1 >= html_.size()) break;
        token.text_before = token.text_before || open > at_;
        token.begin = open;
        char c = html_[open + 1];
        if (is_letter(c)) {
            at_ = open + 1;
            tag(token, Token::Kind::start_tag);
        } else if (c == '/' && open + 2 < html_.size() && is_letter(html_[open + 2])) {
            at_ = open + 2;
            tag(token, Token::Kind::end_tag);
        } else if (c == '!') {
            at_ = open + 2;
            markup_declaration(foreign);
            token.kind = Token::Kind::comment;
        } else if (c == '?' || c == '/') {
            at_ = open + 2;
            skip_behind(">");
            token.kind = Token::Kind::comment;
        } else {
            at_ = open + 1;
            token.text_before = true;
            continue;
        }
        return token;
    }
    at_ = html_.size();
    token.begin = at_;
    token.text_before = true;
    return token;
}

void Tokens::tag(Token& token, Token::Kind kind)
{
    constexpr auto kEnd = ends::kSpace | ends::kSlash | ends::kTag;
    auto begin = at_;
    while (at_ < html_.size() && !ends::any(html_[at_], kEnd))
        ++at_;
    auto name_end = at_;
    attributes(token);
    if (at_ >= html_.size()) // a tag that never ends is no tag, but who builds a tree compares its attributes
        return;
    token.kind = kind;
    token.name = html_.substr(begin, name_end - begin);
    token.inside = html_.substr(name_end, at_ - name_end);
    ++at_;
}

void Tokens::attributes(Token& token)
{
    constexpr auto kEnd = ends::kSpace | ends::kSlash | ends::kTag | ends::kName;
    while (at_ < html_.size() && html_[at_] != '>') {
        if (ends::any(html_[at_], ends::kSpace | ends::kSlash)) {
            token.self_closing = html_[at_] == '/' && at_ + 1 < html_.size() && html_[at_ + 1] == '>';
            ++at_;
            continue;
        }
        ++token.attributes;
        auto begin = at_;
        ++at_; // a name may begin with `=`
        while (at_ < html_.size() && !ends::any(html_[at_], kEnd))
            ++at_;
        token.font_attribute = token.font_attribute || styles_a_font(html_.substr(begin, at_ - begin));
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
    while (at_ < html_.size() && !ends::any(html_[at_], ends::kSpace | ends::kTag))
        ++at_;
}

void Tokens::markup_declaration(bool foreign)
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
