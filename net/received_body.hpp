#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace baotin::net {

/// The body of an answer while it comes in. Makes room for what has come, not for what was announced, which
/// costs a server nothing.
class ReceivedBody {
public:
    explicit ReceivedBody(std::size_t limit) : limit_(limit) {}

    /// Before the first take(); 0: the server does not say. False where that is more than the limit.
    bool announce(std::uint64_t length);
    /// False once the limit is passed: then nothing more is kept.
    bool take(std::string_view chunk);
    std::string release() { return std::move(bytes_); }

    [[nodiscard]] std::size_t received() const { return received_; }
    [[nodiscard]] std::size_t room() const { return bytes_.capacity(); }

private:
    std::size_t limit_;
    std::size_t received_ = 0;
    std::string bytes_;
};

} // namespace baotin::net
