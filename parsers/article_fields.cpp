#include "parsers/article_fields.hpp"

#include "parsers/date.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/canonical.hpp"

#include <algorithm>
#include <iterator>

namespace baotin::parsers {
namespace {

/// The text nodes that stand in the element itself.
std::string own_text(html::Node element)
{
    std::string text;
    for (auto child = element.first_child(); child; child = child.next()) {
        if (child.is_text())
            text += child.text();
        else if (child.is_element())
            text += ' ';
    }
    return canonical_line(text);
}

} // namespace

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
        if (match.is_whole()) add(match.node);
}

bool Elements::hold(html::Node node) const
{
    if (elements_.empty()) return false;
    for (; node; node = node.parent())
        if (has(node)) return true;
    return false;
}

FieldReader::FieldReader(html::Node root, const Generation& rules)
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
    if (match.own_text) return own_text(match.node);
    if (match.node.tag() == "meta") return canonical(match.node.attribute("content").value_or(""));
    return html::visible_text(match.node, [&](html::Node node) {
        return removed_.has(node) || (!with_captions && captions_.has(node));
    });
}

std::string FieldReader::text(const FieldRule& rule, const html::Selector::Match& match,
                              bool with_captions) const
{
    // `.body > :not(.box)` means no scripts; a pattern may want something out of one.
    bool code = match.is_whole() && (match.node.tag() == "script" || match.node.tag() == "style");
    if (code && !rule.has_pattern()) return {};
    return rule.refined(text(match, with_captions));
}

std::optional<Found> FieldReader::first(const std::vector<FieldRule>& rules) const
{
    for (const auto& rule : rules) {
        for (const auto& match : rule.selector().select(root_)) {
            auto line = canonical_line(text(rule, match, true));
            if (!line.empty()) return Found{std::move(line), rule.source(), match, false};
        }
    }
    return std::nullopt;
}

std::optional<Found> FieldReader::last(const std::vector<FieldRule>& rules) const
{
    static const auto links = html::Selector::compile("a").value();
    for (const auto& rule : rules) {
        auto matches = rule.selector().select(root_);
        for (auto match = matches.rbegin(); match != matches.rend(); ++match) {
            auto inside =
                match->is_whole() ? links.select(match->node) : std::vector<html::Selector::Match>();
            auto part = std::ranges::find_if(inside.rbegin(), inside.rend(), [&](const auto& link) {
                return !canonical_line(text(rule, link, true)).empty();
            });
            auto line = canonical_line(text(rule, part == inside.rend() ? *match : *part, true));
            if (!line.empty()) return Found{std::move(line), rule.source(), *match, false};
        }
    }
    return std::nullopt;
}

std::optional<Found> FieldReader::all(const std::vector<FieldRule>& rules) const
{
    for (const auto& rule : rules) {
        std::optional<Found> found;
        Elements read;
        for (const auto& match : rule.selector().select(root_)) {
            if (match.is_whole() && (read.hold(match.node) || captions_.hold(match.node))) continue;
            auto piece = text(rule, match, false);
            if (match.is_whole()) read.add(match.node);
            if (piece.empty()) continue;
            if (found)
                found->text += '\n' + piece;
            else
                found = Found{std::move(piece), rule.source(), match, false};
        }
        if (found) return found;
    }
    return std::nullopt;
}

std::optional<Found> FieldReader::date(const std::vector<FieldRule>& rules, Time reference) const
{
    for (const auto& rule : rules) {
        for (const auto& match : rule.selector().select(root_)) {
            if (removed_.hold(match.node)) continue;
            auto words = text(rule, match, true);
            std::optional<std::string> stated, shown = read_date(words, reference);
            for (auto name : {"datetime", "content"})
                if (auto value = match.node.attribute(name); value && !stated && match.is_whole())
                    stated = read_date(rule.refined(std::string(*value)), reference);
            // `datetime` is made for machines, but on some sites it holds the day only and the text the hour
            // as well.
            bool text_says_more =
                stated && shown && shown->size() > stated->size() && shown->starts_with(*stated);
            bool by_text = !stated || text_says_more;
            auto& date = by_text ? shown : stated;
            if (!date) continue;
            return Found{std::move(*date), rule.source(), match, by_text && is_relative_date(words)};
        }
    }
    return std::nullopt;
}

std::vector<std::string> FieldReader::captions() const
{
    DistinctLines texts;
    Elements read;
    for (const auto& match : caption_matches_) {
        if (match.is_whole() && read.hold(match.node)) continue;
        if (match.is_whole()) read.add(match.node);
        texts.add(canonical_line(text(match, true)));
    }
    return texts.take();
}

std::vector<std::string> FieldReader::removed_texts() const
{
    std::vector<std::string> texts;
    Elements read;
    for (const auto& match : removals_) {
        if (!match.is_whole() || read.hold(match.node)) continue;
        read.add(match.node);
        auto line = canonical_line(html::visible_text(match.node, {}));
        if (!line.empty()) texts.push_back(std::move(line));
    }
    return texts;
}

} // namespace baotin::parsers
