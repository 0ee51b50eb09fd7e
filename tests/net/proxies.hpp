#pragma once

#include "raw_server.hpp"

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace baotin::net::test {

/// A proxy on loopback that connects whatever it is asked for to one port of 127.0.0.1, and remembers what it
/// was asked: `CONNECT congan.example:443 HTTP/1.1`, `socks5 congan.example:80`, `user:password`.
class Proxy {
public:
    enum class Kind {
        http,
        socks5,
        refusing ///< an HTTP proxy that answers 407 to everything
    };
    Proxy(Kind kind, std::uint16_t upstream);

    [[nodiscard]] std::string address() const; ///< `127.0.0.1:PORT`
    [[nodiscard]] std::vector<std::string> asked() const;
    [[nodiscard]] int connections() const { return server_.connections(); }

private:
    void serve_http(Peer& peer);
    void serve_socks5(Peer& peer);
    void refuse(Peer& peer);
    void note(std::string what);
    void connect(Peer& peer, const std::string& first_words) const;

    std::uint16_t upstream_;
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
    RawServer server_; ///< last: its threads use all of the above
};

} // namespace baotin::net::test
