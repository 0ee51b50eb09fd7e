#include "proxies.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace baotin::net::test {
namespace {

/// One byte that says a length, and what follows.
std::string read_counted(Peer& peer)
{
    const auto length = peer.read(1);
    return length.empty() ? std::string() : peer.read(static_cast<unsigned char>(length[0]));
}

} // namespace

Proxy::Proxy(Kind kind, std::uint16_t upstream)
    : upstream_(upstream), server_([this, kind](Peer& peer) {
          if (kind == Kind::http) return serve_http(peer);
          if (kind == Kind::socks5) return serve_socks5(peer);
          refuse(peer);
      })
{
}

std::string Proxy::address() const
{
    return "127.0.0.1:" + std::to_string(server_.port());
}

std::vector<std::string> Proxy::asked() const
{
    const std::lock_guard lock(mutex_);
    return asked_;
}

void Proxy::note(std::string what)
{
    const std::lock_guard lock(mutex_);
    asked_.push_back(std::move(what));
}

void Proxy::connect(Peer& peer, const std::string& first_words) const
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(upstream_);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        ::send(socket, first_words.data(), first_words.size(), MSG_NOSIGNAL);
        peer.relay(socket);
    }
    ::close(socket);
}

void Proxy::serve_http(Peer& peer)
{
    const auto request = peer.read_request();
    note(request.substr(0, request.find("\r\n")));
    if (!request.starts_with("CONNECT ")) return connect(peer, request);
    peer.send("HTTP/1.1 200 Connected\r\nX-Proxy: 1\r\n\r\n");
    connect(peer, {});
}

void Proxy::refuse(Peer& peer)
{
    const auto request = peer.read_request();
    note(request.substr(0, request.find("\r\n")));
    peer.send(response("407 Proxy Authentication Required", ""));
}

/// RFC 1928, and RFC 1929 where the client offers a name and a password.
void Proxy::serve_socks5(Peer& peer)
{
    peer.read(1);
    const auto methods = read_counted(peer);
    const bool with_password = methods.find('\2') != methods.npos;
    peer.send(with_password ? std::string_view("\5\2", 2) : std::string_view("\5\0", 2));
    if (with_password) {
        peer.read(1);
        const auto user = read_counted(peer);
        const auto password = read_counted(peer);
        note(user + ":" + password);
        peer.send(std::string_view("\1\0", 2));
    }
    const auto head = peer.read(4);
    if (head.size() < 4) return;
    std::string host;
    if (head[3] == 3) {
        host = read_counted(peer);
    } else {
        const auto bytes = peer.read(4);
        for (const char byte : bytes)
            host += (host.empty() ? "" : ".") + std::to_string(static_cast<unsigned char>(byte));
    }
    const auto port = peer.read(2);
    if (port.size() < 2) return;
    const int number = static_cast<unsigned char>(port[0]) << 8 | static_cast<unsigned char>(port[1]);
    note("socks5 " + host + ":" + std::to_string(number));
    peer.send(std::string_view("\5\0\0\1\0\0\0\0\0\0", 10));
    connect(peer, {});
}

} // namespace baotin::net::test
