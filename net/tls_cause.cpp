#include "net/tls_cause.hpp"

#include <fmt/format.h>

namespace baotin::net {
namespace {

struct Cause {
    std::string_view sign; ///< in the sentence; the first that is found counts
    std::string_view words;
};

constexpr Cause causes[] = {
    {"certificate has expired", "The server's certificate has expired"},
    {"certificate is not yet valid",
     "The server's certificate is not valid yet, or the clock of this machine is wrong"},
    {"matches target host", "The server's certificate is for another host name"},
    {"match target host", "The server's certificate is for another host name"},
    {"self-signed certificate in certificate chain", "The server's certificate comes from an issuer that "
                                                     "nobody here knows; `tls = { ca_file = \"…\" }` in the "
                                                     "site file can name it"},
    {"self-signed certificate",
     "The server's certificate is self-signed; `tls = { ca_file = \"…\" }` in the site file can name it"},
    {"issuer certificate",
     "The issuer of the server's certificate is unknown, or the server does not send the certificates in "
     "between; `tls = { ca_file = \"…\" }` in the site file can name them"},
    {"verify the first certificate",
     "The issuer of the server's certificate is unknown, or the server does not send the certificates in "
     "between; `tls = { ca_file = \"…\" }` in the site file can name them"},
    {"certificate revoked", "The server's certificate was revoked"},
    {"legacy renegotiation", "The server knows only legacy renegotiation, which is refused; `tls = { "
                             "legacy_renegotiation = true }` in "
                             "the site file allows it"},
    {"legacy sigalg", "The server speaks only versions of TLS that are too old"},
    {"unsupported protocol", "The server speaks only versions of TLS that are too old"},
    {"alert protocol version", "The server speaks only versions of TLS that are too old"},
    {"key too small", "The server's key is too short to be safe"},
    {"wrong version number", "The server does not speak TLS on this port"},
};

} // namespace

std::string tls_cause(std::string_view reason)
{
    for (const auto& [sign, words] : causes)
        if (reason.find(sign) != reason.npos) return fmt::format("{} ({})", words, reason);
    return fmt::format("No TLS connection ({})", reason);
}

} // namespace baotin::net
