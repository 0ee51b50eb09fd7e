#pragma once

#include "parsers/field_rule.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/timestamp.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

/// What else a page says about its article. It may change with every visit and is no part of a revision.
struct ArticleParticulars {
    std::optional<std::string> section;     ///< the breadcrumb's or the CMS's, one line
    std::optional<std::string> modified_at; ///< as read_date() answers
    std::vector<std::string> images;        ///< absolute URLs, in document order, each once
    bool operator==(const ArticleParticulars&) const = default;
};

/// `v1:` + hex SHA-256 over title, summary and body, canonical as every reading's are, each preceded by its
/// length in bytes as a decimal number and a colon. Author, date and captions have field hashes of their own
/// and do not count.
std::string content_hash(const ArticleText& text);

/// What fills in a field, or a page without rules.
enum class Fallback { generic, none };

/// How one generation of a site's markup is read: an `[[article]]` block, compiled. Each field is a list of
/// rules tried in order.
struct Generation {
    std::vector<FieldRule> title, published, modified, author, summary, section, body;
    std::vector<FieldRule> images; ///< pictures, or elements around them; none: those in the body
    std::vector<html::Selector> captions, remove;
    std::vector<html::Selector> more; ///< the link to the article's next page
};

/// The rules that a reading answers for, by their field's name in RuleMatch.
std::vector<std::pair<const char*, const std::vector<FieldRule>*>> fields_of(const Generation& rules);

/// A site's rules: its generations of markup, tried in order on every page.
struct ArticleRules {
    std::vector<Generation> generations;
    Fallback fallback = Fallback::generic;

    /// The fields that any generation has rules for, as in RuleMatch.
    [[nodiscard]] std::vector<std::string> fields() const;
    /// Does any generation say where the body stands?
    [[nodiscard]] bool find_body() const;

    /// Identifies these rules together with the reader's version: revisions store it, gates compare it.
    [[nodiscard]] std::string reading_id() const;
};

/// Where a field's text came from.
enum class Origin { rule, metadata, generic };
std::string_view to_string(Origin origin);

struct FieldSource {
    std::string field; ///< `title`, `summary`, `author`, `published_at`, `body`, `captions`, `section`,
                       ///< `modified_at`, `images`
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
    std::size_t generation = 0;      ///< which of the rules' generations the page was read by, from 0
    std::optional<std::string> more; ///< the article's next page, absolute and normalised, on the same site
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

/// Adds what the article's next page says to what was read before: body, captions and pictures, each once.
void add_next_page(ArticleReading& article, ArticleReading page);

/// Reads an article. `url` is the page's address (links resolve against it), `reference` the time at which
/// the article was first seen (a date without a year takes the year nearest to it). Never fails: what is not
/// found stays empty, with a warning. A caption, or anything inside `captions`, is never part of the body.
ArticleReading read_article(const html::Tree& tree, const ArticleRules& rules, std::string_view url,
                            Time reference);

} // namespace baotin::parsers
