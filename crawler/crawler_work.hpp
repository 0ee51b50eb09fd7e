#pragma once

#include "crawler/agenda.hpp"
#include "crawler/crawler.hpp"
#include "crawler/visit_metrics.hpp"
#include "crawler/watchdog.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <exception>
#include <map>
#include <utility>

namespace baotin::crawler {

using archive::DuePage;

/// What the crawler's coroutines share; they keep it alive.
class Crawler::Work : public std::enable_shared_from_this<Work> {
public:
    Work(boost::asio::any_io_executor loop, CrawlerParts parts, config::Snapshot config)
        : loop_(std::move(loop)),
          parts_(std::move(parts)),
          config_(std::move(config)),
          budgets_([this](const std::string& host) {
              frontier_.freed(host);
              wake();
          }),
          memory_(parts_.recorder),
          fetch_(parts_.http, budgets_, memory_, config_->crawler, parts_.clock),
          visitor_(
              fetch_, parts_.pool, parts_.reads, parts_.recorder, memory_, lessons_,
              [this](const archive::Page& page, const config::Site& site) {
                  return agenda_.share(page.url, site);
              },
              PageLimits(config_->crawler), parts_.clock),
          metrics_(parts_.registry),
          alarm_(parts_.clock.alarm())
    {
    }

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<void> crawl_once(std::vector<std::string> sites,
                                            std::function<void(const Progress&)> watch);
    boost::asio::awaitable<void> reload(config::Snapshot config);
    boost::asio::awaitable<void> stop();

private:
    boost::asio::awaitable<void> agree_with_archive();
    boost::asio::awaitable<void> close_orphans(std::vector<archive::Incident>& open);
    boost::asio::awaitable<void> load_pages(std::function<void(DuePage)> take);
    boost::asio::awaitable<void> visit_while(std::function<bool()> more);
    boost::asio::awaitable<void> visit(Frontier::Picked page, std::shared_ptr<const config::Site> site,
                                       Turn turn);
    boost::asio::awaitable<void> tell(std::vector<TroubleChange> changes);
    boost::asio::awaitable<void> tell_drift(std::string id);
    boost::asio::awaitable<void> watch_over();
    boost::asio::awaitable<void> keep_lessons();
    boost::asio::awaitable<void> sleep_until_ready();

    void keep_listings();
    [[nodiscard]] std::size_t most_visits() const;
    void start_visits();
    void start_visit(Frontier::Picked page);
    void end_stuck_visits(Time now);
    void finished(archive::PageId page, std::exception_ptr failure);
    void plan(DuePage page);
    void wake() { alarm_->ring(); }
    std::size_t left_to_visit();

    boost::asio::any_io_executor loop_;
    CrawlerParts parts_;
    config::Snapshot config_;
    HostBudgets budgets_;
    Frontier frontier_{budgets_};
    SiteLessons lessons_;
    Agenda agenda_{frontier_, budgets_, lessons_};
    ArchiveMemory memory_;
    PoliteFetch fetch_;
    Visitor visitor_;
    VisitMetrics metrics_;
    SiteTroubles troubles_;
    Watchdog watchdog_;
    Time watched_at_{};
    bool learned_ = false;         // what the archive kept is older than what was learned since
    std::unique_ptr<Alarm> alarm_; // wakes visit_while()
    struct UnderWay {
        boost::asio::cancellation_signal end;
        Frontier::Picked page;
        Time since{};
        std::optional<DuePage> again; // when it is to be visited next
        bool given_up = false;
    };
    std::map<archive::PageId, UnderWay> under_way_;
    std::exception_ptr failure_; // of a visit: a bug or a broken store
    bool stopping_ = false;

    bool once_ = false; // pages are not put back; fresh ones are visited in the same pass
    std::function<void(const Progress&)> watch_;
    std::size_t done_ = 0;
    std::size_t due_ = 0; // pages, when they were counted last
    Time counted_at_{};
};

} // namespace baotin::crawler
