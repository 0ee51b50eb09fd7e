#pragma once

#include "certificate.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace baotin::net::test {

/// The HTTP/2 server of Debian's nghttp2-server, over TLS on a free port of 127.0.0.1, for as long as this
/// lives.
class Nghttpd {
public:
    explicit Nghttpd(const Certificate& certificate);
    ~Nghttpd();
    Nghttpd(const Nghttpd&) = delete;
    Nghttpd& operator=(const Nghttpd&) = delete;

    /// Adds what it answers at `/name`.
    void put(const std::string& name, std::string_view body) const;
    [[nodiscard]] std::string url(std::string_view name) const;

private:
    [[nodiscard]] bool answers() const;

    std::filesystem::path folder_;
    std::uint16_t port_;
    pid_t process_ = 0;
};

} // namespace baotin::net::test
