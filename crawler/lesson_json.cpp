#include "crawler/lesson_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace baotin::crawler {
namespace {

bool read(const boost::json::value& value, double& number, double least, double most)
{
    boost::system::error_code bad;
    number = value.to_number<double>(bad);
    return !bad && number >= least && number <= most;
}

} // namespace

LessonReader::LessonReader(std::string_view json)
{
    boost::system::error_code bad;
    auto value = boost::json::parse(json, bad);
    good_ = !bad && value.is_object();
    if (good_) object_ = value.get_object();
}

double LessonReader::number(std::string_view key, double least, double most)
{
    const auto* found = object_.if_contains(key);
    double number = 0;
    good_ = good_ && found && read(*found, number, least, most);
    return number;
}

void LessonReader::numbers(std::string_view key, std::span<double> values, double least, double most)
{
    const auto* found = object_.if_contains(key);
    const auto* array = found ? found->if_array() : nullptr;
    good_ = good_ && array && array->size() == values.size();
    for (std::size_t i = 0; good_ && i < values.size(); ++i)
        good_ = read((*array)[i], values[i], least, most);
}

std::string json_numbers(std::span<const double> values)
{
    std::string text = "[";
    for (auto value : values)
        text += fmt::format("{}{:.3f}", text.size() > 1 ? "," : "", value);
    return text + "]";
}

} // namespace baotin::crawler
