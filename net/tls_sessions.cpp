#include "net/tls_sessions.hpp"

#include "net/http_metrics.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <utility>

namespace baotin::net {
namespace {

struct FreeSession {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};

/// `host:port` as it is written, which never names two servers.
std::string server_of(std::string_view url)
{
    const auto scheme = url.find("://");
    if (scheme != url.npos) url.remove_prefix(scheme + 3);
    std::string server(url.substr(0, url.find_first_of("/?#\\")));
    std::ranges::transform(server, server.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
    });
    return server;
}

} // namespace

/// What hangs on the context of one connection, and goes with it.
struct TlsSessions::Connection {
    TlsSessions& sessions;
    std::string server;
    Moment verified_at{}; ///< of the session that was offered
};

int TlsSessions::connection_index()
{
    constexpr auto free_connection = [](void*, void* connection, CRYPTO_EX_DATA*, int, long, void*) {
        delete static_cast<Connection*>(connection);
    };
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_connection);
    return index;
}

void TlsSessions::watch(SSL_CTX* context, std::string_view url)
{
    std::unique_ptr<Connection> connection(new Connection{*this, server_of(url)});
    if (SSL_CTX_set_ex_data(context, connection_index(), connection.get()) != 1) throw std::bad_alloc();
    connection.release();
    SSL_CTX_clear_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_sess_set_new_cb(context, &TlsSessions::on_session);
    SSL_CTX_set_info_callback(context, &TlsSessions::on_progress);
}

void TlsSessions::on_progress(const SSL* tls, int where, int)
{
    // The beginning is the last moment at which a session can be offered, and the first at which there is an
    // SSL of curl's to offer it on.
    const bool begins = (where & SSL_CB_HANDSHAKE_START) != 0 && SSL_get_session(tls) == nullptr;
    const bool ends = (where & SSL_CB_HANDSHAKE_DONE) != 0;
    if (!begins && !ends) return;
    auto& connection =
        *static_cast<Connection*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), connection_index()));
    if (begins) connection.sessions.offer(const_cast<SSL*>(tls), connection);
    if (ends) connection.sessions.metrics_.count_handshake(SSL_session_reused(tls) == 1);
}

int TlsSessions::on_session(SSL* tls, SSL_SESSION* session)
{
    auto& connection =
        *static_cast<Connection*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), connection_index()));
    connection.sessions.keep(connection, SSL_session_reused(tls) == 1, session);
    return 0; // its bytes were copied: OpenSSL may let go of it
}

void TlsSessions::offer(SSL* tls, Connection& connection)
{
    const auto found = by_server_.find(connection.server);
    if (found == by_server_.end()) return;
    const Session& kept = *found->second;
    const auto* bytes = reinterpret_cast<const unsigned char*>(kept.bytes.data());
    std::unique_ptr<SSL_SESSION, FreeSession> session;
    if (std::chrono::steady_clock::now() - kept.verified_at < limits_.trusted_for)
        session.reset(d2i_SSL_SESSION(nullptr, &bytes, static_cast<long>(kept.bytes.size())));
    if (!session || SSL_set_session(tls, session.get()) != 1) return forget_server(connection.server);
    connection.verified_at = kept.verified_at;
    sessions_.splice(sessions_.begin(), sessions_, found->second);
}

void TlsSessions::keep(const Connection& connection, bool resumed, SSL_SESSION* session)
{
    const int size = i2d_SSL_SESSION(session, nullptr);
    if (size <= 0 || static_cast<std::size_t>(size) > limits_.bytes) return;
    std::string bytes(static_cast<std::size_t>(size), '\0');
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    i2d_SSL_SESSION(session, &out);
    const auto verified_at = resumed ? connection.verified_at : std::chrono::steady_clock::now();
    forget_server(connection.server);
    sessions_.push_front({connection.server, std::move(bytes), verified_at});
    by_server_.emplace(sessions_.front().server, sessions_.begin());
    if (sessions_.size() > limits_.servers) forget_server(std::string(sessions_.back().server));
}

void TlsSessions::forget(std::string_view url)
{
    forget_server(server_of(url));
}

void TlsSessions::forget_server(const std::string& server)
{
    const auto found = by_server_.find(server);
    if (found == by_server_.end()) return;
    const auto session = found->second;
    by_server_.erase(found); // its key lives in the session
    sessions_.erase(session);
}

void TlsSessions::clear()
{
    by_server_.clear();
    sessions_.clear();
}

} // namespace baotin::net
