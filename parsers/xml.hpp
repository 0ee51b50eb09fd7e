#pragma once

#include <pugixml.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers::xml {

/// Feeds and sitemaps as pugixml reads them, and leniently (xml_lenient.hpp) where it refuses; for feed.cpp
/// and sitemap.cpp alone. Cut-off documents keep what stood before the cut.
class Document {
public:
    explicit Document(std::string_view utf8);

    [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }

    /// Was the root element closed? A document that is broken inside is complete all the same.
    [[nodiscard]] bool complete() const { return open_.empty() && root(); }

    /// Was this element closed before the document was cut off? The half link of a cut-off item leads
    /// nowhere.
    [[nodiscard]] bool is_whole(pugi::xml_node element) const;

private:
    pugi::xml_document document_;
    std::vector<pugi::xml_node> open_; // where the text ended
};

/// The name without its prefix, in lower case: `dc:Date` → `date`.
std::string local_name(pugi::xml_node node);

/// The first child element of that local name; with `prefix` only one that is written with it.
pugi::xml_node child(pugi::xml_node parent, std::string_view local, std::string_view prefix = {});

/// All text and CDATA inside, nested elements' too, joined.
std::string text_of(pugi::xml_node node);

/// Why a document with this root is not what was asked for, in one sentence.
std::string complaint(std::string_view utf8, const Document& document, std::string_view wanted);

} // namespace baotin::parsers::xml
