#include "parsers/challenge.hpp"
#include "parsers/html/tokens.hpp"

#include <algorithm>

namespace baotin::parsers {
namespace {

constexpr std::string_view kAssigned = "document.cookie";
constexpr std::size_t kMaxCookie = 4096; // RFC 6265 §6.1

std::string scripts_of(std::string_view page)
{
    using html::Token;
    std::string scripts;
    html::Tokens tokens(page);
    for (auto token = tokens.next(false); token.kind != Token::Kind::end_of_text;
         token = tokens.next(false)) {
        if (token.kind != Token::Kind::start_tag || !html::equals_ignoring_case(token.name, "script"))
            continue;
        const auto begin = tokens.position();
        tokens.skip_script();
        scripts.append(page.substr(begin, tokens.position() - begin)) += '\n';
    }
    return scripts;
}

/// Reads a script from its front.
class Script {
public:
    explicit Script(std::string_view text) : text_(text) {}

    bool take(char wanted)
    {
        while (!text_.empty() && html::is_space(text_.front()))
            text_.remove_prefix(1);
        if (!text_.starts_with(wanted)) return false;
        text_.remove_prefix(1);
        return true;
    }
    /// A literal without escapes: nobody who serves a plain cookie needs any.
    std::optional<std::string_view> literal()
    {
        const char quote = take('"') ? '"' : take('\'') ? '\'' : '\0';
        const auto end = quote == '\0' ? text_.npos : text_.find(quote);
        if (end == text_.npos) return {};
        const auto inside = text_.substr(0, end);
        text_.remove_prefix(end + 1);
        if (inside.find_first_of("\\\r\n") != inside.npos) return {};
        return inside;
    }
    [[nodiscard]] std::string_view rest() const { return text_; }

private:
    std::string_view text_;
};

/// `= "…" + "…" + '…';`: the whole, where it consists of literals alone.
std::optional<std::string> literals(Script& script)
{
    if (!script.take('=')) return {};
    std::string whole;
    std::string_view rest;
    do {
        const auto literal = script.literal();
        if (!literal || whole.size() + literal->size() > kMaxCookie) return {};
        whole += *literal;
        rest = script.rest();
    } while (script.take('+'));
    const auto blanks = rest.substr(0, rest.find_first_not_of(" \t\r\n"));
    const bool ends = script.take(';') || blanks.find('\n') != blanks.npos;
    return ends ? std::optional(std::move(whole)) : std::nullopt;
}

/// RFC 6265 §4.1.1.
bool is_good(std::string_view text, std::string_view never)
{
    return std::ranges::all_of(text, [never](unsigned char c) {
        return c > ' ' && c < 0x7F && never.find(static_cast<char>(c)) == never.npos;
    });
}

std::optional<ChallengeCookie> cookie_of(std::string_view set)
{
    const auto pair = set.substr(0, set.find(';'));
    const auto equals = pair.find('=');
    if (equals == pair.npos) return {};
    ChallengeCookie cookie{std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1))};
    if (cookie.name.empty() || cookie.value.empty()) return {};
    if (!is_good(cookie.name, "()<>@,;:\\\"/[]?={}") || !is_good(cookie.value, "\",;\\")) return {};
    return cookie;
}

} // namespace

std::optional<ChallengeCookie> challenge_cookie(std::string_view html)
{
    if (!is_challenge(html)) return {};
    const std::string scripts = scripts_of(html);
    const auto at = scripts.find(kAssigned);
    if (at == scripts.npos || scripts.find(kAssigned, at + kAssigned.size()) != scripts.npos) return {};
    Script script(std::string_view(scripts).substr(at + kAssigned.size()));
    const auto set = literals(script);
    if (!set || script.rest().find("location") == std::string_view::npos) return {};
    return cookie_of(*set);
}

} // namespace baotin::parsers
