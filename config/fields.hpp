#pragma once

#include "config/nearest.hpp"
#include "config/reading.hpp"
#include "parsers/field_rule.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/provinces.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::config {

// What a value means. Each notes a problem and answers nothing where the value does not mean that.

enum class Zero { refused, allowed };
std::optional<std::chrono::milliseconds> as_duration(const Value& value, Zero zero = Zero::refused);
std::optional<std::size_t> as_size(const Value& value, std::size_t least, std::size_t most);
std::optional<std::string> as_url(const Value& value); ///< http or https; normalised
std::optional<std::string> as_site_id(const Value& value);
std::optional<parsers::Province> as_province(const Value& value);
std::optional<parsers::html::Selector> as_selector(const Value& value);
std::vector<parsers::html::Selector> as_selectors(const Value& value); ///< one, or a list tried in order
std::vector<parsers::FieldRule> as_field_rules(const Value& value);    ///< one, or a list tried in order
/// Elements as a whole: `::attr(…)` and `::text` are refused.
std::vector<parsers::html::Selector> as_element_selectors(const Value& value);
std::vector<std::string> as_globs(const Value& value);
std::vector<std::string> as_parameter_names(const Value& value); ///< of a URL's query

/// One of `names`; a slip is answered with the nearest.
std::optional<std::size_t> as_choice(const Value& value, std::span<const std::string_view> names);

/// Puts what was read into `field`; a missing or wrong value leaves the default.
template <typename Field, typename Read>
void put(Field& field, std::optional<Read> read)
{
    if (read) field = *std::move(read);
}

} // namespace baotin::config
