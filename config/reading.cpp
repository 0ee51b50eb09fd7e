#include "config/reading.hpp"

#include "config/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace baotin::config {

namespace {

std::string_view type_name(const toml::node& node)
{
    switch (node.type()) {
    case toml::node_type::none:
        return "nothing";
    case toml::node_type::table:
        return "a table";
    case toml::node_type::array:
        return "a list";
    case toml::node_type::string:
        return "a string";
    case toml::node_type::integer:
        return "an integer";
    case toml::node_type::floating_point:
        return "a number with a point";
    case toml::node_type::boolean:
        return "true or false";
    case toml::node_type::date:
        return "a date";
    case toml::node_type::time:
        return "a time of day";
    case toml::node_type::date_time:
        return "a date and time";
    }
    std::unreachable();
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

} // namespace

Value::Value(Document& document, const toml::node& node, std::string key)
    : document_(&document), node_(&node), key_(std::move(key))
{
}

Place Value::place() const
{
    return document_->place(node_->source());
}

void Value::refuse(std::string what) const
{
    document_->refuse(place(), std::move(what));
}

void Value::refuse_inside(std::size_t offset, std::string what) const
{
    const auto* string = node_->as_string();
    if (const auto exact = string ? document_->inside(*string, offset) : std::nullopt)
        document_->refuse(*exact, std::move(what));
    else
        refuse(fmt::format("{} (at byte {} of it)", what, offset + 1));
}

void Value::refuse_type(std::string_view expected) const
{
    refuse(fmt::format("{} is {}, not {}", key_, expected, type_name(*node_)));
}

std::optional<std::string> Value::text(std::string_view expected) const
{
    const auto* string = node_->as_string();
    if (!string) {
        refuse_type(expected);
        return {};
    }
    if (is_blank(string->get())) {
        refuse(fmt::format("{} is empty; it is {}", key_, expected));
        return {};
    }
    return string->get();
}

std::optional<bool> Value::flag() const
{
    if (const auto* boolean = node_->as_boolean()) return boolean->get();
    refuse_type("true or false");
    return {};
}

std::optional<std::int64_t> Value::number(std::int64_t least, std::int64_t most) const
{
    const auto* integer = node_->as_integer();
    if (!integer)
        refuse_type(fmt::format("a whole number from {} to {}", least, most));
    else if (integer->get() < least || integer->get() > most)
        refuse(fmt::format("{} is a whole number from {} to {}, not {}", key_, least, most, integer->get()));
    else
        return integer->get();
    return {};
}

std::optional<double> Value::decimal(double least, double most) const
{
    const auto value = node_->value<double>(); // whole numbers too
    if (!value)
        refuse_type(fmt::format("a number from {} to {}", least, most));
    else if (!(*value >= least && *value <= most))
        refuse(fmt::format("{} is a number from {} to {}, not {}", key_, least, most, *value));
    else
        return value;
    return {};
}

std::optional<std::string> Value::date() const
{
    const auto* date = node_->as_date();
    if (!date) {
        refuse_type("a date without quotes such as 2026-11-21");
        return {};
    }
    return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
}

std::vector<Value> Value::one_or_many() const
{
    const auto* array = node_->as_array();
    if (!array) return {*this};
    std::vector<Value> items;
    items.reserve(array->size());
    for (const toml::node& item : *array)
        items.emplace_back(*document_, item, key_);
    return items;
}

Table::Table(Document& document, const toml::table& table, std::string title)
    : document_(&document), table_(&table), title_(std::move(title))
{
}

std::optional<Value> Table::take(std::string_view key)
{
    known_.emplace_back(key);
    const toml::node* node = table_->get(key);
    if (!node) return {};
    return Value(*document_, *node, std::string(key));
}

std::optional<Value> Table::need(std::string_view key, std::string_view example)
{
    auto value = take(key);
    if (!value)
        refuse(fmt::format("missing key \"{}\"{}, such as {} = {}", key,
                           title_.empty() ? "" : " in " + title_, key, example));
    return value;
}

std::optional<Table> Table::table(std::string_view key)
{
    const auto value = take(key);
    if (!value) return {};
    const std::string title =
        title_.empty() ? fmt::format("[{}]", key) : fmt::format("{} of {}", key, title_);
    if (const auto* table = table_->get_as<toml::table>(key)) return Table(*document_, *table, title);
    value->refuse_type(fmt::format("a table, written {}", title_.empty() ? title : "{ … }"));
    return {};
}

std::vector<Table> Table::tables(std::string_view key)
{
    const auto value = take(key);
    if (!value) return {};
    const std::string title = fmt::format("[[{}]]", key);
    const auto* array = table_->get_as<toml::array>(key);
    if (!array) {
        value->refuse(
            fmt::format("{} is written {}, with double brackets: there may be several", key, title));
        return {};
    }
    std::vector<Table> tables;
    for (const toml::node& item : *array) {
        if (const auto* table = item.as_table())
            tables.emplace_back(*document_, *table, title);
        else
            Value(*document_, item, std::string(key)).refuse_type(fmt::format("a table, written {}", title));
    }
    return tables;
}

std::vector<Table> Table::table_or_tables(std::string_view key)
{
    if (table_->get_as<toml::array>(key)) return tables(key);
    std::vector<Table> one;
    if (auto single = table(key)) one.push_back(std::move(*single));
    return one;
}

Place Table::place() const
{
    return title_.empty() ? document_->whole() : document_->place(table_->source());
}

std::filesystem::path Table::folder() const
{
    return std::filesystem::path(document_->file()).parent_path();
}

void Table::refuse(std::string what) const
{
    document_->refuse(place(), std::move(what));
}

void Table::refuse_unknown_keys() const
{
    for (const auto& [key, node] : *table_) {
        if (std::ranges::find(known_, key.str()) != known_.end()) continue;
        document_->refuse(document_->place(key.source()),
                          fmt::format("unknown key {}{}{}", in_quotes(key.str()),
                                      title_.empty() ? "" : " in " + title_, suggestion(key.str(), known_)));
    }
}

} // namespace baotin::config
