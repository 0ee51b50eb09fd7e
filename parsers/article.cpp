#include "parsers/article.hpp"

#include "parsers/article_fields.hpp"
#include "parsers/hash.hpp"
#include "parsers/text/canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace baotin::parsers {

std::string content_hash(const ArticleText& text)
{
    std::string bytes;
    bytes.reserve(text.title.size() + text.summary.size() + text.body.size() + 64);
    for (const auto* field : {&text.title, &text.summary, &text.body}) {
        fmt::format_to(std::back_inserter(bytes), "{}:", field->size());
        bytes += *field;
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

bool ArticleReading::by_rule(std::string_view field) const
{
    return std::ranges::any_of(sources, [&](const FieldSource& source) {
        return source.field == field && source.origin == Origin::rule;
    });
}

namespace {

void add_missing(std::vector<std::string>& all, std::vector<std::string>& more)
{
    DistinctLines lines(std::move(all));
    for (auto& one : more)
        lines.add(std::move(one));
    all = lines.take();
}

} // namespace

void add_next_page(ArticleReading& article, ArticleReading page)
{
    article.more = std::move(page.more);
    // A page behind the last one often shows the last, or the first, once more.
    bool known = ("\n" + article.text.body + "\n").find("\n" + page.text.body + "\n") != std::string::npos;
    if (!known) article.text.body += (article.text.body.empty() ? "" : "\n") + page.text.body;
    add_missing(article.text.captions, page.text.captions);
    add_missing(article.particulars.images, page.particulars.images);
    add_missing(article.removed, page.removed);
}

std::vector<std::pair<const char*, const std::vector<FieldRule>*>> fields_of(const Generation& rules)
{
    return {{"title", &rules.title},         {"summary", &rules.summary},
            {"author", &rules.author},       {"published_at", &rules.published},
            {"body", &rules.body},           {"section", &rules.section},
            {"modified_at", &rules.modified}};
}

std::vector<std::string> ArticleRules::fields() const
{
    DistinctLines fields;
    for (const auto& one : generations)
        for (const auto& [name, rules] : fields_of(one))
            if (!rules->empty()) fields.add(name);
    return fields.take();
}

bool ArticleRules::find_body() const
{
    return std::ranges::any_of(generations, [](const Generation& one) { return !one.body.empty(); });
}

std::string ArticleRules::reading_id() const
{
    // Raise this when the reader itself answers differently: stored pages are then read again, silently.
    constexpr std::string_view reader = "reader 3";
    std::string bytes(reader);
    auto add = [&](std::string_view field, const auto& rules) {
        bytes += fmt::format("\n{} {}", field, rules.size());
        for (const auto& rule : rules)
            bytes += fmt::format("\n{}:{}", rule.source().size(), rule.source());
    };
    for (const auto& one : generations) {
        bytes += "\ngeneration";
        add("title", one.title);
        add("published", one.published);
        add("modified", one.modified);
        add("author", one.author);
        add("summary", one.summary);
        add("section", one.section);
        add("body", one.body);
        add("images", one.images);
        add("captions", one.captions);
        add("remove", one.remove);
        add("more", one.more);
    }
    bytes += fallback == Fallback::generic ? "\ngeneric" : "\nnone";
    return sha256_hex(bytes).substr(0, 16);
}

} // namespace baotin::parsers
