#include "crawler/honesty.hpp"

#include "crawler/lesson_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baotin::crawler {
namespace {

constexpr double kMostTrust = 100;
constexpr double kTrustGrows = 1.5; // with every change that was not hidden
constexpr int kLiarsTrust = 4;      // a site that lied so often is not believed again

} // namespace

void Honesty::checked(bool lied)
{
    ++checks_;
    if (lied) {
        ++lies_;
        every_ = 1;
        return;
    }
    auto most = lies_ >= kLiarsTrust ? 1 : kMostTrust / (1 + 9 * lies_);
    every_ = std::min(every_ * kTrustGrows, most);
}

std::string Honesty::json() const
{
    return fmt::format(R"({{"every":{:.3f},"checks":{},"lies":{}}})", every_, checks_, lies_);
}

std::optional<Honesty> Honesty::parse(std::string_view json)
{
    LessonReader reader(json);
    Honesty honesty;
    honesty.every_ = reader.number("every", 1, kMostTrust);
    honesty.checks_ = static_cast<int>(reader.number("checks", 0, 1e9));
    honesty.lies_ = static_cast<int>(reader.number("lies", 0, 1e9));
    if (!reader.good()) return std::nullopt;
    return honesty;
}

} // namespace baotin::crawler
