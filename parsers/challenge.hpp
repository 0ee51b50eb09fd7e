#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// Is this an anti-bot stub instead of the page: a tiny document whose script sets a cookie and reloads
/// (`document.cookie="D1N=…"`, seen on laodong.vn and several government hosts)? Such a page is never read as
/// an article.
bool is_challenge(std::string_view html);

struct ChallengeCookie {
    std::string name, value;
};

/// The cookie that the plainest kind of stub sets: one `document.cookie = "NAME=VALUE…"` of nothing but
/// string literals, then a reload. Nothing for whatever has to be computed (AES, Cloudflare): that is left
/// alone.
std::optional<ChallengeCookie> challenge_cookie(std::string_view html);

} // namespace baotin::parsers
