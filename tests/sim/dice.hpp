#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace baotin::sim {

/// One well mixed number out of several (splitmix64): what is random about a thing depends on the thing and
/// the seed alone, never on the order in which things are asked for.
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0)
{
    for (auto salt : {b, c, std::uint64_t{0x9e3779b97f4a7c15}}) {
        a += salt + 0x9e3779b97f4a7c15;
        a = (a ^ (a >> 30)) * 0xbf58476d1ce4e5b9;
        a = (a ^ (a >> 27)) * 0x94d049bb133111eb;
        a ^= a >> 31;
    }
    return a;
}

constexpr std::uint64_t hash(std::string_view text)
{
    std::uint64_t sum = 0xcbf29ce484222325; // FNV-1a
    for (unsigned char c : text)
        sum = (sum ^ c) * 0x100000001b3;
    return mix(sum);
}

/// Random numbers that are the same with every compiler, unlike the standard library's distributions.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(mix(seed)) {}

    std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15); }
    double share() { return static_cast<double>(next() >> 11) / 9007199254740992.0; } ///< in [0, 1)
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    double between(double low, double high) { return low + (high - low) * share(); }
    bool chance(double probability) { return share() < probability; }
    double exponential(double mean) { return -mean * std::log(1 - share()); }

    template <class Value>
    const Value& one_of(const std::vector<Value>& values)
    {
        return values[below(values.size())];
    }

private:
    std::uint64_t state_;
};

} // namespace baotin::sim
