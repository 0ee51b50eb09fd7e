#include "parsers/html/characters.hpp"
#include "parsers/html/selector_parser.hpp"
#include "parsers/text/canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace baotin::parsers::html {
namespace {

constexpr auto kKnown = std::to_array<std::string_view>({"is",
                                                         "where",
                                                         "not",
                                                         "has",
                                                         "contains",
                                                         "nth-child",
                                                         "nth-last-child",
                                                         "nth-of-type",
                                                         "nth-last-of-type",
                                                         "first-child",
                                                         "last-child",
                                                         "only-child",
                                                         "first-of-type",
                                                         "last-of-type",
                                                         "only-of-type",
                                                         "empty",
                                                         "root",
                                                         "scope",
                                                         "link",
                                                         "any-link",
                                                         "lang",
                                                         "checked",
                                                         "disabled",
                                                         "enabled",
                                                         "required",
                                                         "optional"});
/// Of form controls, as the page is served.
constexpr auto kWrittenAs = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"checked", "input[type=checkbox i][checked], input[type=radio i][checked], option[selected]"},
     {"disabled",
      "button[disabled], input[disabled], select[disabled], textarea[disabled], option[disabled], "
      "optgroup[disabled], fieldset[disabled]"},
     {"enabled", "button:not([disabled]), input:not([disabled]), select:not([disabled]), "
                 "textarea:not([disabled]), option:not([disabled]), optgroup:not([disabled]), "
                 "fieldset:not([disabled])"},
     {"required", "input[required], select[required], textarea[required]"},
     {"optional", "input:not([required]), select:not([required]), textarea:not([required])"}});
constexpr auto kNeedLiveDocument = std::to_array<std::string_view>({"hover",         "active",
                                                                    "focus",         "focus-within",
                                                                    "focus-visible", "visited",
                                                                    "target",        "valid",
                                                                    "invalid",       "read-only",
                                                                    "read-write",    "indeterminate",
                                                                    "default",       "placeholder-shown",
                                                                    "in-range",      "out-of-range",
                                                                    "fullscreen",    "playing",
                                                                    "paused",        "defined"});
constexpr auto kFunctional =
    std::to_array<std::string_view>({"is", "where", "not", "has", "contains", "lang", "nth-child",
                                     "nth-last-child", "nth-of-type", "nth-last-of-type"});

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto corner = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, corner + (a[i] != b[j])});
            corner = above;
        }
    }
    return row.back();
}

NthTest nth_of_type(bool from_end, std::size_t id)
{
    return {.a = 0, .b = 1, .from_end = from_end, .of_type = true, .of = std::nullopt, .id = id};
}

} // namespace

bool SelectorParser::pseudo_class(Compound& into)
{
    auto at = text_.position();
    text_.advance();
    auto name = text_.name("a pseudo-class");
    if (!name) return false;
    std::ranges::transform(*name, name->begin(), lower);
    bool parentheses = text_.peek() == '(';
    bool known = std::ranges::find(kKnown, *name) != kKnown.end();
    bool functional_name = std::ranges::find(kFunctional, *name) != kFunctional.end();
    if (!known) {
        unknown_pseudo_class(*name, at);
        return false;
    }
    if (parentheses != functional_name) {
        text_.fail(at, parentheses ? fmt::format("`:{}` takes no parentheses.", *name)
                                   : fmt::format("`:{}` needs something in parentheses.", *name));
        return false;
    }
    if (parentheses) return functional(into, *name, at);

    auto& tests = into.tests;
    if (*name == "first-child" || *name == "only-child") tests.emplace_back(FirstChildTest{});
    if (*name == "last-child" || *name == "only-child") tests.emplace_back(LastChildTest{});
    if (*name == "first-of-type" || *name == "only-of-type")
        tests.emplace_back(nth_of_type(false, program_->caches++));
    if (*name == "last-of-type" || *name == "only-of-type")
        tests.emplace_back(nth_of_type(true, program_->caches++));
    if (*name == "empty") tests.emplace_back(EmptyTest{});
    if (*name == "root") tests.emplace_back(RootTest{});
    if (*name == "scope") tests.emplace_back(ScopeTest{});
    if (*name == "link" || *name == "any-link") tests.emplace_back(LinkTest{});
    for (const auto& [alias, selector] : kWrittenAs)
        if (*name == alias) written_as(into, selector);
    return true;
}

void SelectorParser::unknown_pseudo_class(const std::string& name, std::size_t at)
{
    if (name == "attr" || name == "text") {
        text_.fail(at, fmt::format("Write `::{}` with two colons.", name));
        return;
    }
    if (std::ranges::find(kNeedLiveDocument, name) != kNeedLiveDocument.end()) {
        text_.fail(at, fmt::format("`:{}` needs a document that lives in a browser.", name));
        return;
    }
    if (name.size() > 40) {
        text_.fail(at, "There is no such pseudo-class.");
        return;
    }
    auto nearest =
        std::ranges::min(kKnown, {}, [&](std::string_view known) { return edit_distance(name, known); });
    text_.fail(at, fmt::format("There is no pseudo-class `:{}`; the nearest is `:{}`.", name, nearest));
}

bool SelectorParser::functional(Compound& into, const std::string& name, std::size_t name_at)
{
    auto opened_at = text_.position();
    text_.advance();
    if (nesting_ == kMaxNesting) {
        text_.fail(name_at, fmt::format("Parentheses are nested more than {} deep.", kMaxNesting));
        return false;
    }
    ++nesting_;
    bool ok = false;
    if (name.starts_with("nth-")) {
        ok = nth(into, name.find("last") != name.npos, name.ends_with("of-type"), opened_at);
    } else if (name == "contains") {
        ok = contains(into, opened_at);
    } else if (name == "has") {
        ok = has(into, opened_at);
    } else if (name == "lang") {
        ok = language(into, opened_at);
    } else if (text_.skip_space(); text_.at_end()) {
        text_.fail(opened_at, "The `(` is never closed.");
    } else if (auto inner = list(); inner && text_.expect_closing(')', opened_at)) {
        into.tests.emplace_back(ListTest{*inner, name == "not"});
        ok = true;
    }
    --nesting_;
    return ok;
}

bool SelectorParser::nth(Compound& into, bool from_end, bool of_type, std::size_t opened_at)
{
    NthTest test{.a = 0,
                 .b = 0,
                 .from_end = from_end,
                 .of_type = of_type,
                 .of = std::nullopt,
                 .id = program_->caches++};
    text_.skip_space();
    if (!nth_formula(test)) return false;
    bool space = text_.skip_space();
    if (space && !of_type && lower(text_.peek()) == 'o' && lower(text_.peek(1)) == 'f') {
        text_.advance(2);
        auto of = list();
        if (!of) return false;
        test.of = *of;
    }
    if (!text_.expect_closing(')', opened_at)) return false;
    into.tests.emplace_back(test);
    return true;
}

bool SelectorParser::nth_formula(NthTest& test)
{
    auto at = text_.position();
    for (auto [word, a, b] :
         {std::tuple{std::string_view("odd"), 2, 1}, std::tuple{std::string_view("even"), 2, 0}}) {
        std::size_t same = 0;
        while (same < word.size() && lower(text_.peek(same)) == word[same])
            ++same;
        if (same == word.size()) {
            text_.advance(same);
            test.a = a;
            test.b = b;
            return true;
        }
    }
    long long sign = text_.peek() == '-' ? -1 : 1;
    if (text_.peek() == '-' || text_.peek() == '+') text_.advance();
    auto number = text_.digits();
    if (lower(text_.peek()) == 'n') {
        text_.advance();
        test.a = sign * number.value_or(1);
        return nth_offset(test);
    }
    if (number) {
        test.b = sign * *number;
        return true;
    }
    text_.fail(at, "A number, `odd`, `even` or a formula such as `2n+1` should stand here.");
    return false;
}

bool SelectorParser::nth_offset(NthTest& test)
{
    if (auto space = text_.peek() == ' '; space && text_.peek(1) != '+' && text_.peek(1) != '-') {
        // `2n of S` and `2n )`: only look past the space for a sign
        std::size_t ahead = 1;
        while (is_space(text_.peek(ahead)))
            ++ahead;
        if (text_.peek(ahead) != '+' && text_.peek(ahead) != '-') return true;
    }
    auto at = text_.position();
    text_.skip_space();
    if (text_.peek() != '+' && text_.peek() != '-') return true;
    long long sign = text_.peek() == '-' ? -1 : 1;
    text_.advance();
    text_.skip_space();
    auto number = text_.digits();
    if (!number) {
        text_.fail(at, "A number must follow the sign, as in `2n+1`.");
        return false;
    }
    test.b = sign * *number;
    return true;
}

bool SelectorParser::contains(Compound& into, std::size_t opened_at)
{
    text_.skip_space();
    std::optional<std::string> wanted;
    auto at = text_.position();
    if (text_.peek() == '"' || text_.peek() == '\'') {
        wanted = text_.quoted();
        if (!wanted || !text_.expect_closing(')', opened_at)) return false;
    } else {
        auto raw = text_.until_closed(opened_at);
        if (!raw) return false;
        wanted = std::string(*raw);
    }
    ContainsTest test{canonical_line(*wanted)};
    if (test.text.empty()) {
        text_.fail(at, "`:contains()` needs a text to look for.");
        return false;
    }
    into.tests.emplace_back(std::move(test));
    return true;
}

bool SelectorParser::has(Compound& into, std::size_t opened_at)
{
    HasTest test{.any = {}, .id = program_->caches++};
    for (bool first = true;; first = false) {
        text_.skip_space();
        if (text_.at_end()) {
            text_.fail(opened_at, "The `(` is never closed.");
            return false;
        }
        if (!item_follows(first) || !relative(test)) return false;
        text_.skip_space();
        if (!text_.accept(',')) break;
    }
    if (!text_.expect_closing(')', opened_at)) return false;
    into.tests.emplace_back(std::move(test));
    return true;
}

bool SelectorParser::language(Compound& into, std::size_t opened_at)
{
    LanguageTest test;
    do {
        text_.skip_space();
        bool quoted = text_.peek() == '"' || text_.peek() == '\'';
        auto range = quoted ? text_.quoted() : text_.name("a language such as `vi`");
        if (!range) return false;
        std::ranges::transform(*range, range->begin(), lower);
        test.any.push_back(std::move(*range));
        text_.skip_space();
    } while (text_.accept(','));
    if (!text_.expect_closing(')', opened_at)) return false;
    into.tests.emplace_back(std::move(test));
    return true;
}

/// Tests for what another selector says.
void SelectorParser::written_as(Compound& into, std::string_view selector)
{
    auto outer = std::exchange(text_, SelectorText(selector));
    auto inner = list();
    text_ = std::move(outer);
    into.tests.emplace_back(ListTest{inner.value(), false});
}

bool SelectorParser::relative(HasTest& into)
{
    auto leading = Combinator::descendant;
    if (auto c = text_.peek(); c == '>' || c == '+' || c == '~') {
        leading = *combinator(true);
        text_.skip_space();
    }
    Complex path;
    if (!complex(path)) return false;
    for (auto i = path.steps.size() - 1; i > 0; --i) {
        HasTest rest{.any = {{path.steps[i].combinator, path.steps[i].compound}}, .id = program_->caches++};
        program_->compounds[path.steps[i - 1].compound].tests.emplace_back(std::move(rest));
    }
    into.any.push_back({leading, path.steps[0].compound});
    return true;
}

} // namespace baotin::parsers::html
