#include "parsers/html/region_scan.hpp"

#include "parsers/html/region_writer.hpp"
#include "parsers/html/tree_rules.hpp"

#include <utility>
#include <vector>

namespace baotin::parsers::html {
namespace {

constexpr std::size_t kMostWithoutBody = 100; // tags before the body's own

/// Tells a writer what opens and closes on a page.
class RegionScan final : TreeRules {
public:
    RegionScan(std::string_view html, const RegionPlan& plan)
        : TreeRules(html), plan_(plan), writer_(html, plan, open())
    {
    }
    std::optional<Regions> cut();

private:
    void starts(const SeenTag& seen, OpenTag& element, bool is_void) override;
    void opened() override {}
    void closes(std::size_t at, std::size_t tag_end, bool alone) override;
    void text(std::size_t, std::size_t) override {}
    void comment(std::size_t begin, std::size_t end) override { writer_.leave_out(begin, end); }
    void starts_by_its_end(GumboTag tag) override;
    void late_body(const SeenTag& seen) override;
    void note_without_body(const SeenTag& seen, bool kept);

    const RegionPlan& plan_;
    RegionWriter writer_;
    /// Tags in a body that is implied, and whether they were kept: its own tag may still come.
    std::vector<std::pair<SeenTag, bool>> without_body_;
};

std::optional<Regions> RegionScan::cut()
{
    if (plan_.needs_whole_page() || !run() || writer_.effort() > RegionPlan::kMostEffort) return std::nullopt;
    return writer_.finish();
}

void RegionScan::starts(const SeenTag& seen, OpenTag& element, bool is_void)
{
    bool root = seen.tag == GUMBO_TAG_HTML || seen.tag == GUMBO_TAG_HEAD || seen.tag == GUMBO_TAG_BODY;
    bool inside_foreign = element.foreign && top_is_foreign();
    if (root || inside_foreign) {
        // The roots are most of the page, and within SVG names are matched in ways of their own.
        if (writer_.is_kept(seen)) doubt();
        return;
    }
    bool kept = writer_.take(seen, element, is_void);
    if (body_is_implied()) note_without_body(seen, kept);
    if (writer_.doubts() || writer_.effort() > RegionPlan::kMostEffort) doubt();
}

void RegionScan::closes(std::size_t at, std::size_t tag_end, bool alone)
{
    writer_.close(at, tag_end, alone);
    if (writer_.doubts()) doubt();
}

/// Inside a region its tag is copied like all others.
void RegionScan::starts_by_its_end(GumboTag tag)
{
    if (!writer_.copies() && writer_.is_kept({tag, gumbo_normalized_tagname(tag), {}})) doubt();
}

/// A body that begins before its tag gets the tag's attributes later: what was judged without them is judged
/// again.
void RegionScan::note_without_body(const SeenTag& seen, bool kept)
{
    if (without_body_.size() < kMostWithoutBody) without_body_.emplace_back(seen, kept);
}

void RegionScan::late_body(const SeenTag& body)
{
    if (writer_.is_kept(body) || without_body_.size() == kMostWithoutBody) doubt();
    for (const auto& [tag, kept] : without_body_)
        if (writer_.is_kept(tag) != kept) doubt();
}

} // namespace

std::optional<Regions> cut_regions(std::string_view utf8, const RegionPlan& plan)
{
    return RegionScan(utf8, plan).cut();
}

} // namespace baotin::parsers::html
