#pragma once

#include "net/transfer.hpp"

#include <array>
#include <cstddef>

namespace prometheus {
class Counter;
}

namespace baotin::net {

/// What operators see of the client. Does nothing without a registry, which outlives it.
class HttpMetrics {
public:
    explicit HttpMetrics(prometheus::Registry* registry);

    void count(const FetchResult& result, std::size_t bytes_received);

private:
    static constexpr std::size_t errors = static_cast<std::size_t>(FetchError::cancelled) + 1;

    prometheus::Counter* answered_ = nullptr;
    std::array<prometheus::Counter*, errors> failed_{};
    prometheus::Counter* bytes_ = nullptr;
    prometheus::Counter* reused_ = nullptr;
};

} // namespace baotin::net
