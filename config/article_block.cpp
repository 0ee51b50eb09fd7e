#include "config/article_block.hpp"

#include "config/fields.hpp"

#include <array>
#include <utility>

namespace baotin::config {
namespace {

constexpr std::array<std::string_view, 2> kFallbacks{"generic", "none"};

/// What holds for the whole site, however a page is built.
void read_site_wide(Table& block, Site& site, bool first)
{
    const auto urls = block.take("urls");
    const auto fallback = block.take("fallback");
    const auto ignore = block.take("ignore_parameters");
    for (const auto& value : {urls, fallback, ignore})
        if (value && !first)
            value->refuse(
                fmt::format("{} holds for the whole site: write it in the first [[article]]", value->key()));
    if (!first) return;
    if (urls) site.articles = parsers::UrlGlobs(as_globs(*urls));
    if (ignore) site.ignore_parameters = as_parameter_names(*ignore);
    if (!fallback) return;
    if (const auto index = as_choice(*fallback, kFallbacks))
        site.rules.fallback = static_cast<parsers::Fallback>(*index);
}

parsers::Generation read_generation(Table& block)
{
    parsers::Generation rules;
    const std::pair<std::string_view, std::vector<parsers::FieldRule>&> fields[] = {
        {"title", rules.title},   {"published", rules.published}, {"modified", rules.modified},
        {"author", rules.author}, {"summary", rules.summary},     {"section", rules.section},
        {"body", rules.body},     {"images", rules.images}};
    for (const auto& [key, field] : fields)
        if (const auto value = block.take(key)) field = as_field_rules(*value);
    if (const auto captions = block.take("captions")) rules.captions = as_selectors(*captions);
    if (const auto remove = block.take("remove")) rules.remove = as_element_selectors(*remove);
    if (const auto more = block.take("more")) rules.more = as_selectors(*more);
    return rules;
}

} // namespace

void read_articles(Table& root, Site& site)
{
    auto blocks = root.table_or_tables("article");
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        auto& block = blocks[i];
        read_site_wide(block, site, i == 0);
        const auto body = block.take("body");
        const bool names_body = body && !body->one_or_many().empty();
        site.rules.generations.push_back(read_generation(block));
        block.refuse_unknown_keys();
        if (names_body) continue;
        if (site.rules.fallback == parsers::Fallback::none)
            block.refuse(fmt::format(
                "missing key \"body\" in {}: with fallback = \"none\" nothing else would find the text",
                block.title()));
        else if (blocks.size() > 1 && !block.has("title"))
            block.refuse(
                "this [[article]] needs a body or a title: by it the pages of this generation are known");
    }
}

} // namespace baotin::config
