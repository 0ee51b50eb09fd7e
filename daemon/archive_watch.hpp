#pragma once

#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "parsers/timestamp.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace baotin::daemon {

/// Packs stored pages of one site. Answers how many, 0 where none waits to be packed.
boost::asio::awaitable<std::size_t> pack_some(archive::Reads& reads, archive::Recorder& recorder);

/// Looks after the archive while the daemon runs: says when it cannot be written or is damaged, keeps both as
/// incidents, lets search and stories catch up with what was recorded, and has stored pages packed.
///
/// Lives on the loop; the file is looked through on a thread of its own. `reads` (whose thread may be busy
/// for seconds: nobody else's) and `recorder` must outlive it.
class ArchiveWatch {
public:
    ArchiveWatch(boost::asio::any_io_executor loop, archive::Reads& reads, archive::Recorder& recorder,
                 std::filesystem::path file);
    ~ArchiveWatch(); ///< waits for the thread, which stop() ends
    ArchiveWatch(const ArchiveWatch&) = delete;
    ArchiveWatch& operator=(const ArchiveWatch&) = delete;

    /// One line of what is wrong now.
    [[nodiscard]] std::optional<std::string> trouble() const;

    boost::asio::awaitable<void> watch_disk();                             ///< until stop()
    boost::asio::awaitable<void> index_texts();                            ///< until stop()
    boost::asio::awaitable<void> join_stories(std::function<void()> told); ///< until stop()
    boost::asio::awaitable<void> pack_pages();                             ///< until stop()
    /// What is derived from the archive could not be kept any more: that stops, and nothing else.
    void gave_up(std::string_view why);
    /// Looks the file through, once: after a crash or a power cut.
    boost::asio::awaitable<void> check_file();
    void stop();

private:
    boost::asio::awaitable<void> tell_of_stall(std::string detail, parsers::Time since);

    archive::Reads& reads_;
    archive::Recorder& recorder_;
    std::filesystem::path file_;
    boost::asio::steady_timer disk_, indexing_, joining_, packing_;
    std::optional<std::string> damage_;
    bool stopping_ = false;
    std::stop_source stop_;
    boost::asio::thread_pool checker_{1}; ///< last: what runs there uses the members above
};

} // namespace baotin::daemon
