#pragma once

#include "parsers/html/tree.hpp"

namespace baotin::parsers {

/// Judgements of the reader without rules, by names that sites of many kinds give to their parts.

/// Can no article stand in here? `surely`: navigation, footer, comments, related links. `likely`: names that
/// are usually those of small boxes (share buttons, tags, tools, forms, advertisements), but which some sites
/// give to the frame of their whole page: ASP.NET puts everything into one form, WordPress writes an
/// article's tags into the class of its container. Then how much text they hold decides.
enum class Boilerplate { no, likely, surely };
Boilerplate boilerplate_of(html::Node element);
inline bool is_boilerplate(html::Node element)
{
    return boilerplate_of(element) != Boilerplate::no;
}

/// Does this element's name say that it holds the article's text?
bool is_named_content(html::Node element);

/// A picture's caption: `figcaption`, caption-like class names, the text row of a table that begins with a
/// picture.
bool is_caption(html::Node element);

/// Is this a part of the page that leads to its sections, its policies or its accounts: a menu, a header, a
/// footer, a list of tags, a path of breadcrumbs?
bool is_menu(html::Node element);

/// Outer shells, which are never judged by their names.
bool is_page_shell(html::Node element);

} // namespace baotin::parsers
