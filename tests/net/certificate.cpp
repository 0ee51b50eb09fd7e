#include "certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <unistd.h>

namespace baotin::net::test {
namespace {

void add_extension(X509* certificate, int id, const char* value)
{
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

Certificate::Certificate(const char* alternative_names)
    : Certificate(CertificateTerms{.alternative_names = alternative_names})
{
}

Certificate::Certificate(CertificateTerms terms) : key_(EVP_EC_gen("P-256")), certificate_(X509_new())
{
    X509* const certificate = certificate_.get();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), terms.begins.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate), terms.ends.count());
    X509_set_pubkey(certificate, key_.get());
    X509_NAME* const name = X509_get_subject_name(certificate);
    static std::atomic<int> made = 0; // an issuer is found by its name: no two share one
    const std::string common = "certificate " + std::to_string(++made);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common.c_str()), -1, -1, 0);
    const Certificate& issuer = terms.issuer ? *terms.issuer : *this;
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate_.get()));
    add_extension(certificate, NID_subject_alt_name, terms.alternative_names);
    add_extension(certificate, NID_basic_constraints,
                  terms.issuer && !terms.authority ? "CA:FALSE" : "critical,CA:TRUE");
    if (X509_sign(certificate, issuer.key_.get(), EVP_sha256()) == 0)
        throw std::runtime_error("the certificate was not signed");

    auto pattern = (std::filesystem::temp_directory_path() / "baotin-net-XXXXXX").string();
    const int descriptor = ::mkstemp(pattern.data());
    std::FILE* const stream = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
    if (!stream) throw std::runtime_error("no temporary file");
    PEM_write_X509(stream, certificate);
    std::fclose(stream);
    file_ = pattern;
}

Certificate::~Certificate()
{
    std::filesystem::remove(file_);
}

std::unique_ptr<SSL_CTX, FreeTls> Certificate::server_context() const
{
    std::unique_ptr<SSL_CTX, FreeTls> context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context.get(), certificate_.get());
    SSL_CTX_use_PrivateKey(context.get(), key_.get());
    return context;
}

void Certificate::write_key(const std::string& file) const
{
    std::FILE* const stream = std::fopen(file.c_str(), "w");
    if (!stream) throw std::runtime_error("no file for the key");
    PEM_write_PrivateKey(stream, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(stream);
}

std::unique_ptr<SSL_CTX, FreeTls> Certificate::server_context(const Certificate& issuer) const
{
    auto context = server_context();
    SSL_CTX_add1_chain_cert(context.get(), issuer.certificate_.get());
    return context;
}

std::string Certificate::der() const
{
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate_.get(), &bytes);
    if (size < 0) throw std::runtime_error("the certificate has no bytes");
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

} // namespace baotin::net::test
