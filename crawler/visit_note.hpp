#pragma once

#include "crawler/schedule.hpp"
#include "crawler/visitor.hpp"

#include <optional>

namespace baotin::crawler {

/// What a visit's note makes of the page: failures in a row, its next visit, what it teaches. Shared by the
/// visits of sources and of articles; pure.

Visited visited(const archive::Page& page, const archive::VisitNote& note);
/// The page as the archive has it once the note is written.
void apply(const archive::VisitNote& note, archive::Page& page);
Visited cancelled_visit(const archive::Page& page);
History history_of(const archive::Page& page, archive::Outcome outcome);

/// What the server's validators say of a page that was sent whole; nothing where it has none, or was asked by
/// them and did not insist.
enum class Say { changed, unchanged };
std::optional<Say> what_validators_say(const archive::Page& page, const net::Response& response,
                                       bool full_look);

/// Does this visit tell how often the page has news? Not the first, nor the first after failures: nobody
/// knows since when what it finds is new.
bool teaches(const archive::Page& page);

} // namespace baotin::crawler
