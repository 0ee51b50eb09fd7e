#include "config/fields.hpp"

#include "config/duration.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/url.hpp"
#include "parsers/url_credentials.hpp"

#include <fmt/ranges.h>

namespace baotin::config {

namespace {

constexpr std::size_t kLongestId = 64;

bool is_site_id(std::string_view id)
{
    const auto lower_or_digit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (id.empty() || id.size() > kLongestId || !lower_or_digit(id.front())) return false;
    for (const char c : id)
        if (!lower_or_digit(c) && c != '-') return false;
    return true;
}

/// What is wrong with a glob on the path, or nothing.
std::optional<std::string> glob_problem(std::string_view glob)
{
    if (glob.starts_with('!')) glob.remove_prefix(1);
    if (glob.find("://") != std::string_view::npos)
        return "it is compared with the path alone: begin at the / after the host";
    if (!glob.starts_with('/') && !glob.starts_with("**"))
        return "a path begins with /, so a glob begins with / or **";
    if (glob.find('?') != std::string_view::npos)
        return "it is compared with the path alone: leave out the ? and what follows";
    if (glob.find('#') != std::string_view::npos) return "no path holds a #";
    if (glob.find("***") != std::string_view::npos)
        return "* stays in a segment, ** crosses segments; *** is neither";
    for (const char c : glob)
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F') return "no path holds white space";
    return {};
}

std::string unknown_province(std::string_view name)
{
    std::vector<std::string> folded;
    for (const parsers::Province& province : parsers::provinces())
        folded.push_back(parsers::fold(province.name));
    const auto index = nearest(parsers::fold(parsers::canonical_line(name)), folded);
    if (!index)
        return fmt::format("unknown province {}; it is one of the 34, or one of the 63 before July 2025",
                           in_quotes(name));
    return fmt::format("unknown province {}; did you mean \"{}\"?", in_quotes(name),
                       parsers::provinces()[*index].name);
}

} // namespace

std::optional<std::chrono::milliseconds> as_duration(const Value& value, Zero zero)
{
    const auto text = value.text("a duration such as \"2s\"");
    if (!text) return {};
    const auto duration = parse_duration(*text);
    if (!duration) {
        value.refuse(fmt::format("{} is a duration such as \"2s\", not {}: {}", value.key(), in_quotes(*text),
                                 duration.error()));
        return {};
    }
    if (duration->count() == 0 && zero == Zero::refused) {
        value.refuse(fmt::format("{} has to be longer than {}", value.key(), in_quotes(*text)));
        return {};
    }
    return *duration;
}

std::optional<std::size_t> as_size(const Value& value, std::size_t least, std::size_t most)
{
    const auto text = value.text("a size such as \"8MB\"");
    if (!text) return {};
    const auto size = parse_size(*text);
    if (!size)
        value.refuse(fmt::format("{} is a size such as \"8MB\", not {}: {}", value.key(), in_quotes(*text),
                                 size.error()));
    else if (*size < least || *size > most)
        value.refuse(fmt::format("{} lies between {}kB and {}kB, not at {}", value.key(), least >> 10,
                                 most >> 10, in_quotes(*text)));
    else
        return *size;
    return {};
}

std::optional<std::string> as_url(const Value& value)
{
    const auto text = value.text("a URL such as \"https://example.org/\"");
    if (!text) return {};
    auto url = parsers::normalise_url(*text);
    if (!url)
        value.refuse(fmt::format("{} is no http or https URL: {}; write it in full, such as "
                                 "\"https://example.org/news\"",
                                 value.key(), in_quotes(parsers::without_credentials(*text))));
    return url;
}

std::optional<std::string> as_site_id(const Value& value)
{
    auto id = value.text("a string such as \"congan-haiphong\"");
    if (!id || is_site_id(*id)) return id;
    value.refuse(
        fmt::format("{} is no {}: lower-case letters a-z, digits and hyphens, a letter or digit first, at "
                    "most {} characters",
                    in_quotes(*id), value.key(), kLongestId));
    return {};
}

std::optional<parsers::Province> as_province(const Value& value)
{
    const auto name = value.text("the name of a province such as \"Bắc Ninh\"");
    if (!name) return {};
    auto province = parsers::find_province(*name);
    if (!province) value.refuse(unknown_province(*name));
    return province;
}

namespace {

/// A Selector or FieldRule.
template <typename Compiled>
std::optional<Compiled> compiled(const Value& value)
{
    const auto source = value.text("a CSS selector such as \".detail-content\"");
    if (!source) return {};
    auto selector = Compiled::compile(*source);
    if (selector) return *std::move(selector);
    const auto& error = selector.error();
    const std::size_t offset = error.column > 0 ? error.column - 1 : 0;
    value.refuse_inside(offset, fmt::format("bad selector for {}: {}", value.key(), error.what));
    return {};
}

} // namespace

std::optional<parsers::html::Selector> as_selector(const Value& value)
{
    return compiled<parsers::html::Selector>(value);
}

std::vector<parsers::FieldRule> as_field_rules(const Value& value)
{
    std::vector<parsers::FieldRule> rules;
    for (const Value& item : value.one_or_many())
        if (auto rule = compiled<parsers::FieldRule>(item)) rules.push_back(*std::move(rule));
    return rules;
}

std::vector<parsers::html::Selector> as_element_selectors(const Value& value)
{
    std::vector<parsers::html::Selector> selectors;
    for (const Value& item : value.one_or_many()) {
        auto selector = as_selector(item);
        if (selector && !selector->selects_whole_elements())
            item.refuse(
                fmt::format("{} names elements as a whole: leave ::attr(…) and ::text away", value.key()));
        else if (selector)
            selectors.push_back(*std::move(selector));
    }
    return selectors;
}

std::vector<parsers::html::Selector> as_selectors(const Value& value)
{
    std::vector<parsers::html::Selector> selectors;
    for (const Value& item : value.one_or_many())
        if (auto selector = as_selector(item)) selectors.push_back(*std::move(selector));
    return selectors;
}

std::vector<std::string> as_globs(const Value& value)
{
    std::vector<std::string> globs;
    for (const Value& item : value.one_or_many()) {
        auto glob = item.text("a glob on the path such as \"/**-*.html\"");
        if (!glob) continue;
        if (const auto problem = glob_problem(*glob))
            item.refuse(fmt::format("bad glob {} for {}: {}", in_quotes(*glob), value.key(), *problem));
        else
            globs.push_back(*std::move(glob));
    }
    return globs;
}

std::vector<std::string> as_parameter_names(const Value& value)
{
    std::vector<std::string> names;
    for (const Value& item : value.one_or_many()) {
        auto name = item.text("the name of a parameter such as \"maxwidth\"");
        if (!name) continue;
        if (name->empty() || name->find_first_of("=&?#/* ") != std::string::npos)
            item.refuse(fmt::format(
                "{} is no parameter's name for {}: write what stands before its \"=\", such as \"maxwidth\"",
                in_quotes(*name), value.key()));
        else
            names.push_back(*std::move(name));
    }
    return names;
}

std::optional<std::size_t> as_choice(const Value& value, std::span<const std::string_view> names)
{
    const auto name = value.text(fmt::format("one of \"{}\"", fmt::join(names, "\", \"")));
    if (!name) return {};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == *name) return i;
    value.refuse(fmt::format("unknown {} {}{}", value.key(), in_quotes(*name), suggestion(*name, names)));
    return {};
}

} // namespace baotin::config
