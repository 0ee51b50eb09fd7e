#pragma once

#include <string_view>

namespace baotin::parsers::html {

/// Would an editor build a rule on this class or id: a word that says what the element is, and will still say
/// so tomorrow? Not what a build tool made up (`css-1x2y3z`, `sc-bdVaJa`, `ctl00_g_a823d20f`), not an
/// article's own number (`post-18832`), not how it looks (`col-md-8`, `mt-3`, `text-bold`, `md:flex`) and not
/// a state
/// (`active`, `lazyloaded`).
bool is_lasting_name(std::string_view name);

} // namespace baotin::parsers::html
