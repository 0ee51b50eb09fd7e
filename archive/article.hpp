#pragma once

#include "archive/page.hpp"
#include "parsers/article.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

enum class ArticleState { live, removed };
std::string_view to_string(ArticleState state);
std::optional<ArticleState> parse_article_state(std::string_view word);

/// How much a change matters: `cosmetic` folds away (tone placement, dashes, white space, Unicode form),
/// `minor` touches few words, `major` is the rest.
enum class Significance { cosmetic, minor, major };
std::string_view to_string(Significance significance);
std::optional<Significance> parse_significance(std::string_view word);

/// An identity that lives through edits and URL changes, with its latest text.
struct Article {
    ArticleId id = 0;
    std::string site;
    std::string url; ///< where it lives now
    parsers::ArticleText text;
    parsers::ArticleParticulars particulars; ///< of the latest reading that was recorded
    std::string content_hash;
    std::string reading; ///< of the latest revision
    int revision = 0;    ///< number of the latest, from 1
    Time first_seen_at{};
    std::optional<Time>
        changed_at; ///< when revision 2 or later was seen; silent `reparsed` revisions do not count
    ArticleState state = ArticleState::live;
};

/// The text at one time.
struct Revision {
    ArticleId article = 0;
    int number = 0;
    parsers::ArticleText text;
    std::string content_hash;
    std::string reading;
    Time seen_at{};
    bool reparsed = false;                    ///< differs from the one before by our rules alone: silent
    std::optional<Significance> significance; ///< against the revision before; none for the first
    std::string chain; ///< SHA-256 over the chain of the revision before and everything of this one:
                       ///< archive/chain.hpp
    std::string url;   ///< where it was read
};

struct FieldChange {
    std::string field; ///< `title`, `summary`, `body`, `author`, `published_at`, `captions`, `url`
    std::string before;
    std::string after;
    bool operator==(const FieldChange&) const = default;
};

/// What a reading is compared with, and applied to only while it is still the latest.
struct Base {
    ArticleId article = 0;
    int revision = 0;
    bool operator==(const Base&) const = default;
};

/// How a reading finds its article: by page, by address, by text (in this order).
struct Identity {
    std::string site;
    PageId page = 0;
    std::string url; ///< where the text was read, after redirects on the same site
    std::optional<std::string>
        canonical_url; ///< on the same site; believed only where it leads to an article of the same title
    std::string title;
    std::string content_hash;
};

/// One read of an article page: what the recorder applies in one transaction.
struct ArticleVisit {
    VisitNote note;
    Identity identity;
    parsers::ArticleText text;
    parsers::ArticleParticulars particulars; ///< kept where they differ, whatever becomes of the text
    std::string reading;
    bool permanently_moved = false; ///< the page's own URL answered 301 or 308 towards identity.url
    std::optional<Base> base; ///< the latest revision that `changes` was computed against; none: believed new
    std::vector<FieldChange> changes; ///< empty where base has the same text
    Significance significance = Significance::major;
    bool reparsed = false; ///< read from the stored raw page by today's rules: recorded, never told
    std::string raw_page;  ///< zstd frames, as crawler/raw_page makes them; empty: none is kept
};

/// What became of an ArticleVisit.
struct Recorded {
    enum class What {
        created,
        revised,
        aliased,   ///< the page turned out to be another address of a known article
        unchanged, ///< `base` is the latest and says the same
        stale      ///< another visit was faster: nothing was written, read the latest and compare again
    };
    What what = What::unchanged;
    ArticleId article = 0;
    int revision = 0;
    int deliveries = 0; ///< queued in the same transaction: wake the dispatcher
};

/// One read of an article page whose text is not taken over: the page is kept instead, the newest of each.
struct HeldVisit {
    VisitNote note;
    std::string url;      ///< where it was read
    std::string raw_page; ///< zstd frames, as crawler/raw_page makes them
};

/// What an article can be read from again, without a visit.
struct StoredArticle {
    Article article;
    std::optional<PageId> page; ///< its own
    std::optional<std::string>
        raw_page;      ///< that its latest revision was read from; nothing where it was dropped
    Time fetched_at{}; ///< the raw page, else when the latest revision was seen
};

/// One 404 or 410.
struct GoneVisit {
    VisitNote note;
    int confirmations = 3;             ///< this many in a row …
    std::chrono::milliseconds over{0}; ///< … over at least this time make a removal
};

/// A GoneVisit's consequence.
struct Gone {
    enum class What {
        waiting, ///< not confirmed yet, or no article stands behind the page
        held,  ///< confirmed, but so much of the site is gone at once, or a source fails: the site's trouble,
               ///< no removal
        moved, ///< the article lives on at another of its addresses
        removed
    };
    What what = What::waiting;
    int deliveries = 0;
};

} // namespace baotin::archive
