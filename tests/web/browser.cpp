#include "tests/web/browser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <poll.h>
#include <sstream>
#include <stdexcept>

namespace baotin {

namespace asio = boost::asio;

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

} // namespace

Browser::Browser(unsigned short port)
{
    socket_.connect({asio::ip::make_address("127.0.0.1"), port});
}

void Browser::send(std::string_view bytes)
{
    boost::system::error_code closed; // a server may rightly hang up in the middle
    asio::write(socket_, asio::buffer(bytes), closed);
}

bool Browser::fill(std::size_t size)
{
    std::array<char, 65'536> chunk;
    while (unread_.size() < size) {
        boost::system::error_code error;
        auto more = socket_.read_some(asio::buffer(chunk), error);
        if (error) return false;
        unread_.append(chunk.data(), more);
    }
    return true;
}

std::optional<std::string> Browser::read_until(std::string_view mark)
{
    while (unread_.find(mark) == std::string::npos)
        if (!fill(unread_.size() + 1)) return std::nullopt;
    auto end = unread_.find(mark) + mark.size();
    auto text = unread_.substr(0, end);
    unread_.erase(0, end);
    return text;
}

std::optional<Page> Browser::read(bool head)
{
    auto text = read_until("\r\n\r\n");
    if (!text) return std::nullopt;
    Page page;
    std::istringstream lines(*text);
    std::string line;
    std::getline(lines, line);
    page.status = std::stoi(line.substr(line.find(' ') + 1));
    while (std::getline(lines, line) && line.size() > 1) {
        auto colon = line.find(':');
        page.headers[lower(line.substr(0, colon))] = line.substr(colon + 2, line.size() - colon - 3);
    }
    if (head) return page;
    auto size = std::stoul(page.headers.at("content-length"));
    if (!fill(size)) return std::nullopt;
    page.body = unread_.substr(0, size);
    unread_.erase(0, size);
    return page;
}

Page Browser::get(const std::string& target, const std::string& headers)
{
    send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    auto page = read();
    if (!page) throw std::runtime_error("the server hung up on " + target);
    return *page;
}

bool Browser::closed_within(std::chrono::milliseconds patience)
{
    auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline -
                                                                          std::chrono::steady_clock::now());
        pollfd wait{socket_.native_handle(), POLLIN, 0};
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) == 0) return false;
        std::array<char, 4096> chunk;
        boost::system::error_code error;
        socket_.read_some(asio::buffer(chunk), error);
        if (error) return true;
    }
}

} // namespace baotin
