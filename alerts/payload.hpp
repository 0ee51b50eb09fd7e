#pragma once

#include "archive/event.hpp"
#include "config/config.hpp"

#include <cstddef>
#include <string>

namespace baotin::alerts {

/// A body is smaller than this many bytes of UTF-8.
inline constexpr std::size_t payload_limit = 20'000;

/// The body `{"type","timestamp","data"}` of an event, as docs/webhooks.md describes it. The same event,
/// article and configuration always give the same bytes. Where an article is too long, `body`, `before` and
/// `after` are cut (of a change, the sentences that differ stay), and `data.truncated` says so.
std::string compose_payload(const archive::Event& event, const archive::Article* article,
                            const config::Config& config);

} // namespace baotin::alerts
