#pragma once

#include "web/routes.hpp"

namespace baotin::web {

/// Events as an Atom feed (RFC 4287), newest first: an entry an event, with the event's id, which never
/// changes.
Reply atom_reply(const FeedWanted& wanted, const std::vector<archive::StoredEvent>& events);

} // namespace baotin::web
