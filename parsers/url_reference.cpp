#include "parsers/url_reference.hpp"

#include "parsers/text/ascii.hpp"

#include <algorithm>

namespace baotin::parsers {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int hex_value(char c)
{
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Without surrounding white space, without the tabs and line ends inside, without the fragment, and with
/// slashes for the path's back slashes.
std::string tidied(std::string_view reference)
{
    const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    while (!reference.empty() && blank(reference.front()))
        reference.remove_prefix(1);
    while (!reference.empty() && blank(reference.back()))
        reference.remove_suffix(1);
    std::string text;
    text.reserve(reference.size());
    bool in_query = false;
    for (const char c : reference.substr(0, reference.find('#'))) {
        if (c == '\t' || c == '\n' || c == '\r') continue;
        in_query = in_query || c == '?';
        text += c == '\\' && !in_query ? '/' : c;
    }
    return text;
}

/// The scheme in lower case and what follows its colon; an empty scheme where the text has none.
std::pair<std::string, std::string_view> split_scheme(std::string_view text)
{
    const std::size_t end = static_cast<std::size_t>(
        std::ranges::find_if_not(
            text, [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; }) -
        text.begin());
    if (end == 0 || end == text.size() || text[end] != ':' || !is_alpha(text[0])) return {{}, text};
    std::string scheme{text.substr(0, end)};
    for (char& c : scheme)
        c = is_alpha(c) ? static_cast<char>(c | 0x20) : c;
    return {scheme, text.substr(end + 1)};
}

void split_path(std::string_view text, AbsoluteReference& result)
{
    const std::size_t question = text.find('?');
    result.path = text.substr(0, question);
    result.query = question == npos ? std::string{} : std::string{text.substr(question + 1)};
    if (result.path.empty() || result.path[0] != '/') result.path.insert(0, 1, '/');
}

AbsoluteReference with_authority(std::string scheme, std::string_view rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    AbsoluteReference result;
    result.scheme = std::move(scheme);
    result.authority = rest.substr(0, end);
    split_path(rest.substr(end), result);
    return result;
}

std::optional<AbsoluteReference> absolute(std::string_view tidy)
{
    auto [scheme, rest] = split_scheme(tidy);
    if (scheme != "http" && scheme != "https") return std::nullopt;
    return with_authority(std::move(scheme), rest);
}

AbsoluteReference relative(std::string_view tidy, AbsoluteReference base)
{
    if (tidy.starts_with("//")) return with_authority(std::move(base.scheme), tidy);
    if (tidy.empty()) return base;
    if (tidy[0] == '?') {
        base.query = tidy.substr(1);
    } else if (tidy[0] == '/') {
        split_path(tidy, base);
    } else {
        std::string path = base.path.substr(0, base.path.rfind('/') + 1);
        path += tidy;
        split_path(path, base);
    }
    return base;
}

} // namespace

std::optional<AbsoluteReference> resolve_reference(std::string_view reference, std::string_view base)
{
    const std::string tidy = tidied(reference);
    const auto [scheme, rest] = split_scheme(tidy);
    if (!scheme.empty() && scheme != "http" && scheme != "https") return std::nullopt;
    const bool has_authority = !scheme.empty() && rest.starts_with('/');
    if (has_authority || (!scheme.empty() && base.empty())) return with_authority(scheme, rest);
    if (base.empty()) return std::nullopt;
    auto against = absolute(tidied(base));
    // `https:tin.html` is relative to a base of the same scheme, and `https://tin.html/` to any other.
    if (!scheme.empty() && (!against || against->scheme != scheme)) return with_authority(scheme, rest);
    if (!against) return std::nullopt;
    return relative(scheme.empty() ? std::string_view{tidy} : rest, std::move(*against));
}

std::string normal_escapes(std::string_view text, std::string_view also_escaped)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view refused = " \"<>`{}^\x7F";
    std::string result;
    result.reserve(text.size());
    const auto escape = [&](unsigned byte) {
        result += '%';
        result += hex[byte >> 4];
        result += hex[byte & 15];
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
            hex_value(text[at + 2]) >= 0) {
            const int value = hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]);
            const char decoded = static_cast<char>(value);
            at += 2;
            if (is_alpha(decoded) || is_digit(decoded) ||
                (value != 0 && std::string_view{"-._~"}.find(decoded) != npos))
                result += decoded;
            else
                escape(static_cast<unsigned>(value));
        } else if (byte < 0x20 || byte >= 0x7F || refused.find(c) != npos || also_escaped.find(c) != npos) {
            escape(byte);
        } else {
            result += c;
        }
    }
    return result;
}

} // namespace baotin::parsers
