#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// `canonical` without what counts readers or tells the time by itself: `Lượt xem: 11042`, `Đang xem: 12`,
/// `12 bình luận`, a line that is a clock, `2 giờ trước`. By this, visits compare what they
/// read; it is never stored. Words of a sentence stay, whatever they count.
std::string without_counters(std::string_view canonical);

/// Does the line say nothing but a count or the time?
bool is_counter(std::string_view canonical_line);

} // namespace baotin::parsers
