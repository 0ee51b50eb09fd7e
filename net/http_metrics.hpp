#pragma once

#include "net/http.hpp"

#include <array>
#include <cstddef>

namespace prometheus {
class Counter;
class Gauge;
class Registry;
} // namespace prometheus

namespace baotin::net {

/// What operators see of the client. Does nothing without a registry, which outlives it.
class HttpMetrics {
public:
    explicit HttpMetrics(prometheus::Registry* registry);

    void count(const FetchResult& result, std::size_t bytes_received);
    void count_handshake(bool resumed);
    void count_opened();
    void count_closed();

private:
    static constexpr std::size_t errors = static_cast<std::size_t>(FetchError::cancelled) + 1;
    static constexpr std::size_t versions = static_cast<std::size_t>(HttpVersion::http_2) + 1;

    prometheus::Counter* answered_ = nullptr;
    std::array<prometheus::Counter*, errors> failed_{};
    prometheus::Counter* bytes_ = nullptr;
    prometheus::Counter* reused_ = nullptr;
    prometheus::Counter* resumed_ = nullptr;
    prometheus::Counter* shaken_in_full_ = nullptr;
    std::array<prometheus::Counter*, versions> versions_{};
    prometheus::Gauge* open_ = nullptr;
};

} // namespace baotin::net
