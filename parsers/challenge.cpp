#include "parsers/challenge.hpp"

#include "parsers/html/tokens.hpp"

#include <string>

namespace baotin::parsers {
namespace {

// D1N's page has under 2 KB, the AES ones up to 6 KB with their library in the page; news pages have 30 KB
// and more.
constexpr std::size_t kMaxPage = 64u << 10;
constexpr std::size_t kMaxText = 4096, kMaxScriptlessText = 600;

/// A page taken apart: what scripts say and what a reader sees.
struct Halves {
    std::string script;   ///< lower case, without white space
    std::size_t text = 0; ///< bytes of text that are not white space
};

Halves split(std::string_view page)
{
    using html::Token;
    Halves halves;
    html::Tokens tokens(page);
    for (std::size_t behind = 0;;) {
        auto token = tokens.next(false);
        for (char c : page.substr(behind, token.begin - behind))
            halves.text += !html::is_space(c);
        if (token.kind == Token::Kind::end_of_text) return halves;
        behind = tokens.position();
        if (token.kind != Token::Kind::start_tag) continue;
        bool script = html::equals_ignoring_case(token.name, "script");
        if (!script && !html::equals_ignoring_case(token.name, "style") &&
            !html::equals_ignoring_case(token.name, "title"))
            continue;
        if (script)
            tokens.skip_script();
        else
            tokens.skip_raw_text(token.name);
        if (script)
            for (char c : page.substr(behind, tokens.position() - behind))
                if (!html::is_space(c)) halves.script += html::lower(c);
        behind = tokens.position();
    }
}

bool says_any(std::string_view text, std::initializer_list<std::string_view> words)
{
    for (auto word : words)
        if (text.find(word) != text.npos) return true;
    return false;
}

} // namespace

bool is_challenge(std::string_view html)
{
    if (html.size() > kMaxPage || !says_any(html, {"<script", "<SCRIPT", "<Script"})) return false;
    auto page = split(html);
    // Names that no page of news has in its scripts: Cloudflare's interstitial, testcookie's AES page.
    bool named = says_any(page.script, {"_cf_chl_opt", "slowaes.decrypt", "document.cookie=\"d1n="});
    if (page.text > (named ? kMaxText : kMaxScriptlessText)) return false;
    if (named) return true;
    bool sets_cookie =
        says_any(page.script,
                 {"document.cookie=", "document['cookie']=", "document[\"cookie\"]=", "cookiestore.set("});
    bool comes_again = says_any(page.script, {"location.reload", "location.href=", "location.replace(",
                                              "location=", "location.assign(", "history.go(0)", ".reload("});
    return sets_cookie && comes_again;
}

} // namespace baotin::parsers
