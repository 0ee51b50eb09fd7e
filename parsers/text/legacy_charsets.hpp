#pragma once

#include "parsers/text/charset_labels.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace baotin::parsers {

struct Transcoded {
    std::string text;       ///< valid UTF-8
    std::size_t broken = 0; ///< how many bytes meant nothing and became U+FFFD
};

/// Reads `bytes` as `charset`, whatever they are.
Transcoded transcode(std::string_view bytes, const Charset& charset);

} // namespace baotin::parsers
