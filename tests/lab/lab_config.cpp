#include "lab_config.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>
#include <vector>

namespace baotin::lab {
namespace {

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string_view trimmed(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

bool opens(std::string_view line, std::string_view table)
{
    return trimmed(line).starts_with(table);
}

std::string without_table(std::string_view toml, std::string_view table)
{
    std::string out;
    bool inside = false;
    for (const std::string_view line : lines_of(toml)) {
        if (line.starts_with('[')) inside = opens(line, table);
        if (!inside) out.append(line).append("\n");
    }
    return out;
}

bool has_table(std::string_view toml, std::string_view table)
{
    for (const std::string_view line : lines_of(toml))
        if (opens(line, table)) return true;
    return false;
}

bool table_has(std::string_view toml, std::string_view table, std::string_view key)
{
    bool inside = false;
    for (const std::string_view line : lines_of(toml)) {
        if (line.starts_with('[')) inside = opens(line, table);
        if (inside && opens(line, key)) return true;
    }
    return false;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace

std::string toml_string(std::string_view toml, std::string_view key)
{
    for (const std::string_view line : lines_of(toml)) {
        if (line.starts_with('[')) return {};
        if (!line.starts_with(key)) continue;
        const std::string_view rest = trimmed(line.substr(key.size()));
        const auto open = rest.find('"');
        const auto close = rest.find('"', open + 1);
        if (rest.starts_with('=') && close != std::string_view::npos)
            return std::string(rest.substr(open + 1, close - open - 1));
    }
    return {};
}

std::string moved_to_lab(std::string_view site_file, std::string_view base, std::string_view visit)
{
    const std::string home = toml_string(site_file, "home");
    const auto slashes = home.find("://");
    if (slashes == std::string::npos) throw std::invalid_argument("a shipped site file has no home");
    const std::string origin = home.substr(0, home.find('/', slashes + 3));
    const std::string moved = replaced(without_table(site_file, "[visit]"), origin, base);
    return fmt::format("{}\n[visit]\n{}\n", moved, visit);
}

std::string main_file(std::string_view store_url, std::string_view main)
{
    std::string out;
    if (!has_table(main, "[store]")) out += fmt::format("[store]\nurl = \"{}\"\n\n", store_url);
    if (!has_table(main, "[crawler]")) out += "[crawler]\nallow_private = true\n\n";
    if (!has_table(main, "[web]")) out += "[web]\nlisten = \"127.0.0.1:0\"\n\n";
    const bool said = table_has(main, "[crawler]", "allow_private");
    for (const std::string_view line : lines_of(main)) {
        out.append(line).append("\n");
        if (!said && opens(line, "[crawler]")) out += "allow_private = true\n";
    }
    return out;
}

} // namespace baotin::lab
