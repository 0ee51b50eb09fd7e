#include "links.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/page_regions.hpp"
#include "parsers/text/utf8.hpp"
#include "promise.hpp"
#include "readings.hpp"
#include "rules.hpp"

#include <algorithm>

/// Input: rules (rules.hpp), then a page. What is cut out for the rules reads as the whole page does, and
/// what is hashed of it changes wherever a reading does.
namespace baotin::fuzz {
namespace {

using namespace parsers;
constexpr auto kUrl = "https://congan.example/tin/mot-bai-viet-20260307080054340.htm";

Time reference()
{
    return parse_rfc3339("2026-11-22T12:00:00+07:00").value();
}

std::optional<html::Tree> tree_of(std::string text)
{
    auto tree = html::Tree::parse(std::move(text));
    if (!tree) return std::nullopt; // too deep: nobody reads that
    return std::move(*tree);
}

/// What a visit would record of the regions; nothing where it would look at the whole page.
std::optional<std::string> reading_of(const html::Regions& regions, const ArticleRules& rules)
{
    auto tree = tree_of(regions.html);
    if (!tree) return std::nullopt;
    auto reading = read_article(*tree, rules, kUrl, reference());
    if (!reads_as_the_whole_page(reading, rules)) return std::nullopt;
    return told(reading);
}

/// The page after a counter somewhere on it went on.
std::string counted_on(std::string page, std::size_t which)
{
    auto digits = std::ranges::count_if(page, [](char c) { return c >= '0' && c <= '9'; });
    if (digits == 0) return page;
    auto left = static_cast<std::ptrdiff_t>(which) % digits;
    for (char& c : page)
        if (c >= '0' && c <= '9' && left-- == 0) c = c == '9' ? '0' : static_cast<char>(c + 1);
    return page;
}

/// The whole page as a tree, built once it is needed: mostly it is not.
class WholePage {
public:
    explicit WholePage(const std::string& text) : text_(text) {}
    /// Null where the page is too deep for anybody to read.
    const html::Tree* tree()
    {
        if (!parsed_) tree_ = tree_of(text_);
        parsed_ = true;
        return tree_ ? &*tree_ : nullptr;
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    const std::string& text_;
    bool parsed_ = false;
    std::optional<html::Tree> tree_;
};

void reads_the_same(WholePage& page, const Rules& rules)
{
    auto regions = html::cut_regions(page.text(), rules.article_plan);
    auto reading = regions ? reading_of(*regions, rules.article) : std::nullopt;
    if (!reading) return;
    if (auto tree = page.tree())
        must_equal(*reading, told(read_article(*tree, rules.article, kUrl, reference())),
                   "regions read as the whole page");
    auto later = html::cut_regions(counted_on(page.text(), page.text().size() * 7), rules.article_plan);
    if (!later || later->hash != regions->hash || later->html == regions->html) return;
    if (auto again = reading_of(*later, rules.article))
        must_equal(*reading, *again, "equal hashes mean equal readings");
}

void links_the_same(WholePage& page, const ListingRules& rules, const html::RegionPlan& plan)
{
    auto regions = html::cut_regions(page.text(), plan);
    auto part = regions ? tree_of(regions->html) : std::nullopt;
    if (!part || !page.tree()) return;
    must_equal(told(read_listing(*part, rules, {}, kUrl)), told(read_listing(*page.tree(), rules, {}, kUrl)),
               "regions give the links of the whole page");
}

void matches_the_same(WholePage& page, const Rules& rules)
{
    auto regions = html::cut_regions(page.text(), rules.kept_plan);
    auto part = regions ? tree_of(regions->html) : std::nullopt;
    if (!part || !page.tree()) return;
    must_equal(seen_by(rules.kept, *part), seen_by(rules.kept, *page.tree()), "selectors see the same");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto input = view(bytes, size);
    const auto& rules = rules_of(take_line(input));
    auto text = utf8::mended(input);
    WholePage page(text);
    reads_the_same(page, rules);
    for (std::size_t i = 0; i < rules.listings.size(); ++i)
        links_the_same(page, rules.listings[i], rules.listing_plans[i]);
    if (!rules.kept.empty()) matches_the_same(page, rules);
    return 0;
}
