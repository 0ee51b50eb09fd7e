#include "parsers/url.hpp"
#include "parsers/url_reference.hpp"

#include <algorithm>

namespace baotin::parsers {

namespace {

/// Which prefixes of the glob match the path so far: a set of positions, moved on character by character, so
/// that the effort is bounded by the product of the lengths whatever the stars.
class Positions {
public:
    explicit Positions(std::string_view glob) : glob_(glob), alive_(glob.size() + 1), next_(glob.size() + 1)
    {
        enter(alive_, 0);
    }

    void step(char c)
    {
        next_.assign(next_.size(), false);
        for (std::size_t i = 0; i < glob_.size(); ++i) {
            if (!alive_[i]) continue;
            if (glob_[i] != '*') {
                if (glob_[i] == c) enter(next_, i + 1);
            } else if (c != '/' || crosses(i)) {
                enter(next_, i);
            }
        }
        alive_.swap(next_);
    }

    [[nodiscard]] bool at_end() const { return alive_[glob_.size()]; }

private:
    [[nodiscard]] bool crosses(std::size_t i) const
    {
        return (i + 1 < glob_.size() && glob_[i + 1] == '*') || (i > 0 && glob_[i - 1] == '*');
    }

    /// A star may also stand for nothing: what follows it is alive too.
    void enter(std::vector<bool>& set, std::size_t i) const
    {
        set[i] = true;
        while (i < glob_.size() && glob_[i] == '*')
            set[++i] = true;
    }

    std::string_view glob_;
    std::vector<bool> alive_, next_;
};

bool glob_matches(std::string_view glob, std::string_view path)
{
    Positions positions(glob);
    for (const char c : path)
        positions.step(c);
    return positions.at_end();
}

} // namespace

UrlGlobs::UrlGlobs(std::vector<std::string> globs) : globs_(std::move(globs))
{
}

bool UrlGlobs::matches(std::string_view normal_url) const
{
    const auto parts = split_url(normal_url);
    if (!parts) return false;
    bool included = false;
    bool only_excluding = true;
    for (const std::string& glob : globs_) {
        const bool excluding = glob.starts_with('!');
        only_excluding = only_excluding && excluding;
        if (!excluding && included) continue;
        // A glob may be written with raw Vietnamese letters; paths never are.
        const std::string escaped = normal_escapes(std::string_view{glob}.substr(excluding ? 1 : 0));
        if (!glob_matches(escaped, parts->path)) continue;
        if (excluding) return false;
        included = true;
    }
    return included || only_excluding;
}

} // namespace baotin::parsers
