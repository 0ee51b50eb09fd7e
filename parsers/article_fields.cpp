#include "parsers/article_fields.hpp"

#include "parsers/date.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/canonical.hpp"

#include <algorithm>
#include <iterator>

namespace baotin::parsers {

std::vector<html::Selector::Match> select_all(const std::vector<html::Selector>& selectors, html::Node root)
{
    std::vector<html::Selector::Match> all;
    for (const auto& selector : selectors)
        std::ranges::move(selector.select(root), std::back_inserter(all));
    return all;
}

void Elements::add(const std::vector<html::Selector::Match>& matches)
{
    for (const auto& match : matches)
        if (match.attribute.empty()) add(match.node);
}

bool Elements::hold(html::Node node) const
{
    if (elements_.empty()) return false;
    for (; node; node = node.parent())
        if (has(node)) return true;
    return false;
}

FieldReader::FieldReader(html::Node root, const ArticleRules& rules)
    : root_(root),
      removals_(select_all(rules.remove, root)),
      caption_matches_(select_all(rules.captions, root))
{
    removed_.add(removals_);
    captions_.add(caption_matches_);
}

std::string FieldReader::text(const html::Selector::Match& match, bool with_captions) const
{
    if (removed_.hold(match.node)) return {};
    if (!match.attribute.empty()) return canonical(match.node.attribute(match.attribute).value_or(""));
    if (match.node.tag() == "meta") return canonical(match.node.attribute("content").value_or(""));
    return html::visible_text(match.node, [&](html::Node node) {
        return removed_.has(node) || (!with_captions && captions_.has(node));
    });
}

std::optional<Found> FieldReader::first(const std::vector<html::Selector>& selectors) const
{
    for (const auto& selector : selectors) {
        for (const auto& match : selector.select(root_)) {
            auto line = canonical_line(text(match, true));
            if (!line.empty()) return Found{std::move(line), selector.source(), match, false};
        }
    }
    return std::nullopt;
}

std::optional<Found> FieldReader::all(const std::vector<html::Selector>& selectors) const
{
    for (const auto& selector : selectors) {
        std::optional<Found> found;
        Elements read;
        for (const auto& match : selector.select(root_)) {
            if (match.attribute.empty() && (read.hold(match.node) || captions_.hold(match.node))) continue;
            auto piece = text(match, false);
            if (match.attribute.empty()) read.add(match.node);
            if (piece.empty()) continue;
            if (found)
                found->text += '\n' + piece;
            else
                found = Found{std::move(piece), selector.source(), match, false};
        }
        if (found) return found;
    }
    return std::nullopt;
}

std::optional<Found> FieldReader::published(const std::vector<html::Selector>& selectors,
                                            Time reference) const
{
    for (const auto& selector : selectors) {
        for (const auto& match : selector.select(root_)) {
            if (removed_.hold(match.node)) continue;
            std::optional<std::string> stated, shown = read_date(text(match, true), reference);
            for (auto name : {"datetime", "content"})
                if (auto value = match.node.attribute(name); value && !stated && match.attribute.empty())
                    stated = read_date(*value, reference);
            // `datetime` is made for machines, but on some sites it holds the day only and the text the hour
            // as well.
            bool text_says_more =
                stated && shown && shown->size() > stated->size() && shown->starts_with(*stated);
            bool by_text = !stated || text_says_more;
            auto& date = by_text ? shown : stated;
            if (!date) continue;
            return Found{std::move(*date), selector.source(), match,
                         by_text && is_relative_date(text(match, true))};
        }
    }
    return std::nullopt;
}

std::vector<std::string> FieldReader::captions() const
{
    std::vector<std::string> texts;
    Elements read;
    for (const auto& match : caption_matches_) {
        if (match.attribute.empty() && read.hold(match.node)) continue;
        if (match.attribute.empty()) read.add(match.node);
        auto line = canonical_line(text(match, true));
        if (!line.empty() && std::ranges::find(texts, line) == texts.end()) texts.push_back(std::move(line));
    }
    return texts;
}

std::vector<std::string> FieldReader::removed_texts() const
{
    std::vector<std::string> texts;
    Elements read;
    for (const auto& match : removals_) {
        if (!match.attribute.empty() || read.hold(match.node)) continue;
        read.add(match.node);
        auto line = canonical_line(html::visible_text(match.node, {}));
        if (!line.empty()) texts.push_back(std::move(line));
    }
    return texts;
}

} // namespace baotin::parsers
