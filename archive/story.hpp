#pragma once

#include "archive/article.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

/// Articles of different sites, or of one, that carry (nearly) the same text: docs/stories.md. A story has
/// the id of the article where its text was seen first. Derived from the revisions, written behind them.
using StoryId = ArticleId;

/// What an article is to its story, as far as that is known.
enum class StoryRole {
    first, ///< its text was seen nowhere before
    repeat ///< another article had its text, or most of it, before
};
std::string_view to_string(StoryRole role);

/// Where a story's text was seen first.
struct StoryOrigin {
    StoryId id = 0; ///< the article's
    std::string site;
    std::string url;
    std::string title;
    Time first_seen_at{};
};

/// An article of a story.
struct StoryArticle {
    Article article;
    /// How much of the shorter text stood in the other one when the article joined by that other's text, 0 to
    /// 1; nothing for the first article.
    std::optional<double> share;
};

/// What one batch of join_stories() did.
struct StoriesJoined {
    std::size_t revisions = 0; ///< fewer than asked for: none is left
    int deliveries = 0;        ///< of story.spread, and of events that waited for an article's role
};

} // namespace baotin::archive
