#pragma once

#include <gumbo.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace baotin::parsers::html {

/// What tags' names mean. A page writes a few dozen names a thousand times: those that were asked for before
/// are told by a look. The names outlive it.
class TagNames {
public:
    GumboTag tag_of(std::string_view name)
    {
        const auto number = name.size() * 5u + static_cast<unsigned char>(name.front()) +
                            static_cast<unsigned char>(name.back()) * 3u;
        auto& known = known_[number % known_.size()];
        if (known.name != name)
            known = {name, gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()))};
        return known.tag;
    }

private:
    struct Known {
        std::string_view name;
        GumboTag tag = GUMBO_TAG_UNKNOWN;
    };
    std::array<Known, 64> known_;
};

} // namespace baotin::parsers::html
