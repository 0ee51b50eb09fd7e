#include "parsers/page_glance.hpp"

#include "parsers/html/tokens.hpp"

#include <algorithm>
#include <array>

namespace baotin::parsers {
namespace {

using html::equals_ignoring_case;
using html::Token;

constexpr std::size_t kMaxText = 20u << 10, kMaxHeadings = 6, kMaxHeading = 500;
constexpr std::array<std::string_view, 7> kMedia = {"img",   "iframe", "frame", "video",
                                                    "audio", "object", "embed"};
constexpr std::array<std::string_view, 4> kUnseen = {"script", "style", "title", "template"};
constexpr std::array<std::string_view, 12> kInline = {"a",    "b", "i",   "em",  "strong", "span",
                                                      "font", "u", "sup", "sub", "small",  "mark"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names)
{
    return std::ranges::any_of(
        names, [&](auto one) { return name.size() == one.size() && equals_ignoring_case(name, one); });
}

bool is_heading(std::string_view name)
{
    return name.size() == 2 && html::lower(name[0]) == 'h' && name[1] >= '1' && name[1] <= '3';
}

bool is_password(std::string_view attributes)
{
    auto lowered = std::string(attributes);
    std::ranges::transform(lowered, lowered.begin(), html::lower);
    std::erase_if(lowered, [](char c) { return html::is_space(c) || c == '"' || c == '\''; });
    return lowered.find("type=password") != std::string::npos;
}

/// The scan's state between two tags.
class Eye {
public:
    explicit Eye(std::string_view page) : page_(page), tokens_(page) {}
    PageGlance look(std::size_t enough);

private:
    void text(std::string_view piece);
    void start(const Token& token);
    void end(const Token& token);
    void end_run();

    std::string_view page_;
    html::Tokens tokens_;
    PageGlance seen_;
    std::size_t run_ = 0;
    bool in_heading_ = false;
    int noscripts_ = 0;
};

PageGlance Eye::look(std::size_t enough)
{
    for (std::size_t behind = 0;; behind = tokens_.position()) {
        auto token = tokens_.next(false);
        text(page_.substr(behind, token.begin - behind));
        if (token.kind == Token::Kind::end_of_text || seen_.visible > enough) break;
        if (token.kind == Token::Kind::start_tag) start(token);
        if (token.kind == Token::Kind::end_tag) end(token);
    }
    end_run();
    return std::move(seen_);
}

void Eye::text(std::string_view piece)
{
    if (noscripts_ == 0)
        seen_.visible +=
            static_cast<std::size_t>(std::ranges::count_if(piece, [](char c) { return !html::is_space(c); }));
    run_ += piece.size();
    if (seen_.text.size() < kMaxText) seen_.text.append(piece.substr(0, kMaxText - seen_.text.size()));
    if (in_heading_ && seen_.headings.back().size() < kMaxHeading)
        seen_.headings.back().append(piece.substr(0, kMaxHeading));
}

void Eye::start(const Token& token)
{
    if (is_one_of(token.name, kUnseen)) {
        auto from = tokens_.position();
        if (equals_ignoring_case(token.name, "script"))
            tokens_.skip_script();
        else
            tokens_.skip_raw_text(token.name);
        if (equals_ignoring_case(token.name, "title") && seen_.title.empty())
            seen_.title = page_.substr(from, std::min(tokens_.position() - from, kMaxHeading));
        return;
    }
    if (is_heading(token.name) && seen_.headings.size() < kMaxHeadings) {
        seen_.headings.emplace_back();
        in_heading_ = true;
    }
    if (equals_ignoring_case(token.name, "noscript")) ++noscripts_;
    if (equals_ignoring_case(token.name, "input") && is_password(token.inside)) ++seen_.password_fields;
    seen_.shows_media = seen_.shows_media || is_one_of(token.name, kMedia);
    if (!is_one_of(token.name, kInline)) end_run();
}

void Eye::end(const Token& token)
{
    if (is_heading(token.name)) in_heading_ = false;
    if (equals_ignoring_case(token.name, "noscript")) noscripts_ = std::max(0, noscripts_ - 1);
    if (!is_one_of(token.name, kInline)) end_run();
}

void Eye::end_run()
{
    seen_.longest_run = std::max(seen_.longest_run, run_);
    run_ = 0;
    if (!seen_.text.ends_with('\n')) seen_.text += '\n';
}

} // namespace

PageGlance glance_at(std::string_view html, std::size_t enough)
{
    return Eye(html).look(enough);
}

} // namespace baotin::parsers
