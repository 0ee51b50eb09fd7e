#include "archive/changes.hpp"

#include <fmt/ranges.h>

namespace baotin::archive {

std::string joined(const std::vector<std::string>& captions)
{
    return fmt::format("{}", fmt::join(captions, "\n"));
}

std::vector<FieldChange> changes_between(const parsers::ArticleText& before,
                                         const parsers::ArticleText& after)
{
    std::vector<FieldChange> changes;
    const auto compare = [&changes](const char* field, const std::string& old_text,
                                    const std::string& new_text) {
        if (old_text != new_text) changes.push_back({.field = field, .before = old_text, .after = new_text});
    };
    compare("title", before.title, after.title);
    compare("summary", before.summary, after.summary);
    compare("author", before.author.value_or(""), after.author.value_or(""));
    compare("published_at", before.published_at.value_or(""), after.published_at.value_or(""));
    compare("body", before.body, after.body);
    compare("captions", joined(before.captions), joined(after.captions));
    return changes;
}

} // namespace baotin::archive
