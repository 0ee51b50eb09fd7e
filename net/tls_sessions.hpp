#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace baotin::net {

class HttpMetrics;

/// By what a later connection may resume a TLS session: the latest session of each server, as bytes, so that
/// thousands of servers fit into a few megabytes. The one that was offered longest ago goes first.
///
/// libcurl 7.88 would keep five of them an easy handle (eight in a share) and tells TLS 1.2 servers that it
/// takes no tickets, which is all that most of them give.
///
/// Lives on the loop; outlives the connections whose contexts it watches.
class TlsSessions {
public:
    struct Limits {
        std::size_t servers = 4096;
        std::size_t bytes = 16u << 10; ///< of one session
        /// A resumed session shows no certificate: after this long the server must show it again.
        std::chrono::seconds trusted_for = std::chrono::hours(24);
    };

    explicit TlsSessions(HttpMetrics& metrics) : TlsSessions(metrics, Limits()) {}
    TlsSessions(HttpMetrics& metrics, Limits limits) : metrics_(metrics), limits_(limits) {}
    TlsSessions(const TlsSessions&) = delete;
    TlsSessions& operator=(const TlsSessions&) = delete;

    /// The one connection that `context` is for, to the server that `url` names, offers what was kept of that
    /// server and leaves what the server gives.
    void watch(SSL_CTX* context, std::string_view url);

    void forget(std::string_view url);
    void clear();
    [[nodiscard]] std::size_t size() const { return sessions_.size(); }

private:
    using Moment = std::chrono::steady_clock::time_point;
    struct Connection;
    struct Session {
        std::string server;
        std::string bytes; ///< ASN.1, with the server's certificate
        Moment verified_at;
    };
    using Sessions = std::list<Session>;

    static int connection_index();
    static void on_progress(const SSL* tls, int where, int how);
    static int on_session(SSL* tls, SSL_SESSION* session);
    void offer(SSL* tls, Connection& connection);
    void keep(const Connection& connection, bool resumed, SSL_SESSION* session);
    void forget_server(const std::string& server);

    HttpMetrics& metrics_;
    Limits limits_;
    Sessions sessions_; ///< the latest first
    std::unordered_map<std::string_view, Sessions::iterator> by_server_;
};

} // namespace baotin::net
