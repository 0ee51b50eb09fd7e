#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baotin::conventions {

struct Finding {
    int line = 0;
    std::string statement;
};

/// Statements with a `co_await` whose operand builds an owning temporary in the same full expression: an
/// aggregate in braces, a lambda with captures, or a ternary. GCC 12 destroys such temporaries twice
/// (docs/traps.md); ASan shows it, Clang hides it.
std::vector<Finding> coroutine_traps(std::string_view source);

} // namespace baotin::conventions
