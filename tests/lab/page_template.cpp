#include "page_template.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace baotin::lab {
namespace {

const std::string& value_of(const Values& values, std::string_view name)
{
    const auto found = values.find(name);
    if (found == values.end())
        throw std::logic_error(fmt::format("a lab page asks for an unknown {{{{{}}}}}", name));
    return found->second;
}

void fill_into(std::string& out, std::string_view text, const Values& values)
{
    while (true) {
        const auto open = text.find("{{");
        out.append(text.substr(0, open));
        if (open == std::string_view::npos) return;
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos) throw std::logic_error("a lab page has {{ without }}");
        std::string_view name = text.substr(open + 2, close - open - 2);
        text.remove_prefix(close + 2);
        if (!name.starts_with('?')) {
            out.append(value_of(values, name));
            continue;
        }
        name.remove_prefix(1);
        const std::string end_mark = fmt::format("{{{{/{}}}}}", name);
        const auto end = text.find(end_mark);
        if (end == std::string_view::npos)
            throw std::logic_error(fmt::format("a lab page lacks {}", end_mark));
        if (!value_of(values, name).empty()) fill_into(out, text.substr(0, end), values);
        text.remove_prefix(end + end_mark.size());
    }
}

} // namespace

std::string fill(std::string_view text, const Values& values)
{
    std::string out;
    fill_into(out, text, values);
    return out;
}

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            out += c; // XML has no other controls
    }
    return out;
}

std::string read_file(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    if (!in) throw std::runtime_error(fmt::format("cannot read {}", file.string()));
    return std::move(out).str();
}

Pieces::Pieces(const std::filesystem::path& file) : file_(file)
{
    std::istringstream in(read_file(file));
    std::string* piece = nullptr;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=== "))
            piece = &pieces_[line.substr(4)];
        else if (piece != nullptr)
            piece->append(line).append("\n");
    }
}

const std::string& Pieces::operator[](std::string_view name) const
{
    const auto found = pieces_.find(name);
    if (found == pieces_.end())
        throw std::logic_error(fmt::format("{} has no piece \"{}\"", file_.string(), name));
    return found->second;
}

} // namespace baotin::lab
