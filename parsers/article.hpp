#pragma once

#include "parsers/html/selector.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/timestamp.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// The canonical text of an article: what is stored, hashed, compared, searched and told.
struct ArticleText {
    std::string title;
    std::string summary;
    std::optional<std::string> author;
    std::optional<std::string> published_at; ///< as read_date() answers
    std::string body;                        ///< paragraphs separated by one '\n'
    std::vector<std::string> captions;       ///< not in `body`
    bool operator==(const ArticleText&) const = default;
};

/// What a page says of an article beside its text. Only the latest is known, and none of it is ever compared:
/// it makes no revision and no event.
struct ArticleParticulars {
    std::optional<std::string> section;     ///< where it stands on the site, as its breadcrumb says
    std::optional<std::string> modified_at; ///< as read_date() answers
    std::vector<std::string> images;        ///< absolute URLs, in the page's order
    bool operator==(const ArticleParticulars&) const = default;
};

/// `v1:` + hex SHA-256 over title, summary and body, each canonical and preceded by its length in bytes as a
/// decimal number and a colon. Author, date and captions have field hashes of their own and do not count.
std::string content_hash(const ArticleText& text);

/// What fills in a field, or a page without rules.
enum class Fallback { generic, none };

/// One generation of a site's markup, compiled. Each field is a list of selectors tried in order.
struct ArticleRules {
    std::vector<html::Selector> title, published, author, summary, body, captions, remove;
    Fallback fallback = Fallback::generic;

    /// Identifies these rules together with the reader's version: revisions store it, gates compare it.
    [[nodiscard]] std::string reading_id() const;
};

/// Where a field's text came from.
enum class Origin { rule, metadata, generic };
std::string_view to_string(Origin origin);

struct FieldSource {
    std::string field; ///< `title`, `summary`, `author`, `published_at`, `body`, `captions`
    Origin origin;
    std::string selector; ///< the selector that matched, or what was read instead (`og:title`, `JSON-LD
                          ///< datePublished`, `h1`)
    bool operator==(const FieldSource&) const = default;
};

/// Did the selectors that the site's rules name for a field find anything, before a fallback filled it in?
struct RuleMatch {
    std::string field; ///< as in FieldSource
    bool matched;
    bool operator==(const RuleMatch&) const = default;
};

struct ArticleReading {
    ArticleText text;
    ArticleParticulars particulars;
    std::vector<FieldSource> sources;
    std::vector<RuleMatch>
        rule_matches; ///< of every field that has rules, but `captions`, which many articles lack
    /// published_at was said relative to the moment of reading (`2 giờ trước`), or was guessed and may be a
    /// clock in the page's head: only the first reading's counts, a later one's is no change.
    bool published_is_volatile = false;
    std::optional<std::string>
        canonical_url; ///< `rel=canonical`, absolute and normalised; the caller judges whether to believe it
    std::vector<std::string> removed;  ///< text that `remove` took away, for `baotin try`
    std::vector<std::string> warnings; ///< e.g. "body has fewer than 200 characters", for `baotin try`

    /// Was this field matched by the site's own rules, before any fallback filled in?
    [[nodiscard]] bool by_rule(std::string_view field) const;
};

/// Reads an article. `url` is the page's address (links resolve against it), `reference` the time at which
/// the article was first seen (a date without a year takes the year nearest to it). Never fails: what is not
/// found stays empty, with a warning. A caption, or anything inside `captions`, is never part of the body.
ArticleReading read_article(const html::Tree& tree, const ArticleRules& rules, std::string_view url,
                            Time reference);

} // namespace baotin::parsers
