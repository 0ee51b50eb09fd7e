#include "tests/sim/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baotin::sim {

namespace {

/// The sentence without what differs from one page to the next.
std::string kind_of(const std::string& what)
{
    std::string kind, word;
    for (char c : what + ' ') {
        if (c != ' ') {
            word += c;
            continue;
        }
        if (word.find_first_of("0123456789./") == std::string::npos) kind += word + ' ';
        word.clear();
    }
    return kind;
}

} // namespace

void Findings::wrong(Time at, const std::string& what)
{
    ++all_wrongs;
    if (wrongs.size() < kMost && ++kinds[kind_of(what)] <= kMostOfAKind)
        wrongs.push_back(parsers::rfc3339(at) + " " + what);
}

void Findings::measure(const std::string& what, double value)
{
    auto& mean = means[what];
    mean.sum += value;
    mean.most = std::max(mean.most, value);
    ++mean.count;
}

std::string Findings::summary() const
{
    std::string text;
    for (const auto& [what, value] : counts)
        text += fmt::format("  {:<44} {:>10.0f}\n", what, value);
    for (const auto& [what, mean] : means) {
        text += fmt::format("  {:<44} {:>10.2f} mean {:>10.2f} most {:>8} times\n", what,
                            mean.sum / static_cast<double>(mean.count), mean.most, mean.count);
    }
    if (all_wrongs > 0) text += fmt::format("  {} wrong:\n", all_wrongs);
    for (const auto& one : wrongs)
        text += "    " + one + "\n";
    return text;
}

} // namespace baotin::sim
