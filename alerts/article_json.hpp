#pragma once

#include "archive/article.hpp"

#include <boost/json/object.hpp>

namespace baotin::alerts {

/// The fields of `articles --json`, in the contract's order and names: `id, site, url, title, summary,
/// author, published_at, body, captions, content_hash, revision, first_seen_at, changed_at, state`, and after
/// them `section, modified_at, images`.
boost::json::object article_json(const archive::Article& article);

} // namespace baotin::alerts
