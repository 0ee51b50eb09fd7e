#pragma once

#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "archive/store.hpp"
#include "config/config.hpp"
#include "crawler/crawler.hpp"
#include "tests/sim/web.hpp"
#include "tests/sim/world.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>

namespace prometheus {
class Registry;
}

namespace baotin::sim {

/// One life of a daemon: the real crawler over the real archive, with virtual time, a simulated web, and one
/// thread. The only place that puts them together. Destroying it is a crash: what is under way is lost, what
/// is committed is not. `world`, `web` and `registry` outlive it.
class Node {
public:
    Node(World& world, Web& web, config::Snapshot config, std::uint32_t seed, prometheus::Registry& registry);
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    void settle();                                 ///< until nobody can go on before time passes
    void settle(std::size_t at_most);              ///< … or so many steps were made
    void stop();                                   ///< in order; time passes
    archive::Reader& reader() { return *reader_; } ///< of the auditor

private:
    void run(boost::asio::awaitable<void> work, bool& done);
    void rethrow();

    World& world_;
    VirtualClock clock_;
    std::unique_ptr<boost::asio::io_context> loop_;
    std::unique_ptr<archive::Store> store_;
    std::unique_ptr<archive::Reader> reader_;
    std::optional<archive::Reads> reads_;
    std::optional<crawler::ParsePool> pool_;
    std::unique_ptr<archive::Recorder> recorder_;
    std::unique_ptr<crawler::Crawler> crawler_;
    std::exception_ptr failure_;
    bool run_ended_ = false;
};

} // namespace baotin::sim
