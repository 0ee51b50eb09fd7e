#include "site_pages.hpp"

#include "chrome.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baotin::lab {
namespace {

constexpr std::size_t kLatest = 8;
constexpr std::size_t kExcerpt = 180;

std::string slot(char name)
{
    return {kSlot, name};
}

std::string json_escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '<')
            out += "\\u003c"; // never `</script>`
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    }
    return out;
}

std::string excerpt_of(const ArticleText& text)
{
    std::string_view from = text.summary;
    for (const Block& block : text.body)
        if (from.empty() && block.kind != Block::Kind::picture) from = block.text;
    if (from.size() <= kExcerpt) return std::string(from);
    const auto space = from.rfind(' ', kExcerpt);
    return std::string(from.substr(0, space == std::string_view::npos ? 0 : space)) + "…";
}

/// The first letter of a text and the rest.
std::pair<std::string_view, std::string_view> first_letter(std::string_view text)
{
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80)
        ++end;
    return {text.substr(0, end), text.substr(end)};
}

std::string_view piece_of(Block::Kind kind)
{
    switch (kind) {
    case Block::Kind::paragraph:
        return "paragraph";
    case Block::Kind::drop_cap:
        return "drop_cap";
    case Block::Kind::picture:
        return "picture";
    }
    return {};
}

} // namespace

SitePages::SitePages(const SiteShape& shape, const std::filesystem::path& pieces, std::string base)
    : shape_(shape), pieces_(pieces), base_(std::move(base)), chrome_(chrome_of(pieces_, 0))
{
}

void SitePages::set_rotation(unsigned rotation)
{
    chrome_ = chrome_of(pieces_, rotation);
}

std::string SitePages::path_of(const Standing& article) const
{
    return fmt::format(fmt::runtime(shape_.article_path), fmt::arg("slug", article.slug),
                       fmt::arg("number", article.number));
}

Values SitePages::page_values(std::string_view path) const
{
    Values values = chrome_;
    values["base"] = base_;
    values["path"] = escaped(path);
    values["url"] = base_ + escaped(path);
    values["charset"] = charset_;
    values["views"] = slot(kViews);
    values["visitors"] = slot(kVisitors);
    values["online"] = slot(kOnline);
    return values;
}

void SitePages::add_article(Values& values, const Standing& article) const
{
    const ArticleText& text = article.text;
    values["base"] = base_;
    values["path"] = escaped(article.path);
    values["url"] = base_ + escaped(article.path);
    values["number"] = std::to_string(article.number);
    values["title"] = escaped(text.title);
    values["title_json"] = json_escaped(text.title);
    values["summary"] = escaped(text.summary);
    values["author"] = escaped(text.author);
    values["author_json"] = json_escaped(text.author);
    values["section"] = escaped(text.section);
    values["excerpt"] = escaped(excerpt_of(text));
    values["date"] = text.published.format(shape_.date);
    values["iso"] = text.published.format("{y}-{m:02}-{d:02}T{H:02}:{M:02}:00+07:00");
    values["rfc822"] = text.published.format("{weekday}, {d:02} {mon} {y} {H:02}:{M:02}:00 +0700");
    values["image"] = text.published.format("/upload/anh/{y}/{m}/") + article.slug + ".jpg";
}

std::string SitePages::body(const Standing& article, const Values& values) const
{
    std::string out;
    int pictures = 0;
    for (const Block& block : article.text.body) {
        const auto [first, rest] = first_letter(block.text);
        Values block_values = {
            {"text", escaped(block.text)}, {"first", escaped(first)}, {"rest", escaped(rest)}};
        for (const std::string_view name : {"title", "number", "url"})
            block_values.insert(*values.find(name));
        if (block.kind == Block::Kind::picture) ++pictures;
        block_values["image"] = article.text.published.format("/upload/anh/{y}/{m}/") +
                                fmt::format("{}-{}.jpg", article.slug, pictures);
        out += fill(pieces_[piece_of(block.kind)], block_values);
    }
    return out;
}

std::string SitePages::items(std::string_view piece, const std::vector<const Standing*>& articles,
                             std::size_t first, std::size_t count) const
{
    std::string out;
    const bool whole = pieces_[piece].find("{{body}}") != std::string::npos;
    for (std::size_t i = first; i < std::min(first + count, articles.size()); ++i) {
        Values values;
        add_article(values, *articles[i]);
        if (whole) values["body"] = body(*articles[i], values);
        out += fill(pieces_[piece], values);
    }
    return out;
}

std::string SitePages::article(const Standing& article, const std::vector<const Standing*>& articles) const
{
    Values values = page_values(article.path);
    add_article(values, article);
    values["body"] = body(article, values);
    values["latest"] = items("latest", articles, 0, kLatest);
    return fill(pieces_["article"], values);
}

std::string SitePages::document(const Document& document, std::size_t page,
                                const std::vector<const Standing*>& articles) const
{
    Values values = page_values(document.path);
    values["page"] = std::to_string(page);
    values["total"] = std::to_string(articles.size());
    const bool more = !document.paging.empty() && page * document.page_size < articles.size();
    const std::string next_path = fmt::format("{}?{}={}", document.path, document.paging, page + 1);
    values["next"] = more ? fill(pieces_["next"], {{"next_path", next_path}}) : "";
    values["items"] = document.item.empty() ? ""
                                            : items(document.item, articles, (page - 1) * document.page_size,
                                                    document.page_size);
    return fill(pieces_[document.page], values);
}

} // namespace baotin::lab
