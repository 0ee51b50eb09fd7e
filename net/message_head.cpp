#include "net/message_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace baotin::net {
namespace {

using namespace std::string_view_literals;

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, {}, lower, lower);
}

bool has(const Headers& headers, std::string_view name)
{
    return std::ranges::any_of(headers, [name](const auto& header) { return same_name(header.first, name); });
}

std::string_view trimmed(std::string_view text)
{
    constexpr auto blank = " \t\r\n"sv;
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

} // namespace

void require_valid(const Request& request)
{
    if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
        throw std::invalid_argument(fmt::format("not a method of ours: '{}'", request.method));
    constexpr auto breaking = "\r\n\0"sv;
    constexpr auto no_name = "\r\n\0\t :;"sv;
    for (const auto& [name, value] : request.headers) {
        if (name.empty() || name.find_first_of(no_name) != name.npos ||
            value.find_first_of(breaking) != value.npos)
            throw std::invalid_argument(fmt::format("not a request header: '{}'", name));
    }
}

void RequestHead::add(std::string_view name, std::string_view separator, std::string_view value)
{
    starts_.push_back(text_.size());
    text_.append(name).append(separator).append(value) += '\0';
}

curl_slist* RequestHead::assemble(const Request& request)
{
    text_.clear();
    starts_.clear();
    // Curl takes `Name:` to mean "do not send Name"; `Name;` is its spelling of an empty value.
    for (const auto& [name, value] : request.headers)
        add(name, value.empty() ? ";" : ": ", value);
    if (request.method == "POST") {
        // Not sent at all: `Expect: 100-continue` costs a round trip, and we post no forms.
        for (const auto name : {"Expect"sv, "Content-Type"sv}) {
            if (!has(request.headers, name)) add(name, ":", {});
        }
    }
    lines_.resize(starts_.size());
    for (std::size_t at = 0; at < lines_.size(); ++at) {
        lines_[at].data = text_.data() + starts_[at];
        lines_[at].next = at + 1 < lines_.size() ? &lines_[at + 1] : nullptr;
    }
    return lines_.empty() ? nullptr : lines_.data();
}

bool ResponseHead::take(std::string_view line)
{
    bytes_ += line.size();
    if (bytes_ > limit_) return false;
    if (line.starts_with("HTTP/")) { // also after an interim 1xx response
        headers.clear();
        complete_ = false;
        return true;
    }
    if (complete_) return true; // a trailer: counted, not kept
    if (const bool folded = line.starts_with(' ') || line.starts_with('\t'); folded && !headers.empty()) {
        headers.back().second.append(" ").append(trimmed(line));
        return true;
    }
    const auto text = trimmed(line);
    if (text.empty()) complete_ = true;
    const auto colon = text.find(':');
    if (colon == text.npos) return true;
    std::string name(trimmed(text.substr(0, colon)));
    std::ranges::transform(name, name.begin(), lower);
    headers.emplace_back(std::move(name), trimmed(text.substr(colon + 1)));
    return true;
}

} // namespace baotin::net
