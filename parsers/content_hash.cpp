#include "parsers/article.hpp"
#include "parsers/hash.hpp"
#include "parsers/text/canonical.hpp"

#include <fmt/format.h>

namespace baotin::parsers {

std::string content_hash(const ArticleText& text)
{
    std::string bytes;
    for (const auto* field : {&text.title, &text.summary, &text.body}) {
        auto form = canonical(*field);
        bytes += fmt::format("{}:", form.size());
        bytes += form;
    }
    return "v1:" + sha256_hex(bytes);
}

std::string_view to_string(Origin origin)
{
    switch (origin) {
    case Origin::rule:
        return "rule";
    case Origin::metadata:
        return "metadata";
    case Origin::generic:
        return "generic";
    }
    return {};
}

std::string ArticleRules::reading_id() const
{
    // Raise this when the reader itself answers differently: stored pages are then read again, silently.
    constexpr std::string_view reader = "reader 1";
    std::string bytes(reader);
    auto add = [&](std::string_view field, const std::vector<html::Selector>& selectors) {
        bytes += fmt::format("\n{} {}", field, selectors.size());
        for (const auto& selector : selectors)
            bytes += fmt::format("\n{}:{}", selector.source().size(), selector.source());
    };
    add("title", title);
    add("published", published);
    add("author", author);
    add("summary", summary);
    add("body", body);
    add("captions", captions);
    add("remove", remove);
    bytes += fallback == Fallback::generic ? "\ngeneric" : "\nnone";
    return sha256_hex(bytes).substr(0, 16);
}

} // namespace baotin::parsers
