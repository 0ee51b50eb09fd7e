#include "parsers/rule_proposals.hpp"

#include "parsers/article.hpp"
#include "parsers/field_elements.hpp"
#include "parsers/html/selector_writer.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace baotin::parsers {
namespace {

constexpr std::size_t kMostSelectors = 80; // that are tried for one field
constexpr std::size_t kMostGroups = 8;

/// A page, what was read of it without rules, and where that stands.
struct ReadPage {
    const html::Tree* tree;
    ArticleReading reading;
    FieldElements elements;
};

/// Words in the names that sites give to a field's element.
const std::map<std::string_view, std::vector<std::string_view>> kFieldWords = {
    {"title", {"title", "headline", "h1", "tieude", "tieu-de"}},
    {"published", {"date", "time", "publish", "ngay", "posted"}},
    {"author", {"author", "byline", "tacgia", "tac-gia", "writer", "reporter"}},
    {"summary", {"sapo", "summary", "lead", "desc", "excerpt", "hometext", "subtitle", "intro", "chapeau"}},
    {"body", {"content", "body", "article", "detail", "noidung", "entry", "fck"}}};

bool tells_field(const std::string& selector, std::string_view field)
{
    std::string folded(selector);
    std::ranges::transform(folded, folded.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::any_of(kFieldWords.at(field),
                               [&](std::string_view word) { return folded.find(word) != folded.npos; });
}

/// A selector under trial. Ordered: the better one first.
struct Trial {
    std::string selector;
    std::size_t matched = 0; ///< pages
    std::size_t extra = 0;   ///< elements beyond the wanted one, on all pages
    bool telling = false;    ///< its names say which field it is
    std::size_t rank = 0;    ///< its place among an element's candidates: the robust ones stand first

    [[nodiscard]] bool is_better_than(const Trial& other) const
    {
        if (matched != other.matched) return matched > other.matched;
        if ((extra > 0) != (other.extra > 0)) return extra == 0;
        if (telling != other.telling) return telling;
        if (rank != other.rank) return rank < other.rank;
        return selector.size() < other.selector.size();
    }
};

using Wanted = std::vector<html::Node> FieldElements::*;

/// The candidates that the wanted elements of all pages give, with their best rank.
std::map<std::string, std::size_t> gather(const std::vector<ReadPage>& pages, Wanted wanted)
{
    std::map<std::string, std::size_t> ranks;
    for (const auto& page : pages) {
        for (auto element : page.elements.*wanted) {
            auto candidates = html::selector_candidates(element);
            for (std::size_t rank = 0; rank < candidates.size(); ++rank) {
                if (ranks.size() >= kMostSelectors && !ranks.contains(candidates[rank])) continue;
                auto [place, fresh] = ranks.try_emplace(candidates[rank], rank);
                if (!fresh) place->second = std::min(place->second, rank);
            }
        }
    }
    return ranks;
}

Trial try_out(const std::string& selector, std::size_t rank, const std::vector<ReadPage>& pages,
              Wanted wanted)
{
    Trial trial{.selector = selector, .rank = rank};
    auto compiled = html::Selector::compile(selector);
    if (!compiled) return trial;
    for (const auto& page : pages) {
        const auto& elements = page.elements.*wanted;
        auto found = compiled->select(page.tree->root());
        // A site file's rule takes the first element that it finds.
        if (found.empty() || std::ranges::find(elements, found.front().node) == elements.end()) continue;
        ++trial.matched;
        trial.extra += found.size() - 1;
    }
    return trial;
}

std::optional<RuleProposal> propose(const char* field, const std::vector<ReadPage>& pages, Wanted wanted)
{
    auto having = static_cast<std::size_t>(
        std::ranges::count_if(pages, [&](const ReadPage& page) { return !(page.elements.*wanted).empty(); }));
    std::optional<Trial> best;
    for (const auto& [selector, rank] : gather(pages, wanted)) {
        auto trial = try_out(selector, rank, pages, wanted);
        trial.telling = tells_field(selector, field);
        if (trial.matched > 0 && (!best || trial.is_better_than(*best))) best = std::move(trial);
    }
    if (!best || best->matched * 2 < having) return std::nullopt;
    return RuleProposal{field, best->selector, best->matched, having};
}

/// Selectors for elements of which a page may have many. One counts only if everything that it finds inside
/// the bodies is such an element.
std::vector<RuleProposal> propose_groups(const char* field, const std::vector<ReadPage>& pages, Wanted wanted)
{
    std::map<std::string, bool> selectors;
    for (const auto& page : pages)
        for (auto element : page.elements.*wanted)
            if (auto selector = group_selector(element)) selectors.try_emplace(*selector, true);
    std::vector<RuleProposal> proposals;
    for (const auto& [selector, _] : selectors) {
        auto compiled = html::Selector::compile(selector).value();
        RuleProposal proposal{field, selector, 0, pages.size()};
        bool clean = true;
        for (const auto& page : pages) {
            bool hit = false;
            for (const auto& match : compiled.select(page.tree->root())) {
                if (!page.elements.is_in_body(match.node)) continue;
                bool is_wanted =
                    std::ranges::find(page.elements.*wanted, match.node) != (page.elements.*wanted).end();
                // Inside a box that is taken away anyway it does no harm.
                clean = clean && (is_wanted || FieldElements::is_in(match.node, page.elements.*wanted) ||
                                  FieldElements::is_in(match.node, page.elements.boxes));
                hit = hit || is_wanted;
            }
            proposal.matched += hit;
        }
        if (clean && proposal.matched > 0) proposals.push_back(std::move(proposal));
    }
    std::ranges::stable_sort(proposals, std::ranges::greater{}, &RuleProposal::matched);
    if (proposals.size() > kMostGroups) proposals.resize(kMostGroups);
    return proposals;
}

/// One `captions` rule of all selectors that are needed.
std::optional<RuleProposal> propose_captions(const std::vector<ReadPage>& pages)
{
    auto groups = propose_groups("captions", pages, &FieldElements::captions);
    if (groups.empty()) return std::nullopt;
    RuleProposal joined{"captions", {}, 0, 0};
    for (const auto& group : groups)
        joined.selector += (joined.selector.empty() ? "" : ", ") + group.selector;
    auto compiled = html::Selector::compile(joined.selector).value();
    for (const auto& page : pages) {
        if (page.elements.captions.empty()) continue;
        ++joined.pages;
        auto found = compiled.select(page.tree->root());
        joined.matched += std::ranges::all_of(page.elements.captions, [&](html::Node caption) {
            return std::ranges::any_of(found, [&](const auto& match) { return match.node == caption; });
        });
    }
    return joined.matched > 0 ? std::optional(std::move(joined)) : std::nullopt;
}

} // namespace

std::vector<RuleProposal> propose_rules(const std::vector<SampledPage>& pages)
{
    std::vector<ReadPage> read;
    for (const auto& page : pages) {
        // Dates are only compared with each other: any moment serves as the time of reading.
        auto reading = read_article(*page.tree, {}, page.url, Time{});
        auto elements = find_field_elements(*page.tree, reading);
        read.push_back({page.tree, std::move(reading), std::move(elements)});
    }
    std::vector<RuleProposal> proposals;
    auto add = [&](std::optional<RuleProposal> proposal) {
        if (proposal) proposals.push_back(std::move(*proposal));
    };
    add(propose("title", read, &FieldElements::title));
    add(propose("published", read, &FieldElements::published));
    add(propose("author", read, &FieldElements::author));
    add(propose("summary", read, &FieldElements::summary));
    add(propose("body", read, &FieldElements::body));
    add(propose_captions(read));
    auto removals = propose_groups("remove", read, &FieldElements::boxes);
    std::ranges::move(removals, std::back_inserter(proposals));
    return proposals;
}

} // namespace baotin::parsers
