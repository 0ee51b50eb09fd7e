#pragma once

#include "archive/event.hpp"
#include "archive/store.hpp"

#include <optional>

namespace baotin::alerts {

/// An event and its article as they were when it was raised: what rules judge when it is explained or
/// replayed.
struct Retelling {
    archive::Event event;
    std::optional<archive::Article> article; ///< nothing: an incident
};

/// Put together from what was told (`stored.body`) and, since that may have been cut, from the revision it
/// told of; its role in a story is today's. What rules do not look at is left empty. Throws
/// archive::StoreError as the reader does, and boost::system::system_error where the body is no JSON.
Retelling retell(const archive::StoredEvent& stored, archive::Reader& reader);

} // namespace baotin::alerts
