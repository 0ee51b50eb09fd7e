#pragma once

#include "parsers/article.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/timestamp.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

inline html::Tree page(std::string text)
{
    auto tree = html::Tree::parse(std::move(text));
    if (!tree) throw std::runtime_error("the page is refused");
    return std::move(*tree);
}

inline html::Selector css(std::string_view source)
{
    auto selector = html::Selector::compile(source);
    if (!selector) throw std::runtime_error(std::string(source) + ": " + selector.error().what);
    return std::move(*selector);
}

/// Selectors of a field, each as a site file writes it.
struct List {
    std::vector<const char*> sources;
    operator std::vector<html::Selector>() const
    {
        std::vector<html::Selector> selectors;
        for (auto source : sources)
            selectors.push_back(css(source));
        return selectors;
    }
    operator std::vector<FieldRule>() const
    {
        std::vector<FieldRule> rules;
        for (auto source : sources) {
            auto rule = FieldRule::compile(source);
            if (!rule) throw std::runtime_error(std::string(source) + ": " + rule.error().what);
            rules.push_back(std::move(*rule));
        }
        return rules;
    }
};

inline List list(std::initializer_list<const char*> sources)
{
    return {sources};
}

/// The rules of a site that never was redesigned.
struct OneGeneration : Generation {
    Fallback fallback = Fallback::generic;
    operator ArticleRules() const { return {{*this}, fallback}; }
    [[nodiscard]] std::string reading_id() const { return ArticleRules(*this).reading_id(); }
};

inline OneGeneration only_rules()
{
    OneGeneration rules;
    rules.fallback = Fallback::none;
    return rules;
}

inline html::Node find(const html::Tree& tree, std::string_view selector)
{
    auto found = css(selector).select(tree.root());
    return found.empty() ? html::Node() : found.front().node;
}

/// Noon of a day in May 2021, when the seeds were written.
inline Time may_2021()
{
    return *parse_rfc3339("2021-05-20T12:00:00+07:00");
}

/// An article's page, read in May 2021.
inline ArticleReading read(const std::string& text, const ArticleRules& rules)
{
    return read_article(page(text), rules, "https://a.vn/tin/1.html", may_2021());
}

/// A sentence as the name of a test.
inline std::string test_name(std::string_view sentence)
{
    std::string name(sentence);
    for (char& c : name)
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) c = '_';
    return name;
}

/// What `work` costs. Processor time: other tests run at the same time.
template <typename Work>
std::chrono::milliseconds cpu_time_of(Work&& work)
{
    auto begin = std::clock();
    work();
    return std::chrono::milliseconds((std::clock() - begin) * 1000 / CLOCKS_PER_SEC);
}

inline std::string times(std::size_t count, std::string_view piece)
{
    std::string text;
    text.reserve(count * piece.size());
    for (std::size_t i = 0; i < count; ++i)
        text += piece;
    return text;
}

} // namespace baotin::parsers
