#pragma once

#include "parsers/timestamp.hpp"

#include <string>

namespace baotin::archive {

/// Something that visits have taught about a site (`rhythm`, `validators`, `soft-404` …), kept across
/// restarts. One of each `what` and site; who learns it knows what the value means.
struct Lesson {
    std::string site;
    std::string what;
    std::string value; ///< JSON
    parsers::Time at{};
    bool operator==(const Lesson&) const = default;
};

} // namespace baotin::archive
