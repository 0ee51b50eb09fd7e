#include "tests/sim/simulation.hpp"

#include "tests/sim/auditor.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/node.hpp"
#include "tests/sim/pages.hpp"
#include "tests/sim/place.hpp"

#include <fmt/format.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <chrono>

namespace baotin::sim {
namespace {

using namespace std::chrono_literals;

struct Interruption {
    Time at;
    bool crash = true;
    std::size_t steps = 0; ///< that the daemon still makes in the moment of its death
};

/// At random moments, but for the last day.
std::vector<Interruption> interruptions(const Scenario& scenario, const Truth& truth)
{
    std::vector<Interruption> all;
    Dice dice(mix(scenario.seed, hash("interruptions")));
    auto days = scenario.days - 1;
    auto span = static_cast<double>((truth.end - truth.start - std::chrono::days(1)).count());
    auto add = [&](double per_day, bool crash) {
        for (auto left = per_day * days + dice.share(); left >= 1; left -= 1) {
            auto at = truth.start + milliseconds(static_cast<std::int64_t>(dice.share() * span));
            all.push_back({at, crash, dice.below(12)});
        }
    };
    add(scenario.crashes, true);
    add(scenario.restarts, false);
    std::ranges::sort(all, {}, &Interruption::at);
    return all;
}

/// One run: the world, the daemon's lives in it, and those who watch.
class Run {
public:
    explicit Run(const Scenario& scenario)
        : scenario_(scenario),
          truth_(imagine(scenario)),
          place_(truth_),
          world_(truth_.start),
          web_(truth_, scenario_, world_, result_.findings),
          auditor_(truth_, web_, result_.findings),
          interruptions_(interruptions(scenario, truth_)),
          next_look_(truth_.start + kLookEvery)
    {
    }

    Result run()
    {
        begin();
        while (world_.now() < truth_.end) {
            node_->settle();
            pass_time();
        }
        node_->settle();
        auditor_.conclude(node_->reader(), world_.now());
        node_->stop();
        node_.reset();
        count_visits();
        result_.story = web_.log() + auditor_.log();
        return std::move(result_);
    }

private:
    static constexpr auto kLookEvery = 1h;

    void begin()
    {
        auto seed = static_cast<std::uint32_t>(mix(scenario_.seed, ++lives_));
        node_ = std::make_unique<Node>(world_, web_, place_.config(), seed, registry_);
    }

    void pass_time()
    {
        auto next = std::min(world_.next().value_or(truth_.end), truth_.end);
        if (next_look_ <= next) {
            world_.advance_to(next_look_);
            auditor_.look(node_->reader(), next_look_);
            next_look_ += kLookEvery;
        } else if (!interruptions_.empty() && interruptions_.front().at <= next) {
            interrupt();
        } else if (next == truth_.end) {
            world_.advance_to(next);
        } else {
            world_.advance();
        }
    }

    void interrupt()
    {
        auto how = interruptions_.front();
        interruptions_.erase(interruptions_.begin());
        result_.findings.count(how.crash ? "crashes" : "restarts");
        if (how.crash) {
            world_.advance();
            node_->settle(how.steps);
        } else {
            node_->stop();
        }
        node_.reset();
        web_.daemon_died();
        begin();
    }

    void count_visits()
    {
        for (const auto& family : registry_.Collect()) {
            if (family.name.find("visits") == std::string::npos) continue;
            for (const auto& metric : family.metric) {
                std::string labels;
                for (const auto& label : metric.label)
                    labels += " " + label.value;
                if (metric.counter.value > 0) result_.findings.count("visits" + labels, metric.counter.value);
            }
        }
    }

    const Scenario& scenario_;
    Result result_;
    Truth truth_;
    Place place_;
    World world_;
    Web web_;
    Auditor auditor_;
    std::vector<Interruption> interruptions_;
    Time next_look_;
    prometheus::Registry registry_;
    std::uint64_t lives_ = 0;
    std::unique_ptr<Node> node_;
};

} // namespace

Result simulate(const Scenario& scenario)
{
    auto start = std::chrono::steady_clock::now();
    Run run(scenario);
    auto result = run.run();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

std::string Result::text(const Scenario& scenario) const
{
    return fmt::format("scenario {}, seed {}, {} days of {} sites in {:.1f} s:\n{}again: {}\n", scenario.name,
                       scenario.seed, scenario.days, scenario.sites, seconds, findings.summary(),
                       scenario.how_to_reproduce());
}

} // namespace baotin::sim
