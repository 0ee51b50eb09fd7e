#include "tests/alerts/newsroom.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace baotin {

using archive::Outcome;

namespace {

const std::string home = "https://congan.haiphong.gov.vn/";
const std::string site = "congan-haiphong";

archive::ArticleVisit visit_of(const Newsroom::Story& story, archive::VisitNote note,
                               const std::string& title, const std::string& body)
{
    archive::ArticleVisit visit;
    visit.note = std::move(note);
    visit.text = samples::article().text;
    visit.text.title = title;
    visit.text.body = body;
    visit.identity.site = site;
    visit.identity.page = story.page;
    visit.identity.url = story.url;
    visit.identity.title = title;
    visit.identity.content_hash = parsers::content_hash(visit.text);
    visit.reading = "test";
    return visit;
}

} // namespace

Newsroom::Newsroom(LoopThread& loop, config::Snapshot config) : loop_(loop)
{
    auto pattern = (std::filesystem::temp_directory_path() / "baotin-newsroom-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    store_ = archive::open_sqlite(folder_ / "baotin.db", archive::OpenMode::create);
    store_->claim();
    auto router = std::make_shared<alerts::HookRouter>(std::move(config));
    recorder_ = std::make_unique<archive::Recorder>(loop.executor(), store_->writer(), router);
    reads_ = std::make_unique<archive::Reads>(store_->reader());
    reader_ = store_->reader();

    std::vector<archive::SitePlan> plans(1);
    plans[0].site = site;
    plans[0].sources = {{archive::PageKind::listing, home}};
    loop_.run(recorder_->sync(std::move(plans), now()));
    source_ = reader_->due_pages(0, 1).at(0).id;
    archive::SourceVisit first;
    first.note = note(source_, Outcome::announced);
    first.site = site;
    loop_.run(recorder_->record(std::move(first)));
}

Newsroom::~Newsroom()
{
    reads_.reset();
    reader_.reset();
    recorder_.reset();
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

archive::VisitNote Newsroom::note(archive::PageId page, Outcome outcome) const
{
    archive::VisitNote note;
    note.page = page;
    note.at = now();
    note.next_visit = now() + std::chrono::hours(1);
    note.outcome = outcome;
    note.status = 200;
    return note;
}

Newsroom::Story Newsroom::publish(const std::string& name)
{
    Story story;
    story.url = home + name + ".html";
    archive::SourceVisit listing;
    listing.note = note(source_, Outcome::announced);
    listing.site = site;
    listing.links = {{story.url, name, {}}};
    auto announced = loop_.run(recorder_->record(std::move(listing)));
    story.page = announced.fresh.at(0).id;
    auto visit = visit_of(story, note(story.page, Outcome::recorded), name, "Nội dung của " + name + ".");
    auto recorded = loop_.run(recorder_->record(std::move(visit)));
    story.base = {recorded.article, recorded.revision};
    return story;
}

void Newsroom::edit(Story& story, const std::string& body)
{
    auto before = reader_->article(story.base.article).value();
    auto visit = visit_of(story, note(story.page, Outcome::recorded), before.text.title, body);
    visit.base = story.base;
    visit.changes = {{"body", before.text.body, body}};
    visit.significance = archive::Significance::minor;
    auto recorded = loop_.run(recorder_->record(std::move(visit)));
    if (recorded.what != archive::Recorded::What::revised) throw std::runtime_error("not revised");
    story.base.revision = recorded.revision;
}

void Newsroom::fail(const std::string& site)
{
    archive::Incident incident;
    incident.site = site;
    incident.what = "failing";
    incident.since = now();
    loop_.run(recorder_->open_incident(std::move(incident), archive::EventType::site_failing));
}

std::size_t Newsroom::retry(const archive::DeliveryQuery& query)
{
    return loop_.run(recorder_->retry_deliveries(query, now()));
}

std::size_t Newsroom::replay(const std::string& hook, const std::vector<std::int64_t>& cursors)
{
    auto beside = archive::open_sqlite(folder_ / "baotin.db", archive::OpenMode::existing);
    auto writer = beside->writer();
    writer->begin();
    auto count = writer->replay_events(hook, cursors, now());
    writer->commit();
    return count;
}

archive::Delivery Newsroom::delivery(archive::DeliveryId id)
{
    return reader_->delivery(id).value();
}

void Newsroom::set_config(config::Snapshot config)
{
    recorder_->set_router(std::make_shared<alerts::HookRouter>(std::move(config)));
}

std::vector<archive::Delivery> Newsroom::deliveries(const std::string& hook)
{
    archive::DeliveryQuery query;
    query.hook = hook;
    auto found = reader_->deliveries(query);
    std::reverse(found.begin(), found.end());
    return found;
}

std::vector<std::string> Newsroom::states(const std::string& hook)
{
    std::vector<std::string> words;
    for (const auto& delivery : deliveries(hook))
        words.emplace_back(archive::to_string(delivery.state));
    return words;
}

std::vector<archive::Incident> Newsroom::open_incidents()
{
    return reader_->open_incidents();
}

std::vector<archive::StoredEvent> Newsroom::events()
{
    return reader_->events(0, 10'000, true);
}

parsers::Time Newsroom::now() const
{
    auto real = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return real + std::chrono::milliseconds(ahead_.load());
}

} // namespace baotin
