#pragma once

#include <string>
#include <string_view>

namespace baotin::net {

/// OpenSSL's and curl's sentence on why there is no TLS, said so that an operator knows what is wrong with
/// the server and what may be done about it; the sentence itself follows in brackets.
std::string tls_cause(std::string_view reason);

} // namespace baotin::net
