#pragma once

#include "archive/article.hpp"
#include "archive/search_terms.hpp"
#include "archive/snippet.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

enum class SearchField { title, summary, body, captions, author };
std::string_view to_string(SearchField field);
std::optional<SearchField> parse_search_field(std::string_view word);

/// `rank`: the most fitting first, the newer of equals; `newest`: by first_seen_at.
enum class SearchOrder { rank, newest };

/// What is looked for; empty fields do not restrict.
struct SearchQuery {
    SearchTerms terms;
    std::vector<SearchField> fields;
    std::vector<std::string> sites;
    std::optional<std::string> province; ///< named in the text, by its old or new name
    std::optional<Time> since, until;    ///< first seen at or after, and before
    std::optional<ArticleState> state;
    bool history = false; ///< also what only earlier revisions say
    SearchOrder order = SearchOrder::rank;
    std::size_t limit = 20;
    /// Where anything has the words side by side, what has them apart is looked for among so many of the
    /// newest articles (first seen before `until`; of all where sites or a province narrow them): many common
    /// words at once are lists as long as the archive.
    std::size_t apart_among = 16'384;
};

inline constexpr std::size_t most_hits = 1000; ///< in one answer

struct SearchHit {
    Article article;
    int revision = 0; ///< that says it: the latest one, unless `history` was asked for
    double score = 0; ///< comparable within one answer only
    Snippet title;    ///< of that revision, whole
    Snippet excerpt;
};

struct SearchAnswer {
    std::vector<SearchHit> hits;
    bool more = false;      ///< there are more than `limit`
    std::size_t behind = 0; ///< revisions that are not indexed yet: about so many
};

} // namespace baotin::archive
