#include "tests/archive/contract.hpp"

#include "archive/changes.hpp"
#include "parsers/article.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace baotin::archive {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreContract);

StoreContract::StoreContract() : place_(GetParam().place())
{
    reopen();
}

void StoreContract::reopen()
{
    reader_.reset();
    writer_.reset();
    store_.reset();
    store_ = place_->open();
    writer_ = store_->writer();
    reader_ = store_->reader();
}

Time StoreContract::at(int minute)
{
    return Time(std::chrono::hours(452'000) + std::chrono::minutes(minute));
}

std::string StoreContract::url(std::string_view name)
{
    return fmt::format("https://congan.sonla.gov.vn/{}.html", name);
}

parsers::ArticleText StoreContract::text(std::string title, std::string body)
{
    parsers::ArticleText text;
    text.title = std::move(title);
    text.body = std::move(body);
    return text;
}

void StoreContract::change(const std::function<void(Writer&)>& work)
{
    write([&](Writer& writer) {
        work(writer);
        return 0;
    });
}

PageId StoreContract::source()
{
    change([](Writer& writer) {
        writer.sync({{.site = site, .sources = {{PageKind::listing, listing}}}}, at(0));
    });
    return reader_->pages(site).front().id;
}

PageId StoreContract::completed_source()
{
    const auto id = source();
    announce(id, {}, 0);
    return id;
}

Announced StoreContract::announce(PageId source, const std::vector<std::string>& urls, int minute,
                                  bool completed)
{
    SourceVisit visit;
    visit.note = note(source, minute, Outcome::announced);
    visit.site = site;
    visit.completed = completed;
    for (const auto& link : urls) {
        visit.links.push_back({.url = link, .title = "", .published_at = std::nullopt});
    }
    return write([&](Writer& writer) { return writer.record(visit); });
}

PageId StoreContract::announced(PageId source, std::string_view name, int minute)
{
    return announce(source, {url(name)}, minute).fresh.at(0).id;
}

VisitNote StoreContract::note(PageId page, int minute, Outcome outcome) const
{
    VisitNote note;
    note.page = page;
    note.at = at(minute);
    note.next_visit = at(minute + 10);
    note.outcome = outcome;
    note.status = outcome == Outcome::gone ? 404 : 200;
    return note;
}

ArticleVisit StoreContract::reading(PageId id, const parsers::ArticleText& text, int minute)
{
    ArticleVisit visit;
    visit.note = note(id, minute, Outcome::recorded);
    visit.identity.site = site;
    visit.identity.page = id;
    visit.identity.url = page(id).url;
    visit.identity.title = text.title;
    visit.identity.content_hash = parsers::content_hash(text);
    visit.text = text;
    visit.reading = "rules-1";
    return visit;
}

Recorded StoreContract::record(const ArticleVisit& visit)
{
    auto compared = visit;
    if (const auto latest = reader_->identify(visit.identity)) {
        compared.base = Base{.article = latest->id, .revision = latest->revision};
        compared.changes = changes_between(latest->text, visit.text);
    }
    return write([&](Writer& writer) { return writer.record(compared, *router_); });
}

Recorded StoreContract::read(PageId page, const parsers::ArticleText& text, int minute)
{
    return record(reading(page, text, minute));
}

Gone StoreContract::gone(PageId page, int minute, int confirmations, int over_minutes)
{
    const GoneVisit visit{.note = note(page, minute, Outcome::gone),
                          .confirmations = confirmations,
                          .over = std::chrono::minutes(over_minutes)};
    return write([&](Writer& writer) { return writer.record(visit, *router_); });
}

Gone StoreContract::removed(PageId page, int minute)
{
    gone(page, minute);
    gone(page, minute + 1);
    return gone(page, minute + 2);
}

std::vector<ArticleId> StoreContract::publish(PageId source, int count, int minute)
{
    std::vector<ArticleId> articles;
    for (int i = 0; i < count; ++i) {
        const auto name = fmt::format("bai-{}", i);
        articles.push_back(
            read(announced(source, name, minute), text("Bài " + name, "Nội dung " + name), minute).article);
    }
    return articles;
}

Article StoreContract::article(ArticleId id)
{
    auto article = reader_->article(id);
    if (!article) throw std::runtime_error("no such article");
    return *std::move(article);
}

Page StoreContract::page(PageId id)
{
    auto page = reader_->page(id);
    if (!page) throw std::runtime_error("no such page");
    return *std::move(page);
}

std::vector<StoredEvent> StoreContract::events(bool with_backfill)
{
    return reader_->events(0, 1000, with_backfill);
}

std::vector<std::string> StoreContract::event_types()
{
    std::vector<std::string> types;
    for (const auto& event : events()) {
        types.emplace_back(to_string(event.type));
    }
    return types;
}

std::vector<std::string> StoreContract::due_urls()
{
    std::vector<std::string> urls;
    // Two at a time, so that every test also reads on from where a part ended.
    PageId after = 0;
    for (auto pages = reader_->due_pages(after, 2); !pages.empty(); pages = reader_->due_pages(after, 2)) {
        for (const auto& page : pages) {
            urls.push_back(page.url);
            after = page.id;
        }
    }
    std::sort(urls.begin(), urls.end());
    return urls;
}

} // namespace baotin::archive
