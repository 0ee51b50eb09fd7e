#include "net/tls_trust.hpp"

#include "net/curl_option.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace baotin::net {
namespace {

const char* system_ca_file()
{
    return curl_version_info(CURLVERSION_NOW)->cainfo;
}

} // namespace

TlsTrust::TlsTrust(std::string usual_ca_file, const Transport& transport, HttpMetrics& metrics)
    : usual_ca_file_(std::move(usual_ca_file)),
      more_ca_file_(transport.ca_file),
      legacy_renegotiation_(transport.legacy_renegotiation),
      verify_(transport.verify),
      sessions_(metrics)
{
}

void TlsTrust::apply(CURL* easy)
{
    // Curl keeps the parsed authorities between connections only if they come from one file and no folder.
    if (!usual_ca_file_.empty()) set_option(easy, CURLOPT_CAINFO, usual_ca_file_.c_str());
    const bool one_file = !usual_ca_file_.empty() || system_ca_file() != nullptr;
    if (one_file) set_option(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));

    set_option(easy, CURLOPT_SSL_VERIFYPEER, verify_ ? 1L : 0L);
    set_option(easy, CURLOPT_SSL_VERIFYHOST, verify_ ? 2L : 0L);
    set_option(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L); // ours instead
    set_option(easy, CURLOPT_SSL_CTX_FUNCTION, &TlsTrust::on_context);
    set_option(easy, CURLOPT_SSL_CTX_DATA, this);
}

CURLcode TlsTrust::on_context(CURL* easy, void* context, void* self)
{
    auto& trust = *static_cast<TlsTrust*>(self);
    auto* const tls = static_cast<SSL_CTX*>(context);
    if (const auto code = trust.prepare(tls); code != CURLE_OK) return code;
    const char* url = nullptr;
    curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url);
    if (url) trust.sessions_.watch(tls, url);
    return CURLE_OK;
}

CURLcode TlsTrust::prepare(SSL_CTX* tls)
{
    if (legacy_renegotiation_) SSL_CTX_set_options(tls, SSL_OP_LEGACY_SERVER_CONNECT);
    if (more_ca_file_.empty() || !verify_) return CURLE_OK;
    if (!read_store()) return CURLE_SSL_CACERT_BADFILE;
    // Not its "cert store": curl 7.88 fills, shares and replaces that one after this call.
    return SSL_CTX_set1_verify_cert_store(tls, store_.get()) == 1 ? CURLE_OK : CURLE_OUT_OF_MEMORY;
}

/// Anew where the file is another than last time, so that a renewed one counts without a restart.
bool TlsTrust::read_store()
{
    std::error_code error;
    const auto written = std::filesystem::last_write_time(more_ca_file_, error);
    if (store_ && !error && written == read_at_) return true;
    sessions_.clear(); // of servers that other authorities may have vouched for
    store_.reset(X509_STORE_new());
    if (!store_) throw std::bad_alloc();
    const char* usual = usual_ca_file_.empty() ? system_ca_file() : usual_ca_file_.c_str();
    if (usual)
        X509_STORE_load_file(store_.get(), usual);
    else
        X509_STORE_set_default_paths(store_.get());
    if (error || X509_STORE_load_file(store_.get(), more_ca_file_.c_str()) != 1) {
        store_.reset();
        return false;
    }
    // As curl does: an intermediate that the server forgot to send is trust enough.
    X509_STORE_set_flags(store_.get(), X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
    read_at_ = written;
    return true;
}

} // namespace baotin::net
