#include "readings.hpp"

#include "parsers/html/visible_text.hpp"
#include "promise.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace baotin::fuzz {

std::string told(const parsers::ArticleReading& reading)
{
    const auto& text = reading.text;
    const auto& more = reading.particulars;
    auto all = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n", text.title, text.summary, text.author.value_or("-"),
                           text.published_at.value_or("-"), text.body, fmt::join(text.captions, "|"));
    all +=
        fmt::format("{}\n{}\n{}\n{} {} {} {}\n", more.section.value_or("-"), more.modified_at.value_or("-"),
                    fmt::join(more.images, "|"), reading.generation, reading.published_is_volatile,
                    reading.canonical_url.value_or("-"), reading.more.value_or("-"));
    for (const auto& source : reading.sources)
        all += fmt::format("{} {} {}\n", source.field, parsers::to_string(source.origin), source.selector);
    for (const auto& match : reading.rule_matches)
        all += fmt::format("{} {}\n", match.field, match.matched);
    return all;
}

void must_be_sound(const parsers::ArticleReading& reading)
{
    const auto& text = reading.text;
    must_be_line(text.title, "title");
    must_be_canonical(text.summary, "summary");
    must_be_canonical(text.body, "body");
    must_be_line(text.author.value_or(""), "author");
    must(!text.author || !text.author->empty(), "an author has a name");
    for (const auto& caption : text.captions)
        must_be_canonical(caption, "a caption");
    if (text.published_at) must_be_date(*text.published_at, "published_at");
    const auto& more = reading.particulars;
    if (more.modified_at) must_be_date(*more.modified_at, "modified_at");
    must_be_line(more.section.value_or(""), "section");
    for (const auto& image : more.images)
        must_be_normal_url(image, "an image");
    if (reading.canonical_url) must_be_normal_url(*reading.canonical_url, "canonical_url");
    if (reading.more) must_be_normal_url(*reading.more, "the next page");
    for (const auto& removed : reading.removed)
        must_be_utf8(removed, "what was removed");
}

std::string seen_by(const std::vector<parsers::html::Selector>& selectors, const parsers::html::Tree& tree)
{
    std::string all;
    for (const auto& selector : selectors) {
        all += selector.source() + ":\n";
        for (const auto& match : selector.select(tree.root())) {
            all += fmt::format("  {} #{} \"{}\"", match.node.tag(), match.node.id(),
                               parsers::html::visible_text(match.node, {}));
            for (auto name : {"class", "href", "content", "data-x"})
                all += fmt::format(" {}={}", name, match.node.attribute(name).value_or("-"));
            all += '\n';
        }
    }
    return all;
}

} // namespace baotin::fuzz
