#include "crawler/soft_404.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <utility>

namespace baotin::crawler {
namespace {

namespace json = boost::json;
using Kind = NotFoundAnswer::Kind;

std::string_view word_of(Kind kind)
{
    switch (kind) {
    case Kind::honest:
        return "honest";
    case Kind::soft:
        return "soft";
    case Kind::unknown:
        return "unknown";
    }
    std::unreachable();
}

std::optional<Kind> kind_of(std::string_view word)
{
    for (auto kind : {Kind::honest, Kind::soft, Kind::unknown})
        if (word == word_of(kind)) return kind;
    return std::nullopt;
}

std::string text_at(const json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

} // namespace

std::string to_json(const NotFoundAnswer& answer, Time next)
{
    json::object object{{"answers", word_of(answer.kind)}, {"next", next.time_since_epoch().count()}};
    if (!answer.address.empty()) object["address"] = answer.address;
    if (!answer.title.empty()) object["title"] = answer.title;
    if (!answer.sketch.empty()) object["sketch"] = json::value_from(answer.sketch);
    return json::serialize(object);
}

std::optional<NotFoundLesson> read_not_found_lesson(std::string_view text)
{
    boost::system::error_code broken;
    auto value = json::parse(text, broken);
    if (broken || !value.is_object()) return std::nullopt;
    const auto& object = value.as_object();
    auto kind = kind_of(text_at(object, "answers"));
    const auto* next = object.if_contains("next");
    if (!kind || !next || !next->is_int64()) return std::nullopt;
    NotFoundLesson lesson{{*kind, text_at(object, "address"), text_at(object, "title"), {}},
                          Time(Time::duration(next->as_int64()))};
    if (const auto* sketch = object.if_contains("sketch"); sketch && sketch->is_array())
        for (const auto& one : sketch->as_array())
            if (one.is_int64() || one.is_uint64())
                lesson.answer.sketch.push_back(one.to_number<std::uint32_t>(broken));
    return lesson;
}

} // namespace baotin::crawler
