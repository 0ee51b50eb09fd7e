#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::lab {

struct Request {
    std::string method;
    std::string target; ///< as sent: path and query
    std::string path;   ///< without the query
    std::string query;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    int nth = 1; ///< of its connection

    [[nodiscard]] std::string header(std::string_view name) const; ///< empty where it was not sent
};

struct Reply {
    enum class Manner {
        whole,
        trickled, ///< a few bytes at a time over `duration`
        repeated, ///< the body `times` over, chunked
        cut_off,  ///< half of the body, then the connection is closed
        reset,    ///< no answer but a TCP reset
        dropped,  ///< no answer: the connection is closed
        never     ///< no answer: the connection stays open until the client gives up
    };
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<const std::string> body; ///< null is empty; shared so that a cached page is not copied
    Manner manner = Manner::whole;
    std::chrono::milliseconds duration{0};
    std::size_t times = 1;
};

/// A loopback port of an HttpServer and what it counted.
struct Door {
    unsigned short port = 0;
    std::atomic<int> in_flight = 0;
    std::atomic<int> most_at_once = 0;
};

/// A small HTTP/1.1 server on 127.0.0.1: keep-alive, any number of ports, one thread of its own on which all
/// handlers run. Handlers must be quick, and whatever they refer to must outlive the server.
class HttpServer {
public:
    using Handler = std::function<Reply(const Request&)>;

    HttpServer();
    ~HttpServer(); ///< closes every connection, also those which wait
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Opens `port` (0: a free one). Throws where it is taken.
    std::shared_ptr<const Door> open(Handler handler, unsigned short port = 0);

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

} // namespace baotin::lab
