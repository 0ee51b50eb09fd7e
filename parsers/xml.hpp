#pragma once

#include <pugixml.hpp>

#include <string>
#include <string_view>

namespace baotin::parsers::xml {

/// Feeds and sitemaps as pugixml reads them, for feed.cpp and sitemap.cpp alone. Cut-off and broken documents
/// keep what stood before the break.
class Document {
public:
    explicit Document(std::string_view utf8);

    [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }
    [[nodiscard]] bool complete() const { return complete_; }

    /// Was this element closed before the document broke? The half link of a cut-off item leads nowhere.
    [[nodiscard]] bool is_whole(pugi::xml_node element) const;

private:
    std::string_view text_; // without what stood before the first tag
    pugi::xml_document document_;
    bool complete_ = false;
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
