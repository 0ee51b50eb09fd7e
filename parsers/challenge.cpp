#include "parsers/challenge.hpp"

#include "parsers/html/tokens.hpp"

#include <string>

namespace baotin::parsers {
namespace {

// D1N's page has under 2 KB, the AES ones up to 6 KB with their library in the page; news pages have 30 KB
// and more.
constexpr std::size_t kMaxPage = 64u << 10;
constexpr std::size_t kMaxText = 4096, kMaxScriptlessText = 600;

/// Shows a page's scripts, and what a reader sees of it until `see_text` has seen enough.
template <typename SeeScript, typename SeeText>
void take_apart(std::string_view page, SeeScript see_script, SeeText see_text)
{
    using html::Token;
    html::Tokens tokens(page);
    for (std::size_t behind = 0;;) {
        auto token = tokens.next(false);
        if (!see_text(page.substr(behind, token.begin - behind))) return;
        if (token.kind == Token::Kind::end_of_text) return;
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
        if (script) see_script(page.substr(behind, tokens.position() - behind));
        behind = tokens.position();
    }
}

/// Bytes of text that are not white space; where there are more than `most`, some number above it.
std::size_t text_in(std::string_view page, std::size_t most)
{
    std::size_t text = 0;
    take_apart(
        page, [](std::string_view) {},
        [&](std::string_view piece) {
            for (char c : piece)
                text += !html::is_space(c);
            return text <= most;
        });
    return text;
}

/// What the scripts say, in lower case and without white space.
std::string scripts_in(std::string_view page)
{
    std::string scripts;
    take_apart(
        page,
        [&](std::string_view script) {
            for (char c : script)
                if (!html::is_space(c)) scripts += html::lower(c);
        },
        [](std::string_view) { return true; });
    return scripts;
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
    auto text = text_in(html, kMaxText); // almost every page is told by this alone
    if (text > kMaxText) return false;
    auto script = scripts_in(html);
    // Names that no page of news has in its scripts: Cloudflare's interstitial, testcookie's AES page.
    if (says_any(script, {"_cf_chl_opt", "slowaes.decrypt", "document.cookie=\"d1n="})) return true;
    if (text > kMaxScriptlessText) return false;
    bool sets_cookie = says_any(
        script, {"document.cookie=", "document['cookie']=", "document[\"cookie\"]=", "cookiestore.set("});
    bool comes_again = says_any(script, {"location.reload", "location.href=", "location.replace(",
                                         "location=", "location.assign(", "history.go(0)", ".reload("});
    return sets_cookie && comes_again;
}

} // namespace baotin::parsers
