#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// A reference made absolute, before its parts are judged. The way there is the URL Standard's (whatwg) for
/// http and https: what browsers mend is mended, nothing is validated.
struct AbsoluteReference {
    std::string scheme;    ///< "http" or "https"
    std::string authority; ///< as written: credentials, raw letters, odd ports
    std::string path;      ///< not empty, dot segments still in it
    std::string query;     ///< without `?`
};

/// Nothing where the scheme is another, or there is no base to resolve against.
std::optional<AbsoluteReference> resolve_reference(std::string_view reference, std::string_view base);

/// Percent-encodes what may not stand raw in a path or query, writes escapes in upper case, and decodes those
/// of unreserved characters (RFC 3986 §6.2.2: `%7e`, `%61`).
std::string normal_escapes(std::string_view text, std::string_view also_escaped = {});

} // namespace baotin::parsers
