#include "certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

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

Certificate::Certificate(const char* alternative_names) : key_(EVP_EC_gen("P-256")), certificate_(X509_new())
{
    X509* const certificate = certificate_.get();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key_.get());
    X509_NAME* const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"),
                               -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    add_extension(certificate, NID_subject_alt_name, alternative_names);
    add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    if (X509_sign(certificate, key_.get(), EVP_sha256()) == 0)
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

} // namespace baotin::net::test
