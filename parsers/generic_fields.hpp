#pragma once

#include "parsers/article.hpp"
#include "parsers/author_names.hpp"
#include "parsers/metadata.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace baotin::parsers {

/// Fields of a page for which no rules fit and about which its head says nothing.

/// The page's own headline, as it shows it; empty where it has none.
std::string find_headline_text(const html::Tree& tree);

std::optional<Stated> find_title(const html::Tree& tree);

/// A title without the site's name at its end, where the page's own headline shows what belongs to it.
std::string without_site_name(const std::string& title, const html::Tree& tree);

/// A short text with a date near the headline, in an element that is named for it or that says `Cập nhật` or
/// the like.
std::optional<Stated> find_published(const html::Tree& tree, Time reference);

/// The lead that Vietnamese CMSs call `sapo`; the page's head often states it cut or without its dateline.
std::optional<Stated> find_summary(const html::Tree& tree);
std::optional<Stated> find_author(const html::Tree& tree);

/// The article's text and its captions, without the boilerplate inside `content`.
struct GenericBody {
    std::string text;
    std::vector<std::string> captions;
};
GenericBody read_content(html::Node content, const std::string& title,
                         const std::function<bool(html::Node)>& removed);

} // namespace baotin::parsers
