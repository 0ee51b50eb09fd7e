#pragma once

#include <string_view>

namespace baotin::parsers {

/// Is this an anti-bot stub instead of the page: a tiny document whose script sets a cookie and reloads
/// (`document.cookie="D1N=…"`, seen on laodong.vn and several government hosts)? Such a page is never read as
/// an article.
bool is_challenge(std::string_view html);

} // namespace baotin::parsers
