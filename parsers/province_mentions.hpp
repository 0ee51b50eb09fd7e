#pragma once

#include "parsers/provinces.hpp"

#include <string_view>
#include <vector>

namespace baotin::parsers {

/// The provinces that a canonical text names, under the names it uses (`Bắc Giang`, though it is Bắc Ninh's
/// part since July 2025), each once, in the order of their first mention. One pass over the text.
///
/// A name counts where it is written as a name: every syllable begins with a capital (`Hòa Bình`, not `hòa
/// bình`), diacritics as they belong, either tone placement. In a line of capitals, names that are words too
/// (HÒA BÌNH, BÌNH ĐỊNH) count only behind an office (TỈNH, CÔNG AN …). `Hồ Chí Minh` and `Điện Biên Phủ`
/// count as cities only (`TP. Hồ Chí Minh`, `TP.HCM`), `Sài Gòn` counts. Longer names (`Thái Bình Dương`, `Hà
/// Nam Ninh`), persons (`Nguyễn Thái Bình`) and `phố Huế` are not the province; works, schools and rivers
/// that are called after it (`thủy điện Hòa Bình`) are taken for a mention.
std::vector<Province> provinces_mentioned(std::string_view canonical_text);

} // namespace baotin::parsers
