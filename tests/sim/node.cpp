#include "tests/sim/node.hpp"

#include "alerts/hook_router.hpp"

#include <boost/asio/co_spawn.hpp>

#include <stdexcept>
#include <utility>

namespace baotin::sim {

Node::Node(World& world, Web& web, config::Snapshot config, std::uint32_t seed,
           prometheus::Registry& registry)
    : world_(world),
      clock_(world, seed),
      loop_(std::make_unique<boost::asio::io_context>(1)),
      store_(archive::open_sqlite(config->store.sqlite_file, archive::OpenMode::create))
{
    auto loop = loop_->get_executor();
    store_->claim();
    reader_ = store_->reader();
    reads_.emplace(store_->reader(), loop);
    pool_.emplace(boost::asio::any_io_executor(loop));
    archive::RecorderOptions recording;
    recording.instead_of_thread = loop;
    auto router = std::make_shared<const alerts::HookRouter>(config);
    recorder_ = std::make_unique<archive::Recorder>(loop, store_->writer(), std::move(router), recording);
    crawler::CrawlerParts parts{
        .http = web,
        .recorder = *recorder_,
        .reads = *reads_,
        .pool = *pool_,
        .clock = clock_,
        .deliveries_queued = [] {},
        .registry = &registry,
    };
    crawler_ = std::make_unique<crawler::Crawler>(loop, std::move(parts), std::move(config));
    run(crawler_->run(), run_ended_);
}

/// Suspended coroutines unwind through the loop's queue, which its destructor empties; what their frames
/// refer to dies after that.
Node::~Node()
{
    world_.forget_all();
    recorder_.reset();
    loop_.reset();
    crawler_.reset();
}

void Node::run(boost::asio::awaitable<void> work, bool& done)
{
    auto ended = [this, &done](std::exception_ptr failure) {
        if (failure) failure_ = failure;
        done = true;
    };
    boost::asio::co_spawn(*loop_, std::move(work), std::move(ended));
}

void Node::settle()
{
    loop_->restart();
    loop_->poll();
    rethrow();
}

void Node::settle(std::size_t at_most)
{
    loop_->restart();
    while (at_most > 0 && loop_->poll_one() > 0)
        --at_most;
    rethrow();
}

void Node::stop()
{
    bool stopped = false;
    run(crawler_->stop(), stopped);
    settle();
    while (!(stopped && run_ended_)) {
        if (!world_.advance()) throw std::runtime_error("the crawler does not stop");
        settle();
    }
}

void Node::rethrow()
{
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

} // namespace baotin::sim
