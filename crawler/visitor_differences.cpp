#include "crawler/visit_note.hpp"
#include "crawler/visitor.hpp"
#include "parsers/volatile_parts.hpp"

#include <algorithm>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using archive::Page;

std::chrono::milliseconds second_look_after(const config::Site& site)
{
    std::chrono::milliseconds usual = SecondLooks::kAfter;
    return std::min(usual, site.visit.recheck.value_or(usual));
}

/// The site with rules that do not read what changes by itself.
config::Site without_volatile(const config::Site& site, const Volatility& volatility, Time now)
{
    std::vector<std::string> selectors;
    for (const auto& part : volatility.parts(now))
        selectors.push_back(part.selector);
    auto changed = site;
    changed.rules = parsers::without_parts(site.rules, selectors);
    changed.regions.reset();
    return changed;
}

/// Parts that differ between two looks at a page, both kept as `raw_page` keeps them.
std::vector<parsers::VolatilePart> parts_that_differ(const std::string& first, const std::string& second,
                                                     const config::Site& site, PageLimits limits)
{
    auto before = stored_tree(first, limits), after = stored_tree(second, limits);
    if (!before || !after) return {};
    return parsers::find_volatile_parts(*before, *after, site.rules);
}

} // namespace

/// Is the difference from the latest revision news, or does that part of the page change by itself? Where
/// that cannot be told yet, the page has to be looked at again.
boost::asio::awaitable<Visitor::Difference> Visitor::weigh(Page page, Site site,
                                                           const archive::Article& known,
                                                           const ArticleRead& read, const Change& change)
{
    bool learned = !lessons_.volatility(site->id).parts(clock_.now()).empty();
    bool by_itself = false;
    if (learned) by_itself = co_await same_but_volatile(site, known, read);
    if (by_itself) co_return Difference::by_itself;
    if (!looks_twice_ || !change.may_be_volatile) co_return Difference::news;
    auto first = second_looks_.take(page.id, known.revision, clock_.now());
    if (!first) {
        SecondLooks::Look look{clock_.now(), known.revision, read.raw_page, read.reading.text.published_at};
        second_looks_.keep(page.id, std::move(look));
        co_return Difference::unclear;
    }
    auto found = co_await learn_by_second_look(site, std::move(*first), read);
    if (found) by_itself = co_await same_but_volatile(site, known, read);
    co_return by_itself ? Difference::by_itself : Difference::news;
}

/// Reads the stored page of the latest revision and the new one without what changes by itself: is anything
/// left?
boost::asio::awaitable<bool> Visitor::same_but_volatile(Site site, const archive::Article& known,
                                                        const ArticleRead& read)
{
    auto load = [id = known.id](archive::Reader& reader) { return reader.raw_page(id); };
    auto stored = co_await reads_.run(std::move(load));
    if (!stored) co_return false;
    auto now = clock_.now();
    const auto& volatility = lessons_.volatility(site->id);
    auto stable = without_volatile(*site, volatility, now);
    bool clock = volatility.published(now);
    auto work = [&stored, &stable, &known, &read, clock, limits = limits_] {
        auto before = reread_article_page(*stored, known.url, stable, known.first_seen_at, limits);
        auto after = reread_article_page(read.raw_page, known.url, stable, known.first_seen_at, limits);
        if (!before || !after) return false;
        if (clock) after->reading.text.published_at = before->reading.text.published_at;
        return compare(before->reading.text, after->reading.text).fields.empty();
    };
    co_return co_await pool_.run(std::move(work));
}

/// What differs between two looks a minute apart is no news. True where anything was found.
boost::asio::awaitable<bool> Visitor::learn_by_second_look(Site site, SecondLooks::Look first,
                                                           const ArticleRead& read)
{
    auto work = [&first, &read, &site, limits = limits_] {
        return parts_that_differ(first.raw_page, read.raw_page, *site, limits);
    };
    auto parts = co_await pool_.run(std::move(work));
    bool published = first.published_at != read.reading.text.published_at;
    if (parts.empty() && !published) co_return false;
    lessons_.volatile_found(site->id, parts, published, clock_.now());
    co_return true;
}

/// Leaves validators and text as they are, so that the second look is not told "not modified".
boost::asio::awaitable<Visited> Visitor::look_again(Page page, Site site)
{
    auto note = note_of(page, *site, Outcome::unchanged, 200, "looks different: a second look will tell");
    note.next_visit = std::min(note.next_visit, clock_.now() + second_look_after(*site));
    auto result = visited(page, note);
    co_await recorder_.note(std::move(note));
    co_return result;
}

} // namespace baotin::crawler
