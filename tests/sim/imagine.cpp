#include "tests/sim/dice.hpp"
#include "tests/sim/scenario.hpp"
#include "tests/sim/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace baotin::sim {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::hours;

// A Monday, midnight on Vietnamese clocks (17:00 UTC of the day before).
constexpr Time kStart = std::chrono::sys_days{std::chrono::year{2026} / 11 / 15} + 17h;
constexpr auto kBacklog = days(4); // of articles that stand on the site when the crawler first comes

/// Share of a day's articles in each hour: newsrooms write in office hours, most in the late morning and
/// afternoon.
constexpr std::array<double, 24> kHours{.2, .1,  .1, .1,  .2,  .6,  1.2, 2,  2.4, 2.6, 2.4, 1.6,
                                        1,  1.2, 2,  2.4, 2.4, 1.6, 1,   .8, .7,  .5,  .4,  .3};
constexpr std::array<double, 7> kWeekdays{1.2, 1.2, 1.2, 1.2, 1.2, .6, .4};

milliseconds ms_of(double seconds)
{
    return milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

double seconds_of(milliseconds time)
{
    return static_cast<double>(time.count()) / 1000;
}

/// How busy newsrooms are at `time`; 1 on average.
double rhythm(Time time)
{
    auto since = (time - kStart) + days(28);
    auto hour = static_cast<std::size_t>(std::chrono::floor<hours>(since).count());
    return kHours[hour % 24] * kWeekdays[hour / 24 % 7];
}

/// A non-homogeneous Poisson process, by thinning.
std::vector<Time> publications(Dice& dice, Time from, Time until, double per_day)
{
    constexpr double peak = 2.6 * 1.2;
    std::vector<Time> times;
    for (auto time = from;;) {
        time += ms_of(1 + dice.exponential(86400 / (per_day * peak)));
        if (time >= until) return times;
        if (dice.chance(rhythm(time) / peak)) times.push_back(time);
    }
}

/// Most edits come within hours of the publication, a few many days later.
void edit(Dice& dice, TrueArticle& article, const Truth& truth)
{
    std::vector<Time> times;
    auto expected = std::exp(-0.6);
    for (double left = dice.share(); left > expected; left *= dice.share())
        times.push_back(article.published() + ms_of(60 + dice.exponential(5 * 3600)));
    if (dice.chance(0.06)) times.push_back(article.published() + ms_of(dice.between(1, 6) * 86400));
    std::ranges::sort(times);
    for (auto time : times) {
        if (time < truth.start + 2h || time >= truth.end) continue; // what was before nobody saw
        auto text = edited(dice, article.versions.back().text);
        article.versions.push_back({time, std::move(text)});
    }
}

void take_down(Dice& dice, TrueArticle& article, const Truth& truth)
{
    auto from = std::max(article.published(), truth.start + 3h) + ms_of(600 + dice.exponential(86400));
    auto back = dice.chance(0.5) ? from + 12h + ms_of(dice.exponential(86400)) : truth.end + days(1);
    article.absences.push_back({from, back, dice.chance(0.5) ? 404 : 410});
}

/// A move without a redirect is only recognised by the text and while a source still announces the article.
void move(Dice& dice, TrueArticle& article, const Truth& truth)
{
    bool redirects = dice.chance(0.6);
    if (!redirects && article.published() < truth.start + 1h) return;
    auto after = redirects ? 600 + dice.exponential(86400) : dice.between(900, 3600);
    auto path = article.addresses.front().path;
    path.replace(path.rfind(".html"), 5, "-m.html");
    auto since = std::max(article.published(), truth.start + 1h) + ms_of(after);
    article.addresses.push_back({since, std::move(path), redirects});
    if (!redirects) article.versions.resize(1);
}

/// Without these edits no article is at a new address with a new text at once, which nobody could recognise.
void leave_alone(TrueArticle& article, Time around)
{
    auto too_close = [&](const Version& one) {
        return around - days(2) < one.at && one.at < around + days(2);
    };
    article.versions.erase(std::remove_if(article.versions.begin() + 1, article.versions.end(), too_close),
                           article.versions.end());
}

void leave_movers_alone(TrueSite& site)
{
    for (auto& one : site.articles) {
        if (site.moves_to_www) leave_alone(one, *site.moves_to_www);
        if (one.addresses.size() > 1) leave_alone(one, one.addresses.back().since);
    }
}

TrueArticle article(Dice& dice, const TrueSite& site, const Truth& truth, Time at, int number)
{
    TrueArticle one;
    one.token = fmt::format("tin số {:05}", number);
    one.versions.push_back({at, written(dice, one.token)});
    one.forbidden = site.has_robots && dice.chance(0.02);
    auto path =
        fmt::format("{}/{}/{}-{:05}.html", site.folder, one.forbidden ? "noi-bo" : "tin", slug(dice), number);
    one.addresses.push_back({at, std::move(path), true});
    edit(dice, one, truth);
    auto fate = dice.share();
    if (fate < 0.025) take_down(dice, one, truth);
    if (fate > 0.975) move(dice, one, truth);
    return one;
}

void publish(Dice& dice, TrueSite& site, const Truth& truth, double per_day, int& number)
{
    auto times = publications(dice, truth.start - kBacklog, truth.end, per_day);
    for (auto at : times)
        site.articles.push_back(article(dice, site, truth, at, ++number));
}

TrueArticle reprint(Dice& dice, const TrueArticle& original, const TrueSite& site)
{
    TrueArticle copy;
    copy.token = original.token;
    copy.versions.push_back(original.versions.front());
    copy.versions.front().at += ms_of(dice.between(300, 6 * 3600));
    auto number = copy.token.substr(copy.token.size() - 5);
    auto path = fmt::format("{}/tin/{}-{}.html", site.folder, slug(dice), number);
    copy.addresses.push_back({copy.published(), std::move(path), true});
    return copy;
}

/// Several provinces publish the ministry's text, minutes or hours apart.
void republish(Dice& dice, Truth& truth)
{
    for (auto& from : truth.sites) {
        for (std::size_t i = 0; i < from.articles.size(); ++i) {
            if (!dice.chance(0.02)) continue;
            auto& to = truth.sites[dice.below(truth.sites.size())];
            if (to.id == from.id || from.articles[i].forbidden) continue;
            auto copy = reprint(dice, from.articles[i], to);
            auto known = std::ranges::find(to.articles, copy.token, &TrueArticle::token);
            if (known == to.articles.end() && copy.published() < truth.end)
                to.articles.push_back(std::move(copy));
        }
    }
    for (auto& site : truth.sites)
        std::ranges::stable_sort(site.articles, {}, &TrueArticle::published);
}

void add_outage(Dice& dice, TrueSite& site, const Truth& truth, bool pushback)
{
    auto span = seconds_of(truth.end - truth.start) - 86400;
    Outage one;
    one.from = truth.start + ms_of(dice.between(1800, span));
    auto length = std::min(dice.exponential(2 * 3600) + 60, 6.0 * 3600);
    one.until = std::min(one.from + ms_of(length), truth.end - days(1));
    if (site.troubled(one.from - 1h, one.until + 1h) || one.until <= one.from) return;
    constexpr std::array kinds{Trouble::silent,      Trouble::refused,       Trouble::server_error,
                               Trouble::pushed_back, Trouble::all_not_found, Trouble::challenge};
    one.what = pushback ? Trouble::pushed_back : kinds[dice.below(kinds.size())];
    one.status = dice.chance(0.5) ? 503 : 429;
    if (one.what == Trouble::server_error) one.status = dice.chance(0.5) ? 500 : 502;
    if (dice.chance(0.8)) one.retry_after = std::chrono::seconds(static_cast<int>(dice.between(30, 5400)));
    site.outages.push_back(one);
    std::ranges::sort(site.outages, {}, &Outage::from);
}

void trouble(Dice& dice, TrueSite& site, const Truth& truth, const Scenario& scenario)
{
    auto weeks = seconds_of(truth.end - truth.start - days(1)) / (7 * 86400);
    auto some = [&](double expected, bool pushback) {
        for (auto left = expected * weeks + dice.share(); left >= 1; left -= 1)
            add_outage(dice, site, truth, pushback);
    };
    some(scenario.outages, false);
    some(scenario.long_pushbacks, true);
}

TrueSite site(Dice& dice, int number)
{
    TrueSite one;
    one.id = fmt::format("congan-{}", number);
    one.host = fmt::format("congan-{}.example", number);
    one.counters = dice.chance(0.35);
    one.validating = dice.chance(0.75) ? Validating::honest : Validating::none;
    one.has_robots = dice.chance(0.8);
    if (one.has_robots && dice.chance(0.4)) one.crawl_delay = std::chrono::seconds(3 + dice.below(8));
    one.feed = dice.chance(0.4);
    one.sitemap = dice.chance(0.3);
    one.listing = !one.feed || dice.chance(0.8);
    return one;
}

/// The last two sites live on one host, the two before them on one provider's machine.
void join(std::vector<TrueSite>& sites)
{
    auto count = sites.size();
    if (count < 5) return;
    for (auto i : {count - 2, count - 1}) {
        sites[i].host = "tinh.example";
        sites[i].folder = fmt::format("/so-{}", i);
        sites[i].has_robots = false; // one file for both; it says nothing
        sites[i].crawl_delay.reset();
    }
    for (auto i : {count - 4, count - 3})
        sites[i].budget = "provider";
}

} // namespace

Truth imagine(const Scenario& scenario)
{
    Truth truth{kStart, kStart + days(scenario.days), {}};
    Dice dice(mix(scenario.seed, hash("imagine")));
    for (int i = 1; i <= scenario.sites; ++i)
        truth.sites.push_back(site(dice, i));
    join(truth.sites);
    int number = 0;
    for (int i = 0; i < scenario.sites; ++i) {
        auto& one = truth.sites[static_cast<std::size_t>(i)];
        if (i < scenario.host_moves) one.moves_to_www = truth.start + ms_of(dice.between(1, 2) * 86400);
        if (i < scenario.lying_sites) one.validating = Validating::lying;
        auto per_day = scenario.articles / 7.0 / scenario.sites * dice.between(0.4, 1.6);
        publish(dice, one, truth, per_day, number);
        bool same_host = i > 0 && truth.sites[static_cast<std::size_t>(i) - 1].host == one.host;
        if (same_host)
            one.outages = truth.sites[static_cast<std::size_t>(i) - 1].outages;
        else
            trouble(dice, one, truth, scenario);
        if (!scenario.edits_while_moving) leave_movers_alone(one);
    }
    republish(dice, truth);
    return truth;
}

} // namespace baotin::sim
