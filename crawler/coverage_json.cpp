#include "crawler/coverage.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <exception>

namespace baotin::crawler {

namespace json = boost::json;

json::object FieldCoverage::json() const
{
    return {{"rules", rules_},
            {"example", example_},
            {"recent", recent_},
            {"matched", matched_},
            {"missed", missed_},
            {"evidence", evidence_},
            {"tried", json::array{tried_matched_, tried_missed_}},
            {"drifting", drifting_},
            {"wanted", wanted_},
            {"odd", json::value_from(odd_)},
            {"good", json::value_from(good_)}};
}

std::optional<FieldCoverage> FieldCoverage::parse(const json::object& json)
{
    try {
        FieldCoverage field;
        field.rules_ = json::value_to<std::string>(json.at("rules"));
        field.example_ = json::value_to<std::string>(json.at("example"));
        field.recent_ = json::value_to<std::string>(json.at("recent"));
        field.matched_ = json.at("matched").to_number<double>();
        field.missed_ = json.at("missed").to_number<double>();
        field.evidence_ = json.at("evidence").to_number<double>();
        field.tried_matched_ = json.at("tried").at(0).to_number<double>();
        field.tried_missed_ = json.at("tried").at(1).to_number<double>();
        field.drifting_ = json.at("drifting").as_bool();
        field.wanted_ = json.at("wanted").to_number<std::size_t>();
        field.odd_ = json::value_to<std::vector<archive::PageId>>(json.at("odd"));
        field.good_ = json::value_to<std::vector<archive::PageId>>(json.at("good"));
        if (field.matched_ < 0 || field.missed_ < 0) return std::nullopt;
        return field;
    } catch (const std::exception&) { // not what json() wrote
        return std::nullopt;
    }
}

std::string Coverage::json() const
{
    json::object fields;
    for (const auto& [name, field] : fields_)
        fields.emplace(name, field.json());
    return json::serialize(
        json::object{{"fields", std::move(fields)}, {"left_behind", json::value_from(left_behind_)}});
}

std::optional<Coverage> Coverage::parse(std::string_view json)
{
    try {
        auto read = json::parse(json);
        Coverage coverage;
        coverage.left_behind_ = json::value_to<std::vector<std::string>>(read.at("left_behind"));
        for (const auto& [name, value] : read.at("fields").as_object()) {
            auto field = FieldCoverage::parse(value.as_object());
            if (!field) return std::nullopt;
            coverage.fields_.emplace(std::string(name), std::move(*field));
        }
        return coverage;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

} // namespace baotin::crawler
