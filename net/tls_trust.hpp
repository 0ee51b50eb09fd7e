#pragma once

#include "net/http_client.hpp"
#include "net/tls_sessions.hpp"

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace baotin::net {

/// Whom the connections of one transport trust, how old a TLS they accept, and which sessions they resume:
/// what curl has options for, and what only OpenSSL has.
///
/// Lives on the loop; outlives the handles that it was applied to.
class TlsTrust {
public:
    /// `usual_ca_file`: PEM; empty: the system's authorities.
    TlsTrust(std::string usual_ca_file, const Transport& transport, HttpMetrics& metrics);
    TlsTrust(const TlsTrust&) = delete;
    TlsTrust& operator=(const TlsTrust&) = delete;

    void apply(CURL* easy);
    /// The server that `url` names must begin anew, and show its certificate.
    void forget_session(std::string_view url) { sessions_.forget(url); }

private:
    struct FreeStore {
        void operator()(X509_STORE* store) const { X509_STORE_free(store); }
    };
    static CURLcode on_context(CURL* easy, void* context, void* self);
    CURLcode prepare(SSL_CTX* tls);
    bool read_store();

    std::string usual_ca_file_;
    std::string more_ca_file_;
    bool legacy_renegotiation_;
    bool verify_;
    /// The usual authorities and `more_ca_file_`.
    std::unique_ptr<X509_STORE, FreeStore> store_;
    std::filesystem::file_time_type read_at_{};
    TlsSessions sessions_;
};

} // namespace baotin::net
