/// How long news and edits wait to be seen, and how fresh the archive is, under five schedules at three
/// budgets, in virtual time and from one seed. Prints a table; `schedule_bench FILE.svg` also draws it
/// (docs/scheduling.md).

#include "bench/schedule/policies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <iterator>
#include <queue>
#include <string>
#include <string_view>

namespace baotin::bench {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;
using namespace std::chrono_literals;

const Time kStart = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);
constexpr int kDays = 56, kWarmUp = 28; // the first four weeks teach and are not counted

/// Sums over one site, or over all.
struct Score {
    double visits = 0;               // a day
    double news = 0, news_delay = 0; // how many, and hours in all
    double edits = 0, edit_delay = 0;
    double standing = 0, stale = 0; // article-hours

    void operator+=(const Score& other)
    {
        visits += other.visits;
        news += other.news, news_delay += other.news_delay;
        edits += other.edits, edit_delay += other.edit_delay;
        standing += other.standing, stale += other.stale;
    }
    [[nodiscard]] double mean_delay() const { return (news_delay + edit_delay) / (news + edits); }
};

/// One site under one policy, from visit to visit.
class Run {
public:
    Run(const SimulatedSite& site, Policy& policy) : site_(site), policy_(policy)
    {
        for (std::size_t i = 0; i < site.sources.size(); ++i)
            visit_first({.source = true, .index = i}, kStart);
    }

    Score score()
    {
        auto end = kStart + std::chrono::days(kDays);
        while (!due_.empty() && due_.top().first < end) {
            auto [now, index] = due_.top();
            due_.pop();
            visit(index, now);
        }
        score_.visits /= kDays - kWarmUp;
        count_standing(end);
        return score_;
    }

private:
    using Due = std::pair<Time, std::size_t>;

    static bool counts(Time at) { return at >= kStart + std::chrono::days(kWarmUp); }

    void visit_first(SimulatedPage page, Time now)
    {
        if (counts(now)) ++score_.visits;
        page.found_at = page.last_visit = page.history.found_at = now;
        page.history.kind = page.source ? archive::PageKind::listing : archive::PageKind::article;
        auto next = policy_.next(page, -1, now);
        page.last_visit = now;
        pages_.push_back(page);
        due_.emplace(next, pages_.size() - 1);
    }

    void visit(std::size_t index, Time now)
    {
        if (counts(now)) ++score_.visits;
        auto news =
            pages_[index].source ? look_at_source(pages_[index], now) : look_at_article(pages_[index], now);
        auto next = policy_.next(pages_[index], static_cast<int>(news.size()), now);
        bool source = pages_[index].source;
        pages_[index].last_visit = now;
        due_.emplace(std::max(next, now + 1s), index);
        if (!source) return;
        for (auto article : news)
            visit_first({.source = false, .index = article}, now);
    }

    std::vector<std::size_t> look_at_source(const SimulatedPage& page, Time now)
    {
        std::vector<std::size_t> found;
        auto published = [](const Life& life) { return life.published; };
        auto from = std::ranges::upper_bound(site_.articles, page.last_visit, {}, published);
        for (auto life = from; life != site_.articles.end() && life->published <= now; ++life) {
            if (life->source != page.index) continue;
            found.push_back(static_cast<std::size_t>(life - site_.articles.begin()));
            if (!counts(life->published)) continue;
            ++score_.news;
            score_.news_delay += Hours(now - life->published).count();
        }
        return found;
    }

    std::vector<std::size_t> look_at_article(const SimulatedPage& page, Time now)
    {
        const auto& edits = site_.articles[page.index].edits;
        auto from = std::ranges::upper_bound(edits, page.last_visit);
        auto to = std::ranges::upper_bound(edits, now);
        if (from == to) return {};
        for (auto edit = from; edit != to; ++edit) {
            if (!counts(*edit)) continue;
            ++score_.edits;
            score_.edit_delay += Hours(now - *edit).count();
        }
        if (counts(*from)) score_.stale += Hours(now - *from).count();
        return {page.index};
    }

    /// What nobody has seen yet waits until the end at least.
    void count_standing(Time end)
    {
        auto begin = kStart + std::chrono::days(kWarmUp);
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            if (pages_[i].source)
                look_at_source(pages_[i], end);
            else
                look_at_article(pages_[i], end);
            if (!pages_[i].source)
                score_.standing += Hours(end - std::max(pages_[i].found_at, begin)).count();
        }
    }

    const SimulatedSite& site_;
    Policy& policy_;
    std::vector<SimulatedPage> pages_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    Score score_;
};

using World = std::vector<SimulatedSite>;
using MakePolicy = std::function<std::unique_ptr<Policy>(const SimulatedSite&)>;

Score score(const World& world, const MakePolicy& make)
{
    Score all;
    for (const auto& site : world) {
        auto policy = make(site);
        all += Run(site, *policy).score();
    }
    return all;
}

/// The fixed interval at its best: the split between sources and articles that waits shortest.
Score best_fixed(const World& world, double per_day)
{
    Score best;
    for (double part : {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}) {
        auto one = score(world, [&](const SimulatedSite& site) { return fixed_policy(site, per_day, part); });
        if (best.news == 0 || one.mean_delay() < best.mean_delay()) best = one;
    }
    return best;
}

struct Row {
    double per_day;
    std::string policy;
    Score score;
    double gain;
};

std::vector<Row> rows_of(const World& world, double per_day)
{
    auto fixed = best_fixed(world, per_day);
    auto halving = score(world, [&](const SimulatedSite&) { return halving_policy(per_day); });
    auto ours = score(world, [&](const SimulatedSite&) { return learning_policy(per_day); });
    auto knowing =
        score(world, [&](const SimulatedSite& site) { return knowing_policy(site, per_day, true); });
    auto sites =
        score(world, [&](const SimulatedSite& site) { return knowing_policy(site, per_day, false); });
    auto gain = [&](const Score& one) {
        return (fixed.mean_delay() - one.mean_delay()) / (fixed.mean_delay() - knowing.mean_delay());
    };
    return {{per_day, "fixed interval", fixed, gain(fixed)},
            {per_day, "halve and grow", halving, gain(halving)},
            {per_day, "baotin", ours, gain(ours)},
            {per_day, "knows the sites", sites, gain(sites)},
            {per_day, "knows all rates", knowing, gain(knowing)}};
}

void print(const std::vector<Row>& rows, std::size_t sites)
{
    fmt::print("{:>8} {:<16} {:>10} {:>12} {:>12} {:>12} {:>8} {:>6}\n", "budget", "policy", "visits/day",
               "news, min", "edits, min", "both, min", "fresh", "gain");
    for (const auto& row : rows) {
        const auto& one = row.score;
        fmt::print("{:>8} {:<16} {:>10.0f} {:>12.1f} {:>12.1f} {:>12.1f} {:>7.2f}% {:>5.0f}%\n", row.per_day,
                   row.policy, one.visits / static_cast<double>(sites), 60 * one.news_delay / one.news,
                   60 * one.edit_delay / one.edits, 60 * one.mean_delay(),
                   100 * (1 - one.stale / one.standing), 100 * row.gain);
    }
}

constexpr double kBarWidth = 22, kGroupGap = 30, kPanelHeight = 160, kPanelGap = 60;
constexpr std::string_view kColours[] = {"#b0b0b0", "#d9a441", "#1f6fb2", "#7fb3d9", "#3a3a3a"};

/// Bars of one figure, on a logarithmic scale: rows by budget, one colour a policy.
std::string panel(const std::vector<Row>& rows, std::string_view title, double top,
                  const std::function<double(const Score&)>& value)
{
    double least = 1e18, most = 0;
    for (const auto& row : rows) {
        least = std::min(least, value(row.score));
        most = std::max(most, value(row.score));
    }
    least /= 2;
    auto svg = fmt::format("<text x='40' y='{:.0f}' font-weight='bold'>{}</text>\n", top - 10, title);
    double x = 40;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0 && rows[i].per_day != rows[i - 1].per_day) x += kGroupGap;
        auto figure = value(rows[i].score);
        auto height = kPanelHeight * std::log(figure / least) / std::log(most / least);
        svg += fmt::format("<rect x='{:.0f}' y='{:.1f}' width='{:.0f}' height='{:.1f}' fill='{}'/>\n", x,
                           top + kPanelHeight - height, kBarWidth - 2, height,
                           kColours[i % std::size(kColours)]);
        svg += fmt::format("<text x='{:.0f}' y='{:.1f}' font-size='8' text-anchor='middle'>{:.{}f}</text>\n",
                           x + kBarWidth / 2, top + kPanelHeight - height - 2, figure, figure < 10 ? 1 : 0);
        if (i % std::size(kColours) == 2)
            svg +=
                fmt::format("<text x='{:.0f}' y='{:.0f}' text-anchor='middle'>{:.0f} visits a day</text>\n",
                            x + kBarWidth / 2, top + kPanelHeight + 14, rows[i].per_day);
        x += kBarWidth;
    }
    return svg;
}

void draw(const std::vector<Row>& rows, const char* file)
{
    std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='480' height='500' "
                      "font-family='sans-serif' font-size='11'>\n"
                      "<rect width='480' height='500' fill='white'/>\n";
    svg += panel(rows, "Minutes until news are seen (mean, logarithmic)", 40,
                 [](const Score& one) { return 60 * one.news_delay / one.news; });
    svg += panel(rows, "Minutes until edits are seen (mean, logarithmic)", 40 + kPanelHeight + kPanelGap,
                 [](const Score& one) { return 60 * one.edit_delay / one.edits; });
    double x = 40;
    for (std::size_t i = 0; i < std::size(kColours); ++i, x += 85) {
        svg += fmt::format("<rect x='{:.0f}' y='465' width='9' height='9' fill='{}'/><text x='{:.0f}' "
                           "y='474' font-size='9'>{}</text>\n",
                           x, kColours[i], x + 12, rows[i].policy);
    }
    svg += "</svg>\n";
    if (auto* out = std::fopen(file, "w")) {
        std::fputs(svg.c_str(), out);
        std::fclose(out);
    } else {
        std::perror(file);
    }
}

} // namespace
} // namespace baotin::bench

int main(int argc, char** argv)
{
    using namespace baotin::bench;
    constexpr std::size_t sites = 16;
    auto world = make_world(7, sites, kStart, kDays);
    std::vector<Row> all;
    for (double per_day : {240.0, 600.0, 1440.0}) {
        auto rows = rows_of(world, per_day);
        print(rows, sites);
        all.insert(all.end(), rows.begin(), rows.end());
    }
    if (argc > 1) draw(all, argv[1]);
    return 0;
}
