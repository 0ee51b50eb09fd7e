#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace baotin::net::test {

struct FreeTls {
    void operator()(SSL* tls) const { SSL_free(tls); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

/// The server's end of one connection.
class Peer {
public:
    Peer(int socket, SSL_CTX* context);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    /// The next request, head and body by Content-Length; empty once the client has closed.
    std::string read_request();
    /// The next so many bytes; fewer once the client has closed.
    std::string read(std::size_t bytes);
    /// False once the client has closed.
    bool send(std::string_view bytes);
    /// One byte at a time.
    bool drip(std::string_view bytes, std::chrono::milliseconds between);
    /// Returns when the client has closed.
    void wait_for_close();
    /// Ends TLS without saying so, as a cut wire or an old server does.
    void end_without_goodbye() { tls_.reset(); }
    /// From now on closing is a TCP reset.
    void reset_at_end() const;
    /// From now on nothing that the client sends arrives, nor is refused, as behind a NAT that has forgotten.
    void vanish() const;
    /// Hands on whatever either end of a plain connection says to the other, until one of them closes.
    void relay(int other);

private:
    friend class RawServer;
    std::size_t receive(char* buffer, std::size_t size);

    int socket_;
    std::unique_ptr<SSL, FreeTls> tls_;
    std::string unread_;
};

/// A TCP server on a free port of 127.0.0.1 that plays a script per connection: it says whatever bytes a test
/// wants, HTTP or not. Each connection has a thread; the destructor breaks and joins them all.
class RawServer {
public:
    using Script = std::function<void(Peer& peer)>;

    /// `tls` is null for plain TCP.
    explicit RawServer(Script script, std::unique_ptr<SSL_CTX, FreeTls> tls = nullptr);
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string url(std::string_view path = "/") const;
    [[nodiscard]] int connections() const { return accepted_; }
    /// Waits until this many connections have been played to their end.
    [[nodiscard]] bool wait_for_ended(int connections,
                                      std::chrono::seconds at_most = std::chrono::seconds(10));

private:
    void accept_all();
    void play(int socket);

    Script script_;
    std::unique_ptr<SSL_CTX, FreeTls> context_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> accepted_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<int> open_;
    int ended_ = 0;
    bool stopping_ = false;
    std::list<std::thread> players_;
    std::thread acceptor_;
};

/// `HTTP/1.1 STATUS` with this body and its length.
std::string response(std::string_view status, std::string_view body, std::string_view more_headers = {});

/// Answers every request of a connection with the same bytes.
RawServer::Script always(std::string bytes);
/// Answers one request and closes.
RawServer::Script once(std::string bytes);

} // namespace baotin::net::test
