#pragma once

#include "archive/search.hpp"

#include <boost/json/object.hpp>

namespace baotin::web {

/// A hit as `search --json` and `/api/search` show it: `id, site, url, title, excerpt, title_html,
/// excerpt_html` (escaped, with what was found in `<mark>`), `revision` (that says it), `latest_revision,
/// first_seen_at, changed_at, published_at, state, score`.
boost::json::object hit_json(const archive::SearchHit& hit);

} // namespace baotin::web
