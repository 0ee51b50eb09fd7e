#include "raw_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <cstdlib>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace baotin::net::test {
namespace {

std::size_t body_length(std::string_view head)
{
    constexpr std::string_view name = "Content-Length: ";
    const auto at = head.find(name);
    return at == head.npos ? 0 : std::strtoull(head.data() + at + name.size(), nullptr, 10);
}

} // namespace

Peer::Peer(int socket, SSL_CTX* context) : socket_(socket)
{
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (!context) return;
    tls_.reset(SSL_new(context));
    SSL_set_fd(tls_.get(), socket_);
    if (SSL_accept(tls_.get()) != 1) tls_.reset();
}

Peer::~Peer()
{
    if (tls_) SSL_shutdown(tls_.get());
}

std::size_t Peer::receive(char* buffer, std::size_t size)
{
    const auto got =
        tls_ ? SSL_read(tls_.get(), buffer, static_cast<int>(size)) : ::recv(socket_, buffer, size, 0);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
}

std::string Peer::read_request()
{
    for (;;) {
        const auto head = unread_.find("\r\n\r\n");
        if (head != unread_.npos) {
            const auto end = head + 4 + body_length(std::string_view(unread_).substr(0, head));
            if (unread_.size() >= end) {
                auto request = unread_.substr(0, end);
                unread_.erase(0, end);
                return request;
            }
        }
        std::array<char, 4096> buffer;
        const auto got = receive(buffer.data(), buffer.size());
        if (got == 0) return {};
        unread_.append(buffer.data(), got);
    }
}

std::string Peer::read(std::size_t bytes)
{
    std::array<char, 4096> buffer;
    while (unread_.size() < bytes) {
        const auto got = receive(buffer.data(), buffer.size());
        if (got == 0) break;
        unread_.append(buffer.data(), got);
    }
    auto head = unread_.substr(0, bytes);
    unread_.erase(0, head.size());
    return head;
}

bool Peer::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                               : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Peer::drip(std::string_view bytes, std::chrono::milliseconds between)
{
    return std::ranges::all_of(bytes, [this, between](char byte) {
        std::this_thread::sleep_for(between);
        return send({&byte, 1});
    });
}

void Peer::wait_for_close()
{
    std::array<char, 4096> buffer;
    while (receive(buffer.data(), buffer.size()) > 0) {
    }
}

void Peer::reset_at_end() const
{
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Peer::vanish() const
{
    sock_filter drop_all = {BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog program{1, &drop_all};
    ::setsockopt(socket_, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

void Peer::relay(int other)
{
    const auto pass = [](int from, int to) {
        std::array<char, 4096> buffer;
        const auto got = ::recv(from, buffer.data(), buffer.size(), 0);
        return got > 0 && ::send(to, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
    };
    ::send(other, unread_.data(), unread_.size(), MSG_NOSIGNAL);
    for (bool open = true; open;) {
        pollfd ends[2] = {{socket_, POLLIN, 0}, {other, POLLIN, 0}};
        if (::poll(ends, 2, -1) < 0) return;
        if (ends[0].revents != 0) open = pass(socket_, other);
        if (open && ends[1].revents != 0) open = pass(other, socket_);
    }
}

RawServer::RawServer(Script script, std::unique_ptr<SSL_CTX, FreeTls> tls)
    : script_(std::move(script)),
      context_(std::move(tls)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 256) != 0 ||
        ::getsockname(listener_, generic, &size) != 0)
        throw std::runtime_error("no port to listen on");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread(&RawServer::accept_all, this);
}

RawServer::~RawServer()
{
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const int socket : open_)
            ::shutdown(socket, SHUT_RDWR);
    }
    for (auto& player : players_)
        player.join();
}

void RawServer::accept_all()
{
    for (;;) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        ++accepted_;
        players_.emplace_back(&RawServer::play, this, socket);
    }
}

void RawServer::play(int socket)
{
    {
        const std::lock_guard lock(mutex_);
        open_.push_back(socket);
        if (stopping_) ::shutdown(socket, SHUT_RDWR);
    }
    {
        Peer peer(socket, context_.get());
        if (!context_ || peer.tls_) script_(peer);
    }
    const std::lock_guard lock(mutex_);
    open_.remove(socket);
    ::close(socket);
    ++ended_;
    changed_.notify_all();
}

bool RawServer::wait_for_ended(int connections, std::chrono::seconds at_most)
{
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, at_most, [&] { return ended_ >= connections; });
}

std::string RawServer::url(std::string_view path) const
{
    std::string url = context_ ? "https://127.0.0.1:" : "http://127.0.0.1:";
    url.append(std::to_string(port_)).append(path);
    return url;
}

std::string response(std::string_view status, std::string_view body, std::string_view more_headers)
{
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n");
    text.append(more_headers).append("\r\n").append(body);
    return text;
}

RawServer::Script always(std::string bytes)
{
    return [bytes = std::move(bytes)](Peer& peer) {
        while (!peer.read_request().empty() && peer.send(bytes)) {
        }
    };
}

RawServer::Script once(std::string bytes)
{
    return [bytes = std::move(bytes)](Peer& peer) {
        peer.read_request();
        peer.send(bytes);
    };
}

} // namespace baotin::net::test
