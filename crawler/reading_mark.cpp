#include "crawler/reading_mark.hpp"

namespace baotin::crawler {
namespace {

constexpr std::string_view kMissed = "/missed:";
constexpr std::string_view kNoBody = "/fallback"; // how archives of schema 2 marked a missed body

} // namespace

std::string marked(std::string reading_id, const std::vector<parsers::RuleMatch>& matches)
{
    auto before = kMissed;
    for (const auto& [field, matched] : matches) {
        if (matched) continue;
        reading_id.append(before).append(field);
        before = ",";
    }
    return reading_id;
}

std::string_view unmarked(std::string_view reading)
{
    return reading.substr(0, reading.find('/'));
}

std::vector<std::string> missed_fields(std::string_view reading)
{
    if (reading.ends_with(kNoBody)) return {"body"};
    std::vector<std::string> fields;
    auto mark = reading.find(kMissed);
    if (mark == reading.npos) return fields;
    auto names = reading.substr(mark + kMissed.size());
    for (std::size_t comma = 0; comma != names.npos; names.remove_prefix(comma + 1)) {
        comma = names.find(',');
        fields.emplace_back(names.substr(0, comma));
        if (comma == names.npos) break;
    }
    return fields;
}

} // namespace baotin::crawler
