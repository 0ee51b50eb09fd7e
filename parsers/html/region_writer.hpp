#pragma once

#include "parsers/html/region_plan.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/html/tree_rules.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers::html {

/// Writes what a plan keeps of a page while a scan goes over its tags, and hashes it. `open` and `html`
/// outlive it; the scan tells of every tag before it opens, and of every element before it closes.
class RegionWriter {
public:
    RegionWriter(std::string_view html, const RegionPlan& plan, OpenTags& open);

    /// An element that is about to open. Is it kept for its own sake?
    bool take(const SeenTag& seen, OpenTag& element, bool is_void);
    /// The innermost element closes at `at`, by a tag that ends at `tag_end`. `alone`: that tag is its own,
    /// or it is the first that the tag closes.
    void close(std::size_t at, std::size_t tag_end, bool alone);
    /// A comment, or a document type.
    void leave_out(std::size_t begin, std::size_t end);

    [[nodiscard]] bool is_kept(const SeenTag& seen) { return plan_.is_kept(seen, open_.seen, effort_); }
    /// Is what stands here copied, and does it count in the hash?
    [[nodiscard]] bool copies() const { return region_ > 0 && (hidden_ == 0 || shown_ > 0); }
    [[nodiscard]] bool doubts() const { return doubt_; }
    [[nodiscard]] std::size_t effort() const { return effort_; } ///< ancestors and bytes of tags looked at
    /// At the end of the page; nothing where that is in doubt.
    std::optional<Regions> finish();

private:
    void begin_region(const SeenTag& seen, std::size_t at);
    void write(std::string_view text);
    void write_end_tag(const SeenTag& seen);
    void copy_to(std::size_t end);
    void copy_to_gap(std::size_t begin);
    /// Gumbo 0.10 sets a form's last text behind the form: what stands between texts there decides which one
    /// is the last.
    [[nodiscard]] bool may_leave_out() const { return region_ > 0 && open_.top() != GUMBO_TAG_FORM; }

    std::string_view html_;
    const RegionPlan& plan_;
    OpenTags& open_;
    bool doubt_ = false;
    std::size_t region_ = 0; ///< how many elements are open with the region's own; 0: nothing is copied
    std::size_t hidden_ = 0; ///< the same of a hidden element inside
    std::size_t shown_ = 0;  ///< the same of something kept inside that
    std::size_t copied_ = 0; ///< up to here the region is copied
    std::size_t effort_ = 0;
    std::string out_;
    XXH3_state_t hash_;
};

} // namespace baotin::parsers::html
