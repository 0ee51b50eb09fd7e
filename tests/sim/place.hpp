#pragma once

#include "config/config.hpp"
#include "tests/sim/truth.hpp"

#include <filesystem>
#include <string_view>

namespace baotin::sim {

/// The folder of one run, gone with it: the configuration as an operator would have written it, and the
/// archive. In memory where the machine has such a place, since every commit is synced.
class Place {
public:
    explicit Place(const Truth& truth);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    [[nodiscard]] config::Snapshot config() const { return config_; }

private:
    void write(const std::filesystem::path& name, std::string_view text) const;

    std::filesystem::path folder_;
    config::Snapshot config_;
};

} // namespace baotin::sim
