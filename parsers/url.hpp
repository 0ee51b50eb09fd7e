#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// The parts that the rooms ask a URL for. All text is as it stands in the normal form.
struct UrlParts {
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower case, punycode; an IPv6 address in brackets
    int port = 0;       ///< never 0: the scheme's default is filled in
    std::string path;   ///< begins with `/`, percent-encoded
    std::string query;  ///< without `?`; empty where there is none
};

/// Resolves `reference` against `base` (empty: `reference` must be absolute) and answers its normal form:
/// http or https only, lower-case host, IDN as punycode, no default port, no fragment, no credentials, `%7e`
/// decoded, dot segments removed, tracking parameters (utm_*, fbclid, gclid, zarsrc …) and session ids
/// dropped, the other parameters in their order. Real-web sloppiness (spaces, raw Vietnamese letters, back
/// slashes) is mended as browsers do. Nothing where it is no such URL
/// (`javascript:`, `mailto:`, `tel:`, a broken host).
std::optional<std::string> normalise_url(std::string_view reference, std::string_view base = {});

/// A URL that came out of normalise_url(), without the query parameters of these names in whatever case.
std::string without_parameters(std::string_view normal, std::span<const std::string> names);

/// Parts of a URL that came out of normalise_url().
std::optional<UrlParts> split_url(std::string_view normal);

/// The politeness key `host:port`, where 80 and 443 are one (`host`): a host is one budget whatever the
/// scheme.
std::string host_key(std::string_view normal);

/// Do two URLs live on the same site? Same host, `www.` aside, and the same port, 80 and 443 being one.
bool same_site(std::string_view a, std::string_view b);

/// `[article] urls`: globs on the path, tried in order; `*` stays within a segment, `**` crosses segments,
/// `!` excludes. A path matches when some glob matches it and no excluding one does; with excluding globs
/// only, every other path matches.
class UrlGlobs {
public:
    UrlGlobs() = default;
    explicit UrlGlobs(std::vector<std::string> globs);

    [[nodiscard]] bool matches(std::string_view normal_url) const;
    [[nodiscard]] bool empty() const { return globs_.empty(); }
    [[nodiscard]] const std::vector<std::string>& globs() const { return globs_; }

private:
    std::vector<std::string> globs_;
};

} // namespace baotin::parsers
