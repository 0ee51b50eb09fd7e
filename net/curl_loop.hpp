#pragma once

#include "net/curl_handles.hpp"
#include "net/lazy_timer.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <unordered_map>

namespace baotin::net {

/// Drives a curl multi handle with Asio: curl says which sockets and which timeout it waits for, this waits
/// and tells it.
///
/// Lives on the loop. Make it with std::make_shared: handlers that are still queued when it goes only hold it
/// weakly.
class CurlLoop : public std::enable_shared_from_this<CurlLoop> {
public:
    /// A transfer has ended; its handle is already out of the multi. Called outside of curl, so that it may
    /// add and remove.
    using Finished = std::function<void(CURL* easy, CURLcode code)>;

    CurlLoop(boost::asio::any_io_executor loop, int connections, Finished finished);
    ~CurlLoop();
    CurlLoop(const CurlLoop&) = delete;
    CurlLoop& operator=(const CurlLoop&) = delete;

    void add(CURL* easy);
    void remove(CURL* easy);

private:
    struct Watch;

    static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* watch);
    static int on_timeout(CURLM* multi, long milliseconds, void* self);
    static void wait(const std::shared_ptr<Watch>& watch);

    void watch(curl_socket_t socket, int what);
    void forget(curl_socket_t socket);
    void kick();
    void drive(curl_socket_t socket, int events);

    boost::asio::any_io_executor loop_;
    Finished finished_;
    LazyTimer timeout_;
    std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
    bool kicked_ = false;
    int running_ = 0;
    MultiHandle multi_; ///< last: closing it still calls on_socket
};

} // namespace baotin::net
