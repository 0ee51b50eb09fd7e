#include "web/parameters.hpp"

#include <algorithm>
#include <charconv>

namespace baotin::web {
namespace {

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        const auto* digits = text.data() + i + 1;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
            plain += static_cast<char>(byte);
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

} // namespace

std::vector<std::pair<std::string, std::string>> parameters(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto parameter = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (parameter.empty()) continue;
        const auto equals = std::min(parameter.find('='), parameter.size());
        const auto value = parameter.substr(std::min(equals + 1, parameter.size()));
        pairs.emplace_back(decoded(parameter.substr(0, equals)), decoded(value));
    }
    return pairs;
}

} // namespace baotin::web
