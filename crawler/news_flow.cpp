#include "crawler/news_flow.hpp"

#include "crawler/lesson_json.hpp"

#include <fmt/format.h>

#include <chrono>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

constexpr ChangeRate kBelieved{0.5, 1};
constexpr double kRemembered = 8 * 168; // hours
constexpr double kEnoughNews = 10;      // looks
constexpr double kUnbelievable = 1e-5;
constexpr auto kLeastSilence = 24h;
constexpr auto kLongestLook = 24h; // after a longer pause nobody was listening

} // namespace

void NewsFlow::looked(Time now, int news, const Rhythm& rhythm)
{
    if (last_look_ != Time{} && now - last_look_ <= kLongestLook)
        unheard_ += rhythm.exposure(last_look_, now);
    last_look_ = now;
    if (news == 0) return;
    rate_ =
        after_count(rate_, 1, unheard_, kRemembered); // articles come in bunches; looks with news hardly do
    unheard_ = 0;
    last_news_ = now;
}

bool NewsFlow::is_silent(Time now) const
{
    return rate_.shape >= kEnoughNews && now - last_news_ >= kLeastSilence &&
           chance_of_nothing(rate_, kBelieved, unheard_) < kUnbelievable;
}

double NewsFlow::missed() const
{
    return mean_rate(rate_, kBelieved) * unheard_;
}

std::string NewsFlow::json() const
{
    return fmt::format(R"({{"shape":{:.3f},"hours":{:.3f},"unheard":{:.3f},"look":{},"news":{}}})",
                       rate_.shape, rate_.exposure, unheard_, last_look_.time_since_epoch().count(),
                       last_news_.time_since_epoch().count());
}

std::optional<NewsFlow> NewsFlow::parse(std::string_view json)
{
    auto time = [](double milliseconds) {
        return Time(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
    };
    LessonReader reader(json);
    NewsFlow flow;
    flow.rate_ = {reader.number("shape", 0, 1e9), reader.number("hours", 0, kRemembered)};
    flow.unheard_ = reader.number("unheard", 0, 1e9);
    flow.last_look_ = time(reader.number("look", 0, 1e15));
    flow.last_news_ = time(reader.number("news", 0, 1e15));
    if (!reader.good()) return std::nullopt;
    return flow;
}

} // namespace baotin::crawler
