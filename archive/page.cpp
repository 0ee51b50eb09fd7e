#include "archive/page.hpp"

namespace baotin::archive {

std::string_view to_string(PageKind kind)
{
    switch (kind) {
    case PageKind::listing:
        return "listing";
    case PageKind::feed:
        return "feed";
    case PageKind::sitemap:
        return "sitemap";
    case PageKind::article:
        return "article";
    }
    return "";
}

std::optional<PageKind> parse_page_kind(std::string_view word)
{
    for (auto kind : {PageKind::listing, PageKind::feed, PageKind::sitemap, PageKind::article}) {
        if (to_string(kind) == word) return kind;
    }
    return std::nullopt;
}

std::string_view to_string(Outcome outcome)
{
    switch (outcome) {
    case Outcome::none:
        return "none";
    case Outcome::announced:
        return "announced";
    case Outcome::recorded:
        return "recorded";
    case Outcome::unchanged:
        return "unchanged";
    case Outcome::gone:
        return "gone";
    case Outcome::forbidden:
        return "forbidden";
    case Outcome::challenged:
        return "challenged";
    case Outcome::unreadable:
        return "unreadable";
    case Outcome::failed:
        return "failed";
    }
    return "";
}

std::optional<Outcome> parse_outcome(std::string_view word)
{
    for (auto outcome :
         {Outcome::none, Outcome::announced, Outcome::recorded, Outcome::unchanged, Outcome::gone,
          Outcome::forbidden, Outcome::challenged, Outcome::unreadable, Outcome::failed}) {
        if (to_string(outcome) == word) return outcome;
    }
    return std::nullopt;
}

bool succeeded(Outcome outcome)
{
    switch (outcome) {
    case Outcome::announced:
    case Outcome::recorded:
    case Outcome::unchanged:
        return true;
    case Outcome::none:
    case Outcome::gone:
    case Outcome::forbidden:
    case Outcome::challenged:
    case Outcome::unreadable:
    case Outcome::failed:
        return false;
    }
    return false;
}

} // namespace baotin::archive
