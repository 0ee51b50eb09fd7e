#pragma once

#include "raw_server.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace baotin::net::test {

/// A self-signed certificate, made on the spot, in a temporary file that lives as
/// long as this.
class Certificate {
public:
    explicit Certificate(const char* alternative_names = "IP:127.0.0.1,DNS:localhost");
    ~Certificate();
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    /// What a client must trust.
    [[nodiscard]] std::string file() const { return file_; }
    [[nodiscard]] std::unique_ptr<SSL_CTX, FreeTls> server_context() const;

private:
    struct Free {
        void operator()(X509* certificate) const { X509_free(certificate); }
        void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    };

    std::unique_ptr<EVP_PKEY, Free> key_;
    std::unique_ptr<X509, Free> certificate_;
    std::string file_;
};

} // namespace baotin::net::test
