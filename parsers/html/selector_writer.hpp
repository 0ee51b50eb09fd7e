#pragma once

#include "parsers/html/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers::html {

/// The shortest robust CSS selector by which Selector::select() on the document's root finds this element and
/// no other, as an editor would write it: by id, by an attribute that names its role, by classes that say
/// what it is, by tag, below a named ancestor; a place among its siblings only below a named parent.
/// Generated and presentational names are passed over (is_lasting_name()). Nothing where no such selector
/// exists.
std::optional<std::string> write_selector(Node element);

/// The same for "elements like this one": by classes and tags only, below classes where it has none of its
/// own (`h3.title-news > a`); it matches `element` and may match many. Nothing where no class nearby is worth
/// naming.
std::optional<std::string> write_group_selector(Node element);

/// Selectors that match `element`, most robust first, without a look at what else they match: what
/// write_selector() chooses from. For rules that shall fit several pages.
std::vector<std::string> selector_candidates(Node element);

/// A name as it stands in a selector: the escapes of CSS.escape() (CSSOM §2.1).
std::string escape_name(std::string_view name);

} // namespace baotin::parsers::html
