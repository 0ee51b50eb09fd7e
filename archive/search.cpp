#include "archive/search.hpp"

namespace baotin::archive {

std::string_view to_string(SearchField field)
{
    switch (field) {
    case SearchField::title:
        return "title";
    case SearchField::summary:
        return "summary";
    case SearchField::body:
        return "body";
    case SearchField::captions:
        return "captions";
    case SearchField::author:
        return "author";
    }
    return "";
}

std::optional<SearchField> parse_search_field(std::string_view word)
{
    for (auto field : {SearchField::title, SearchField::summary, SearchField::body, SearchField::captions,
                       SearchField::author}) {
        if (to_string(field) == word) return field;
    }
    return std::nullopt;
}

} // namespace baotin::archive
