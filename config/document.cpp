#include "config/document.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace baotin::config {

namespace {

constexpr std::size_t kLargestFile = 1u << 20;

bool begins_character(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

std::size_t characters(std::string_view text)
{
    std::size_t count = 0;
    for (const char byte : text)
        count += begins_character(byte) ? 1 : 0;
    return count;
}

/// `line` from its character `column` (1-based) on.
std::string_view from_column(std::string_view line, std::size_t column)
{
    std::size_t seen = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (begins_character(line[i]) && ++seen == column) return line.substr(i);
    return {};
}

std::vector<std::string_view> split_lines(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<std::string_view> lines;
    while (true) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

/// toml++ says `Error while parsing value: could not determine value type`.
std::string plain_words(std::string_view description)
{
    constexpr std::string_view preface = "Error while parsing ";
    const auto topic_end = description.find(": ");
    if (description.starts_with(preface) && topic_end != std::string_view::npos)
        description.remove_prefix(topic_end + 2);
    std::string sentence = fmt::format("not valid TOML: {}", description);
    if (description.ends_with("could not determine value type")) sentence += "; text stands in quotes";
    return sentence;
}

} // namespace

Problem problem_at(const Place& place, std::string what)
{
    return {place.file, place.line, place.column, std::move(what)};
}

std::expected<std::string, std::string> read_small_file(const std::filesystem::path& file, std::size_t limit)
{
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return std::unexpected("there is no such file");
    if (status.type() == std::filesystem::file_type::directory)
        return std::unexpected("it is a folder, not a file");
    if (!error && status.type() != std::filesystem::file_type::regular)
        return std::unexpected("it is no regular file");
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::unexpected(fmt::format("it cannot be read: {}", std::strerror(errno)));
    std::string text;
    std::array<char, 16'384> piece;
    while (text.size() <= limit && (stream.read(piece.data(), piece.size()), stream.gcount() > 0))
        text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
    if (stream.bad()) return std::unexpected("it cannot be read to its end");
    if (text.size() > limit) return std::unexpected(fmt::format("it is larger than {} bytes", limit));
    return text;
}

Document::Document(std::string file, std::string text, Problems& problems)
    : file_(std::move(file)), text_(std::move(text)), lines_(split_lines(text_)), problems_(problems)
{
}

std::unique_ptr<Document> Document::open(const std::filesystem::path& file, Problems& problems)
{
    std::string name = file.lexically_normal().string();
    auto text = read_small_file(file, kLargestFile);
    if (!text) {
        problems.push_back(problem_at({name, 0, 0}, text.error()));
        return nullptr;
    }
    std::unique_ptr<Document> document(new Document(std::move(name), std::move(*text), problems));
    return document->parse() ? std::move(document) : nullptr;
}

bool Document::parse()
{
    // Debian builds libtomlplusplus with exceptions, so its answer is one; it ends here.
    try {
        root_ = toml::parse(std::string_view(text_), std::string_view(file_));
        return true;
    } catch (const toml::parse_error& error) {
        refuse(place(error.source()), plain_words(error.description()));
        return false;
    }
}

Place Document::place(const toml::source_region& source) const
{
    return {file_, source.begin.line, source.begin.column};
}

std::optional<Place> Document::inside(const toml::value<std::string>& node, std::size_t offset) const
{
    const auto begin = node.source().begin;
    if (begin.line == 0 || begin.line > lines_.size()) return {};
    std::string_view written = from_column(lines_[begin.line - 1], begin.column);
    const std::string& text = node.get();
    if (written.size() < text.size() + 2 || (written[0] != '"' && written[0] != '\'')) return {};
    const char quote = written[0];
    written.remove_prefix(1);
    if (!written.starts_with(text) || written[text.size()] != quote) return {};
    const auto before = std::string_view(text).substr(0, offset);
    return Place{file_, begin.line, begin.column + 1 + characters(before)};
}

void Document::refuse(const Place& place, std::string what)
{
    problems_.push_back(problem_at(place, std::move(what)));
}

} // namespace baotin::config
