#include "config/problem.hpp"

#include <fmt/format.h>

namespace baotin::config {

std::string to_string(const Problem& problem)
{
    if (problem.line == 0) return fmt::format("{}: {}", problem.file, problem.what);
    return fmt::format("{}:{}:{}: {}", problem.file, problem.line, problem.column, problem.what);
}

} // namespace baotin::config
