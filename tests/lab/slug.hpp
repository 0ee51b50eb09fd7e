#pragma once

#include <string>
#include <string_view>

namespace baotin::lab {

/// `Công an Sóc Trăng` → `cong-an-soc-trang`, or `Cong-an-Soc-Trang` with `keep_case`; at most about 100
/// letters.
std::string slug_of(std::string_view title, bool keep_case = false);

} // namespace baotin::lab
