#include "crawler/reparse.hpp"

#include "crawler/drift.hpp"
#include "crawler/reading_mark.hpp"
#include "parsers/url.hpp"

#include <utility>

namespace baotin::crawler {
namespace {

constexpr int kAttemptsAgainstStale = 5;
constexpr std::size_t kIdsAtOnce = 1000;

constexpr auto kNoFit = "today's rules match neither its title nor its body, or only one of them";
constexpr auto kRestless = "it kept changing in the archive meanwhile; run reparse again";

/// Nobody is told of what we read once more.
class Nobody final : public archive::Router {
public:
    [[nodiscard]] std::vector<std::string> route(const archive::Event&,
                                                 const archive::Article*) const override
    {
        return {};
    }
    [[nodiscard]] std::string compose(const archive::Event&, const archive::Article*) const override
    {
        return "{}";
    }
};

/// Calls `work` with every id that `next(after)` lists.
template <class Next, class Work>
void each_id(Next next, Work work)
{
    for (auto ids = next(0); !ids.empty(); ids = next(ids.back()))
        for (auto id : ids)
            work(id);
}

archive::Identity identity_of(const config::Site& site, archive::PageId page, const std::string& url,
                              const ArticleRead& read)
{
    archive::Identity identity{site.id, page, url, {}, read.reading.text.title, read.content_hash};
    const auto& canonical = read.reading.canonical_url;
    if (canonical && *canonical != url && parsers::same_site(*canonical, url))
        identity.canonical_url = canonical;
    return identity;
}

} // namespace

void ReparseCount::add(Reparsed::What what)
{
    switch (what) {
    case Reparsed::What::same:
        break;
    case Reparsed::What::revised:
        ++revised;
        break;
    case Reparsed::What::created:
        ++created;
        break;
    case Reparsed::What::left_alone:
        ++left_alone;
        break;
    case Reparsed::What::unreadable:
        ++unreadable;
        break;
    case Reparsed::What::no_page:
        ++no_page;
        return;
    }
    ++read;
}

std::size_t Reparse::size()
{
    std::size_t count = 0;
    auto one = [&](auto) { ++count; };
    each_id([this](auto after) { return reader_.kept_pages(site_.id, after, kIdsAtOnce); }, one);
    each_id([this](auto after) { return reader_.article_ids(site_.id, after, kIdsAtOnce); }, one);
    return count;
}

ReparseCount Reparse::run(Time now, const Watch& watch)
{
    ReparseCount count;
    auto done = [&](const Reparsed& one) {
        count.add(one.what);
        watch(one);
    };
    each_id([this](auto after) { return reader_.kept_pages(site_.id, after, kIdsAtOnce); },
            [&](archive::PageId page) {
                if (auto kept = reader_.kept_page(page)) done(kept_page(*kept)); // else a visit was faster
            });
    each_id([this](auto after) { return reader_.article_ids(site_.id, after, kIdsAtOnce); },
            [&](archive::ArticleId id) { done(article(id, now)); });
    return count;
}

Reparsed Reparse::kept_page(const archive::KeptPage& kept)
{
    Reparsed result;
    result.url = kept.url;
    for (int attempt = 0; attempt < kAttemptsAgainstStale; ++attempt) {
        auto page = reader_.page(kept.page);
        std::optional<archive::Article> known;
        if (page && page->article) known = reader_.article(*page->article);
        auto reference = known ? known->first_seen_at : kept.fetched_at;
        auto read = reread_article_page(kept.raw_page, kept.url, site_, reference, limits_);
        result.what = Reparsed::What::unreadable;
        result.detail = read ? kNoFit : read.error().detail;
        if (!read) return result;
        archive::ArticleVisit visit;
        visit.note.page = kept.page;
        visit.note.at = kept.fetched_at;               // the text is as old as the page
        visit.note.validators = archive::Validators{}; // they speak of an older page
        visit.identity = identity_of(site_, kept.page, kept.url, *read);
        known = reader_.identify(visit.identity);
        // What no rule stood for once must come by the rules now, to be taken for an article.
        auto recorded = known ? known->reading : std::string();
        if (would_lose_text(recorded, read->reading_id)) return result;
        if (known && reader_.stored_article(known->id)->fetched_at > kept.fetched_at) {
            read->reading.text = known->text; // a later visit was recorded
            read->reading.particulars = known->particulars;
        }
        visit.raw_page = kept.raw_page;
        result = record(std::move(result), std::move(*read), std::move(visit), known);
        if (result.detail.empty()) return result;
    }
    return result;
}

Reparsed Reparse::article(archive::ArticleId id, Time now)
{
    Reparsed result;
    for (int attempt = 0; attempt < kAttemptsAgainstStale; ++attempt) {
        auto stored = reader_.stored_article(id);
        result.article = id;
        result.what = Reparsed::What::no_page;
        if (!stored) return result;
        result.url = stored->article.url;
        result.title = stored->article.text.title;
        if (!stored->page || !stored->raw_page) return result;
        auto read = reread_article_page(*stored->raw_page, stored->article.url, site_,
                                        stored->article.first_seen_at, limits_);
        result.what = Reparsed::What::unreadable;
        result.detail = read ? kNoFit : read.error().detail;
        if (!read) return result;
        result.what = Reparsed::What::left_alone;
        if (would_lose_text(stored->article.reading, read->reading_id)) return result;
        archive::ArticleVisit visit;
        visit.note.page = *stored->page;
        visit.note.at = now;
        visit.identity = {site_.id, *stored->page, stored->article.url, {}, {}, read->content_hash};
        visit.raw_page = std::move(*stored->raw_page);
        result = record(std::move(result), std::move(*read), std::move(visit), stored->article);
        if (result.detail.empty()) return result;
    }
    return result;
}

/// Compares with what is recorded and writes the difference. The result has a detail where another was
/// faster.
Reparsed Reparse::record(Reparsed result, ArticleRead read, archive::ArticleVisit visit,
                         const std::optional<archive::Article>& known)
{
    if (known && read.reading.published_is_volatile)
        read.reading.text.published_at = known->text.published_at;
    bool kept = visit.note.validators.has_value();
    result.detail.clear();
    result.title = read.reading.text.title;
    result.what = Reparsed::What::created;
    if (known) {
        result.article = known->id;
        result.change = compare(known->text, read.reading.text);
        result.what = result.change.fields.empty() ? Reparsed::What::same : Reparsed::What::revised;
        visit.base = archive::Base{known->id, known->revision};
    }
    bool same = known && result.change.fields.empty() && known->particulars == read.reading.particulars;
    if (dry_run_ || (same && !kept)) return result;
    visit.changes = result.change.fields;
    visit.significance = result.change.significance;
    visit.text = known && visit.changes.empty() ? known->text : std::move(read.reading.text);
    visit.particulars = std::move(read.reading.particulars);
    visit.reading = std::move(read.reading_id);
    visit.reparsed = true;
    if (!write(visit, kept)) {
        result.what = Reparsed::What::unreadable;
        result.detail = kRestless;
    }
    return result;
}

/// False where the archive has another revision by now: nothing was written.
bool Reparse::write(const archive::ArticleVisit& visit, bool kept)
{
    static const Nobody nobody;
    try {
        writer_.begin();
        auto recorded = writer_.record(visit, nobody);
        bool written = recorded.what != archive::Recorded::What::stale;
        if (written && kept) writer_.drop_kept_page(visit.note.page, visit.note.at);
        writer_.commit();
        return written;
    } catch (...) {
        writer_.rollback();
        throw;
    }
}

} // namespace baotin::crawler
