#include "archive/article.hpp"

namespace baotin::archive {

std::string_view to_string(ArticleState state)
{
    switch (state) {
    case ArticleState::live:
        return "live";
    case ArticleState::removed:
        return "removed";
    }
    return "";
}

std::optional<ArticleState> parse_article_state(std::string_view word)
{
    for (auto state : {ArticleState::live, ArticleState::removed}) {
        if (to_string(state) == word) return state;
    }
    return std::nullopt;
}

std::string_view to_string(Significance significance)
{
    switch (significance) {
    case Significance::cosmetic:
        return "cosmetic";
    case Significance::minor:
        return "minor";
    case Significance::major:
        return "major";
    }
    return "";
}

std::optional<Significance> parse_significance(std::string_view word)
{
    for (auto significance : {Significance::cosmetic, Significance::minor, Significance::major}) {
        if (to_string(significance) == word) return significance;
    }
    return std::nullopt;
}

} // namespace baotin::archive
