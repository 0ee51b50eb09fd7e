#pragma once

#include "raw_server.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace baotin::net::test {

class Certificate;

struct CertificateTerms {
    const char* alternative_names = "IP:127.0.0.1,DNS:localhost";
    std::chrono::seconds begins = std::chrono::hours(-1); ///< from now
    std::chrono::seconds ends = std::chrono::hours(1);
    const Certificate* issuer = nullptr; ///< null: self-signed
    bool authority = false;              ///< may issue others; a self-signed one always may
};

/// A certificate, made on the spot, in a temporary file that lives as long as this.
class Certificate {
public:
    explicit Certificate(CertificateTerms terms = {});
    explicit Certificate(const char* alternative_names);
    ~Certificate();
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    /// What a client must trust: this one, or its issuer's.
    [[nodiscard]] std::string file() const { return file_; }
    [[nodiscard]] std::unique_ptr<SSL_CTX, FreeTls> server_context() const;
    /// A server that also sends the certificates in between, as it should.
    [[nodiscard]] std::unique_ptr<SSL_CTX, FreeTls> server_context(const Certificate& issuer) const;
    [[nodiscard]] std::string der() const;
    /// In PEM, for servers that are other programs.
    void write_key(const std::string& file) const;

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
