#include "net/curl_loop.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <utility>

namespace baotin::net {
namespace {

void require(CURLMcode code, const char* doing)
{
    if (code != CURLM_OK)
        throw std::runtime_error(fmt::format("curl: {}: {}", doing, curl_multi_strerror(code)));
}

template <class Value>
void set(CURLM* multi, CURLMoption option, Value value)
{
    require(curl_multi_setopt(multi, option, value), "curl_multi_setopt");
}

} // namespace

/// One socket curl waits for. Waits that are still queued share it, and see by `owner` that curl has let go.
struct CurlLoop::Watch {
    Watch(boost::asio::any_io_executor loop, CurlLoop* its_owner)
        : descriptor(std::move(loop)), owner(its_owner)
    {
    }

    boost::asio::posix::stream_descriptor descriptor;
    CurlLoop* owner;
    int wanted = 0;
    bool reading = false;
    bool writing = false;
};

CurlLoop::CurlLoop(boost::asio::any_io_executor loop, int connections, Finished finished)
    : loop_(std::move(loop)),
      finished_(std::move(finished)),
      timeout_(loop_, [this] { drive(CURL_SOCKET_TIMEOUT, 0); }),
      multi_(curl_multi_init())
{
    if (!multi_) throw std::runtime_error("curl: curl_multi_init failed");
    set(multi_.get(), CURLMOPT_SOCKETFUNCTION, &CurlLoop::on_socket);
    set(multi_.get(), CURLMOPT_SOCKETDATA, this);
    set(multi_.get(), CURLMOPT_TIMERFUNCTION, &CurlLoop::on_timeout);
    set(multi_.get(), CURLMOPT_TIMERDATA, this);
    set(multi_.get(), CURLMOPT_PIPELINING, long(CURLPIPE_MULTIPLEX));
    set(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, long(connections));
    set(multi_.get(), CURLMOPT_MAXCONNECTS, long(connections));
}

CurlLoop::~CurlLoop()
{
    multi_.reset();
    while (!watches_.empty())
        forget(watches_.begin()->first);
}

void CurlLoop::add(CURL* easy)
{
    require(curl_multi_add_handle(multi_.get(), easy), "curl_multi_add_handle");
    ++running_;
}

void CurlLoop::remove(CURL* easy)
{
    require(curl_multi_remove_handle(multi_.get(), easy), "curl_multi_remove_handle");
    // Curl does not always say so when its last timeout goes.
    if (--running_ == 0) timeout_.clear();
}

int CurlLoop::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*)
{
    auto& loop = *static_cast<CurlLoop*>(self);
    // Now, not later: curl may close this number and open it again before it returns to us.
    if (what == CURL_POLL_REMOVE)
        loop.forget(socket);
    else
        loop.watch(socket, what);
    return 0;
}

int CurlLoop::on_timeout(CURLM*, long milliseconds, void* self)
{
    auto& loop = *static_cast<CurlLoop*>(self);
    if (milliseconds < 0)
        loop.timeout_.clear();
    else if (milliseconds == 0)
        loop.kick();
    else
        loop.timeout_.set(std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds));
    return 0;
}

void CurlLoop::watch(curl_socket_t socket, int what)
{
    auto& watch = watches_[socket];
    if (!watch) {
        watch = std::make_shared<Watch>(loop_, this);
        boost::system::error_code error;
        watch->descriptor.assign(socket, error);
        // epoll is out of memory or watches: then nothing is ever heard of this socket and the transfer's own
        // deadline ends it.
        if (error) return;
    }
    watch->wanted = what;
    wait(watch);
}

void CurlLoop::forget(curl_socket_t socket)
{
    const auto found = watches_.find(socket);
    if (found == watches_.end()) return;
    const std::shared_ptr<Watch> watch = std::move(found->second);
    watches_.erase(found);
    watch->owner = nullptr;
    if (watch->descriptor.is_open()) watch->descriptor.release();
}

void CurlLoop::wait(const std::shared_ptr<Watch>& watch)
{
    using boost::asio::posix::stream_descriptor;
    if (!watch->descriptor.is_open()) return;
    const auto listen = [&watch](bool Watch::*busy, int wanted, stream_descriptor::wait_type type,
                                 int event) {
        if (!(watch->wanted & wanted) || (*watch).*busy) return;
        (*watch).*busy = true;
        watch->descriptor.async_wait(type, [watch, busy, wanted, event](boost::system::error_code error) {
            (*watch).*busy = false;
            if (!watch->owner) return;
            const auto owner = watch->owner->shared_from_this();
            if (watch->wanted & wanted)
                owner->drive(watch->descriptor.native_handle(), error ? CURL_CSELECT_ERR : event);
            if (watch->owner) wait(watch);
        });
    };
    listen(&Watch::reading, CURL_POLL_IN, stream_descriptor::wait_read, CURL_CSELECT_IN);
    listen(&Watch::writing, CURL_POLL_OUT, stream_descriptor::wait_write, CURL_CSELECT_OUT);
}

void CurlLoop::kick()
{
    if (std::exchange(kicked_, true)) return;
    boost::asio::post(loop_, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->kicked_ = false;
        self->drive(CURL_SOCKET_TIMEOUT, 0);
    });
}

void CurlLoop::drive(curl_socket_t socket, int events)
{
    int running = 0; // counted by curl; ours also knows those it has not reported yet
    require(curl_multi_socket_action(multi_.get(), socket, events, &running), "curl_multi_socket_action");
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL* const easy = message->easy_handle;
        const CURLcode code = message->data.result;
        remove(easy); // and `message` with it
        finished_(easy, code);
    }
}

} // namespace baotin::net
