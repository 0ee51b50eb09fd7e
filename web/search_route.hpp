#pragma once

#include "web/routes.hpp"

#include <string_view>

namespace baotin::web {

/// `/api/search?q=WORDS`, with `in` (a field), `site`, `province`, `since`, `until`, `state`, `history=1`,
/// `sort=rank|newest` and `limit`; `in` and `site` may stand there several times.
Route search_route(std::string_view query);

/// `/api/events.atom`, with `site`, `type` (both several times), `q` and `limit`. `target` is path and query.
Route feed_route(std::string_view target);

} // namespace baotin::web
