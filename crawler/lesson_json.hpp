#pragma once

#include <boost/json/object.hpp>

#include <span>
#include <string>
#include <string_view>

namespace baotin::crawler {

/// Reads a lesson's JSON object. Whatever is missing or out of bounds makes it not good(): the lesson is then
/// forgotten and learned anew.
class LessonReader {
public:
    explicit LessonReader(std::string_view json);

    double number(std::string_view key, double least, double most);
    void numbers(std::string_view key, std::span<double> values, double least, double most);
    [[nodiscard]] bool good() const { return good_; }

private:
    boost::json::object object_;
    bool good_;
};

/// `[0.125,3]`: three decimals are enough for what is estimated.
std::string json_numbers(std::span<const double> values);

} // namespace baotin::crawler
