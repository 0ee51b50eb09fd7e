#include "parsers/url_host.hpp"

#include "parsers/text/ascii.hpp"
#include "parsers/url_reference.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace baotin::parsers {

namespace {

constexpr std::size_t kMaxHost = 253; // RFC 1035 §2.3.4
constexpr std::size_t kMaxLabel = 63;

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// RFC 3492 §6.3, for one label; empty where it does not fit into a label. (curl's own IDN conversion depends
/// on the process's locale.)
std::string punycode(const std::u32string& label)
{
    constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string out;
    for (const char32_t code : label)
        if (code < 0x80) out += static_cast<char>(code);
    const std::size_t basic = out.size();
    std::size_t handled = basic;
    if (basic > 0) out += '-';
    std::uint32_t delta = 0, bias = 72;
    for (char32_t next = 0x80; handled < label.size() && label.size() <= kMaxLabel; ++next) {
        char32_t smallest = 0x110000;
        for (const char32_t code : label)
            if (code >= next) smallest = std::min(smallest, code);
        delta += static_cast<std::uint32_t>((smallest - next) * (handled + 1));
        next = smallest;
        for (const char32_t code : label) {
            delta += code < next;
            if (code != next) continue;
            std::uint32_t rest = delta;
            for (std::uint32_t k = 36;; k += 36) {
                const std::uint32_t threshold = k <= bias ? 1 : std::min(k - bias, 26u);
                if (rest < threshold) break;
                out += digits[threshold + (rest - threshold) % (36 - threshold)];
                rest = (rest - threshold) / (36 - threshold);
            }
            out += digits[rest];
            delta = handled == basic ? delta / 700 : delta / 2;
            delta += static_cast<std::uint32_t>(delta / (handled + 1));
            std::uint32_t k = 0;
            for (; delta > 455; k += 36)
                delta /= 35;
            bias = k + 36 * delta / (delta + 38);
            delta = 0;
            ++handled;
        }
        ++delta;
    }
    return handled < label.size() ? std::string{} : "xn--" + out;
}

/// A host with raw letters as its ASCII form: compatibility forms and case folded away (UTS 46), then
/// punycode a label.
std::string ascii_host(std::string_view host)
{
    utf8proc_uint8_t* mapped = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                        UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(host.data()),
                                   static_cast<utf8proc_ssize_t>(host.size()), &mapped, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
    if (size < 0) return {}; // not UTF-8
    std::string result;
    std::u32string label;
    const auto finish = [&] {
        if (std::ranges::all_of(label, [](char32_t code) { return code < 0x80; }))
            result.append(label.begin(), label.end());
        else
            result += punycode(label);
        label.clear();
    };
    utf8proc_int32_t code = 0;
    for (utf8proc_ssize_t at = 0; at < size;) {
        at += utf8proc_iterate(mapped + at, size - at, &code);
        if (code == '.' || code == 0x3002) {
            finish();
            result += '.';
        } else {
            label += static_cast<char32_t>(code);
        }
    }
    finish();
    return result;
}

} // namespace

bool is_good_host(std::string_view host)
{
    if (host.empty() || host.size() > kMaxHost) return false;
    if (host.front() == '[') return true; // curl has judged it
    for (std::size_t at = 0; at <= host.size();) {
        const std::size_t end = std::min(host.find('.', at), host.size());
        if (end == at || end - at > kMaxLabel) return false;
        at = end + 1;
    }
    return std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
}

/// Without credentials, in lower case, with its letters in ASCII.
std::string normal_authority(std::string_view written)
{
    if (const std::size_t at = written.rfind('@'); at != std::string_view::npos)
        written.remove_prefix(at + 1);
    std::string host = normal_escapes(written); // `%61.vn`; what is then still escaped is an IDN or nonsense
    std::string decoded;
    for (std::size_t i = 0; i < host.size(); ++i) {
        int value = 0;
        if (host[i] == '%' && i + 2 < host.size() &&
            std::from_chars(host.data() + i + 1, host.data() + i + 3, value, 16).ptr == host.data() + i + 3 &&
            value >= 0x80) {
            decoded += static_cast<char>(value);
            i += 2;
        } else {
            decoded += host[i];
        }
    }
    std::string authority = is_ascii(decoded) ? lowered(decoded) : ascii_host(decoded);
    // The root's dot, before curl looks at the host: it takes `9` for an address, but not `9.`.
    const std::size_t end = std::min(authority.find(':'), authority.size());
    if (end > 1 && authority[end - 1] == '.') authority.erase(end - 1, 1);
    return authority;
}

} // namespace baotin::parsers
