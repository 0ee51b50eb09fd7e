#pragma once

#include <string>

namespace baotin::archive {

/// `evt_` + 32 hexadecimal digits from the kernel's random numbers: unguessable, and unique without asking
/// the store.
std::string new_event_id();

} // namespace baotin::archive
