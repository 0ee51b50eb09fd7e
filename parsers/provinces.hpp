#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// A province or municipality of Viet Nam. On 1 July 2025 the 63 became 34 (Resolution 202/2025/QH15).
struct Province {
    std::string_view
        name; ///< `Bắc Ninh`, `Thành phố Hồ Chí Minh` without the kind prefix where none is customary
    std::string_view
        successor; ///< the province it is part of since July 2025; its own name where it continued
    bool current;  ///< one of the 34
};

/// All 63 former names and the 34 current ones, each name once.
const std::vector<Province>& provinces();

/// Finds a province by name, without regard to case, diacritics, tone placement, `TP.`/`Thành phố`/`Tỉnh`
/// prefixes.
std::optional<Province> find_province(std::string_view name);

} // namespace baotin::parsers
