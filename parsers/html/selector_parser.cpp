#include "parsers/html/selector_parser.hpp"

#include "parsers/html/characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace baotin::parsers::html {
namespace {

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), lower);
    return text;
}

// Attributes whose values HTML compares without case (HTML §4.16.2).
constexpr auto kValuesWithoutCase = std::to_array<std::string_view>(
    {"accept",     "accept-charset", "align",     "alink",    "axis",     "bgcolor", "charset",
     "checked",    "clear",          "codetype",  "color",    "compact",  "declare", "defer",
     "dir",        "direction",      "disabled",  "enctype",  "face",     "frame",   "hreflang",
     "http-equiv", "lang",           "language",  "link",     "media",    "method",  "multiple",
     "nohref",     "noresize",       "noshade",   "nowrap",   "readonly", "rel",     "rev",
     "rules",      "scope",          "scrolling", "selected", "shape",    "target",  "text",
     "type",       "valign",         "valuetype", "vlink"});

} // namespace

std::expected<std::shared_ptr<const Selector::Program>, SelectorError>
SelectorParser::parse(std::string_view source)
{
    SelectorParser parser(source);
    if (source.size() > kMaxBytes)
        parser.text_.fail(kMaxBytes, "The selector is longer than 1 MiB.");
    else
        parser.list();
    if (!parser.text_.error() && !parser.text_.at_end())
        parser.text_.fail_unexpected("the end of the selector");
    if (parser.text_.error()) return std::unexpected(*parser.text_.error());
    return parser.program_;
}

SelectorParser::SelectorParser(std::string_view source)
    : text_(source), program_(std::make_shared<Selector::Program>())
{
    program_->source = source;
}

std::optional<ListId> SelectorParser::list()
{
    ListId id{program_->lists.size()};
    program_->lists.emplace_back();
    for (bool first = true;; first = false) {
        if (!item_follows(first)) return std::nullopt;
        Complex alternative;
        if (!complex(alternative)) return std::nullopt;
        alternative.first_step = program_->steps;
        program_->steps += alternative.steps.size();
        program_->lists[id.index].alternatives.push_back(std::move(alternative));
        text_.skip_space();
        if (!text_.accept(',')) return id;
    }
}

bool SelectorParser::item_follows(bool first)
{
    text_.skip_space();
    if (!text_.at_end() && text_.peek() != ',' && text_.peek() != ')') return true;
    bool alone = first && text_.peek() != ',';
    text_.fail(text_.position(),
               alone ? "The selector is empty." : "An item of the list is empty: a comma too many.");
    return false;
}

bool SelectorParser::complex(Complex& into)
{
    if (!step(into, Combinator::descendant)) return false;
    while (into.attribute.empty() && !into.own_text) {
        auto before = text_.position();
        bool space = text_.skip_space();
        if (text_.at_end() || text_.peek() == ',' || text_.peek() == ')') break;
        before = text_.position();
        auto follows = combinator(space);
        if (!follows) return false;
        text_.skip_space();
        if (text_.at_end() || text_.peek() == ',' || text_.peek() == ')') {
            text_.fail(before, "The selector ends in a combinator: an element must follow it.");
            return false;
        }
        if (!step(into, *follows)) return false;
    }
    return true;
}

bool SelectorParser::step(Complex& into, Combinator combinator)
{
    if (into.steps.size() == kMaxSteps) {
        text_.fail(text_.position(), fmt::format("The selector has more than {} parts.", kMaxSteps));
        return false;
    }
    auto index = compound(&into);
    if (!index) return false;
    into.steps.push_back({*index, combinator});
    return true;
}

std::optional<Combinator> SelectorParser::combinator(bool space_before)
{
    if (text_.accept('>')) return Combinator::child;
    if (text_.accept('~')) return Combinator::later_sibling;
    if (text_.accept('+')) return Combinator::next_sibling;
    if (text_.peek() == '|' && text_.peek(1) == '|')
        text_.fail(text_.position(), "The column combinator `||` is not supported.");
    else if (!space_before)
        text_.fail_unexpected("a combinator, a comma or the end");
    else
        return Combinator::descendant;
    return std::nullopt;
}

std::optional<std::size_t> SelectorParser::compound(Complex* whole)
{
    Compound built;
    auto begin = text_.position();
    if (!type(built)) return std::nullopt;
    for (bool more = true; more;) {
        bool ok = true;
        text_.skip_comments(); // not white space: `p/**/.a` is `p.a`
        switch (text_.peek()) {
        case '#': {
            text_.advance();
            auto at = text_.position();
            auto id = text_.name("an id");
            ok = id.has_value();
            if (ok && !built.id.empty() && built.id != *id)
                text_.fail(at, "An element has one id only."), ok = false;
            if (ok) built.id = std::move(*id);
            break;
        }
        case '.': {
            text_.advance();
            auto name = text_.name("a class");
            ok = name.has_value();
            if (ok) built.classes.push_back(std::move(*name));
            break;
        }
        case '[':
            ok = attribute(built);
            break;
        case ':':
            if (text_.peek(1) == ':') {
                ok = pseudo_element(whole);
                more = false;
            } else {
                ok = pseudo_class(built);
            }
            break;
        default:
            more = false;
        }
        if (!ok) return std::nullopt;
    }
    if (text_.position() == begin) {
        text_.fail_unexpected("an element, class, id, attribute or pseudo-class");
        return std::nullopt;
    }
    program_->compounds.push_back(std::move(built));
    return program_->compounds.size() - 1;
}

bool SelectorParser::type(Compound& into)
{
    bool any = text_.accept('*');
    if (text_.peek() == '|' && text_.peek(1) != '|') {
        text_.advance();
        any = text_.accept('*');
    }
    if (!any && text_.at_name()) {
        auto name = text_.name("an element");
        if (!name) return false;
        // `svg|rect`, as an inspector of XML may give it: HTML knows no prefixes
        if (text_.peek() == '|' && text_.peek(1) != '|') {
            text_.advance();
            if (text_.accept('*')) return true;
            name = text_.name("an element");
            if (!name) return false;
        }
        auto tag = lowered(*name);
        into.tag = gumbo_tagn_enum(tag.data(), static_cast<unsigned>(tag.size()));
        if (into.tag == GUMBO_TAG_UNKNOWN) into.unknown_tag = std::move(tag);
    }
    return true;
}

bool SelectorParser::attribute(Compound& into)
{
    auto opened_at = text_.position();
    text_.advance();
    text_.skip_space();
    AttributeTest test;
    if (text_.peek() == '*' && text_.peek(1) == '|') text_.advance(2);
    if (text_.peek() == '|') text_.advance();
    auto name = text_.name("an attribute");
    if (name && text_.peek() == '|' && text_.peek(1) != '=') {
        text_.advance();
        name = text_.name("an attribute");
    }
    if (!name) return false;
    test.name = lowered(std::move(*name));
    text_.skip_space();
    if (text_.peek() != ']' && !text_.at_end()) {
        auto op = attribute_operator();
        if (!op) return false;
        test.op = *op;
        if (!attribute_value(test)) return false;
    }
    if (!text_.expect_closing(']', opened_at)) return false;
    into.attributes.push_back(std::move(test));
    return true;
}

std::optional<AttributeTest::Operator> SelectorParser::attribute_operator()
{
    using enum AttributeTest::Operator;
    constexpr auto kOperators = std::to_array<std::pair<char, AttributeTest::Operator>>(
        {{'~', word}, {'|', dash}, {'^', prefix}, {'$', suffix}, {'*', contains}});
    if (text_.accept('=')) return equals;
    for (auto [sign, op] : kOperators) {
        if (text_.peek() == sign && text_.peek(1) == '=') {
            text_.advance(2);
            return op;
        }
    }
    text_.fail_unexpected("`=`, `~=`, `|=`, `^=`, `$=`, `*=` or `]`");
    return std::nullopt;
}

bool SelectorParser::attribute_value(AttributeTest& test)
{
    text_.skip_space();
    std::optional<std::string> value;
    if (text_.peek() == '"' || text_.peek() == '\'')
        value = text_.quoted();
    else if (text_.at_name())
        value = text_.name("a value");
    else
        text_.fail_unexpected("the attribute's value in quotes");
    if (!value) return false;
    test.value = std::move(*value);
    test.ignore_case = std::ranges::find(kValuesWithoutCase, test.name) != kValuesWithoutCase.end();
    text_.skip_space();
    char flag = lower(text_.peek());
    if (flag == 'i' || flag == 's') {
        test.ignore_case = flag == 'i';
        text_.advance();
    }
    return true;
}

bool SelectorParser::pseudo_element(Complex* whole)
{
    auto at = text_.position();
    text_.advance(2);
    auto name = text_.name("a pseudo-element");
    if (!name) return false;
    *name = lowered(std::move(*name));
    if (*name != "attr" && *name != "text") {
        text_.fail(at, fmt::format("`::{}` is not known; there are `::attr(name)` and `::text`.", *name));
        return false;
    }
    if (nesting_ > 0 || !whole) {
        text_.fail(at, fmt::format("`::{}` can only stand at the end of a selector, not within parentheses.",
                                   *name));
        return false;
    }
    if (*name == "attr") {
        auto opened_at = text_.position();
        if (!text_.accept('(')) {
            text_.fail(at, "`::attr` needs an attribute's name: `::attr(href)`.");
            return false;
        }
        text_.skip_space();
        auto attribute = text_.name("an attribute");
        if (!attribute || !text_.expect_closing(')', opened_at)) return false;
        whole->attribute = lowered(std::move(*attribute));
    }
    whole->own_text = *name == "text";
    text_.skip_space();
    if (text_.at_end() || text_.peek() == ',') return true;
    text_.fail(text_.position(), fmt::format("Nothing can follow `::{}`.", *name));
    return false;
}

} // namespace baotin::parsers::html
