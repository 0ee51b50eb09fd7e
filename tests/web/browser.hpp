#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace baotin {

/// An answer as it came over the socket.
struct Page {
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
};

/// A client that sends what it is told, byte for byte. Blocks.
class Browser {
public:
    explicit Browser(unsigned short port);

    void send(std::string_view bytes);
    /// One answer; nothing where the server closes the connection first. `head`: no body follows.
    std::optional<Page> read(bool head = false);
    Page get(const std::string& target, const std::string& headers = "");
    /// Waits until the server has closed the connection; false when `patience` runs out first.
    bool closed_within(std::chrono::milliseconds patience);

private:
    bool fill(std::size_t size); ///< until so many bytes are unread; false: the server has closed
    std::optional<std::string> read_until(std::string_view mark);

    boost::asio::io_context context_;
    boost::asio::ip::tcp::socket socket_{context_};
    std::string unread_;
};

} // namespace baotin
