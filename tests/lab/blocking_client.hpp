#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::lab {

struct Response {
    int status = 0; ///< 0: the connection was closed or reset, or nothing came in time
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;                           ///< as sent: not inflated
    bool whole = false;                         ///< it ended where it said that it would

    [[nodiscard]] std::string header(std::string_view name) const; ///< empty where it was not sent
};

/// The simplest HTTP client there is, for tests and for the lab's own commands: one connection kept alive,
/// each request waited for. One thread.
class BlockingClient {
public:
    explicit BlockingClient(std::string_view base, std::chrono::milliseconds patience =
                                                       std::chrono::seconds(10)); ///< `http://HOST:PORT`
    ~BlockingClient();
    BlockingClient(const BlockingClient&) = delete;
    BlockingClient& operator=(const BlockingClient&) = delete;

    using Headers = std::vector<std::pair<std::string, std::string>>;
    Response ask(std::string_view method, std::string_view target, std::string_view body = {},
                 const Headers& headers = {});
    Response get(std::string_view target, const Headers& headers = {})
    {
        return ask("GET", target, {}, headers);
    }

private:
    class Connection;
    std::unique_ptr<Connection> connection_;
};

} // namespace baotin::lab
