#pragma once

#include <filesystem>
#include <string>

namespace baotin::config {

/// `tls` of a site file: what its servers need that nobody gets by default.
struct Tls {
    std::filesystem::path ca_file;     ///< PEM, trusted besides the system's authorities; empty: none
    bool legacy_renegotiation = false; ///< servers from before RFC 5746
    bool verify = true;
    std::string reason; ///< why verify = false
};

/// How every request of a site is carried.
struct Transport {
    Tls tls;
    std::string proxy; ///< may hold credentials: never shown. Empty: none
};

} // namespace baotin::config
