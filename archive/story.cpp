#include "archive/story.hpp"

namespace baotin::archive {

std::string_view to_string(StoryRole role)
{
    return role == StoryRole::first ? "first" : "repeat";
}

} // namespace baotin::archive
