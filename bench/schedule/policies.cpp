#include "bench/schedule/policies.hpp"

#include <algorithm>
#include <cmath>

namespace baotin::bench {
namespace {

using crawler::HostDemand;
using crawler::Outlook;
using Hours = std::chrono::duration<double, std::ratio<3600>>;
using namespace std::chrono_literals;

constexpr double kUncapped = 1e9; // the budget alone decides, so that all policies spend the same
constexpr double kMiddle = 0.5;   // no jitter
const config::VisitSettings kSettings;

double hours(Time from, Time to)
{
    return Hours(to - from).count();
}

Time after(Time at, double time)
{
    return at + std::chrono::duration_cast<std::chrono::milliseconds>(Hours(time));
}

void recount(HostDemand& host, SimulatedPage& page, double demand, double fixed)
{
    host.add(page.demand, page.fixed, -1);
    page.demand = demand;
    page.fixed = fixed;
    host.add(demand, fixed, +1);
}

class Learning final : public Policy {
public:
    explicit Learning(double per_day) : per_day_(per_day) {}

    Time next(SimulatedPage& page, int news, Time now) override
    {
        auto outlook = [&] { return Outlook{rhythm_, aging_, host_.share(per_day_, kUncapped)}; };
        auto& history = page.history;
        history.outcome = archive::Outcome::unchanged;
        if (news >= 0) {
            history.rate = crawler::after_visit(history, outlook(), page.last_visit, now, news);
            if (page.source)
                rhythm_.learn(page.last_visit, now, news);
            else
                aging_.learn(crawler::age_of(history, page.last_visit), crawler::age_of(history, now),
                             news > 0);
            if (news > 0) history.last_change = now;
        }
        auto next = crawler::next_visit(history, outlook(), kSettings, now, kMiddle);
        recount(host_, page, crawler::demand(history, outlook(), kSettings, now, next),
                crawler::fixed_visits(history, kSettings));
        return next;
    }

private:
    double per_day_;
    crawler::Rhythm rhythm_;
    crawler::Aging aging_;
    HostDemand host_;
};

class Knowing final : public Policy {
public:
    Knowing(const SimulatedSite& site, double per_day, bool articles)
        : site_(site), per_day_(per_day), articles_(articles)
    {
        for (auto part : site.sources)
            parts_ += part;
    }

    Time next(SimulatedPage& page, int, Time now) override
    {
        if (page.source) {
            auto rate = site_.nature.news * site_.sources[page.index] / parts_;
            return walk(page, now, 6, rate,
                        [&](Time at) { return std::sqrt(rate * site_.nature.activity_at(at)); });
        }
        const auto& life = site_.articles[page.index];
        auto factor = articles_ ? life.factor : site_.nature.edits;
        auto root = [&](Time at) { return std::sqrt(factor * Nature::edit_rate(hours(life.published, at))); };
        return walk(page, now, 30 * 24, 0, root);
    }

private:
    /// Until the integral of share × root reaches one.
    template <class Root>
    Time walk(SimulatedPage& page, Time now, double most, double fixed, Root root)
    {
        if (host_.share(per_day_, kUncapped) == kUncapped) recount(host_, page, root(now), fixed);
        auto share = host_.share(per_day_, kUncapped);
        double sum = 0, at = 0;
        for (double step = 0; at < most; at += step) {
            step = std::min(std::max(0.02, at / 50), most - at + 1e-6);
            auto gain = share * root(after(now, at)) * step;
            if (sum + gain >= 1) {
                at += step * (1 - sum) / gain;
                sum = 1;
                break;
            }
            sum += gain;
        }
        at = std::max(at, 2.0 / 60);
        recount(host_, page, sum / share / at, fixed);
        return after(now, at);
    }

    const SimulatedSite& site_;
    double per_day_;
    bool articles_;
    double parts_ = 0;
    HostDemand host_;
};

class Fixed final : public Policy {
public:
    Fixed(const SimulatedSite& site, double per_day, double part)
    {
        auto left = std::max(per_day / 24 - site.nature.news, per_day / 96);
        source_visits_ = left * part;
        article_visits_ = left * (1 - part);
        sources_ = static_cast<double>(site.sources.size());
    }

    Time next(SimulatedPage& page, int news, Time now) override
    {
        if (!page.source && news < 0) ++articles_;
        auto interval = page.source ? sources_ / source_visits_ : articles_ / article_visits_;
        return after(now, std::max(interval, 2.0 / 60));
    }

private:
    double sources_ = 0, articles_ = 0;
    double source_visits_ = 0, article_visits_ = 0; // an hour
};

class Halving final : public Policy {
public:
    explicit Halving(double per_day) : per_day_(per_day) {}

    Time next(SimulatedPage& page, int news, Time now) override
    {
        ++visits_;
        if (day_ == Time{}) day_ = now;
        if (auto passed = hours(day_, now); passed >= 6) {
            scale_ *= std::clamp(visits_ / passed / (per_day_ / 24), 0.5, 2.0);
            visits_ = 0;
            day_ = now;
        }
        if (news < 0) page.interval = page.source ? 0.5 : 6;
        if (news >= 0)
            page.interval = std::clamp(page.interval * (news > 0 ? 0.5 : 1.5), 1.0 / 30, 30.0 * 24);
        return after(now, std::clamp(page.interval * scale_, 1.0 / 30, 30.0 * 24));
    }

private:
    double per_day_;
    double visits_ = 0, scale_ = 1;
    Time day_{};
};

} // namespace

std::unique_ptr<Policy> learning_policy(double per_day)
{
    return std::make_unique<Learning>(per_day);
}

std::unique_ptr<Policy> knowing_policy(const SimulatedSite& site, double per_day, bool articles)
{
    return std::make_unique<Knowing>(site, per_day, articles);
}

std::unique_ptr<Policy> fixed_policy(const SimulatedSite& site, double per_day, double sources)
{
    return std::make_unique<Fixed>(site, per_day, sources);
}

std::unique_ptr<Policy> halving_policy(double per_day)
{
    return std::make_unique<Halving>(per_day);
}

} // namespace baotin::bench
