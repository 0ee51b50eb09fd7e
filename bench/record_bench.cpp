// What the archive's writer costs: new articles (5 KB of text, a raw page of 16 KB), visit notes, revisions,
// and source visits whose links are all known; straight through the writer in groups of several sizes, and
// through the Recorder. Prints one line a case; asserts nothing.
//
//   build/release/bench/record_bench [ARTICLES] [GROUP]
//
// CPU is the whole process; `written` is what went through write(2), fsync and caches left aside.

#include "alerts/hook_router.hpp"
#include "archive/changes.hpp"
#include "archive/recorder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace baotin::archive {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr std::size_t sites = 20;
constexpr std::size_t links_of_a_listing = 50;

Time at(std::size_t step)
{
    return Time(std::chrono::hours(495'000) + std::chrono::seconds(step));
}

std::string site_id(std::size_t site)
{
    return fmt::format("congan-tinh-{:02}", site);
}

/// Vietnamese words in random order, about `bytes` of them, and a paragraph every fifty.
std::string sentences(std::size_t bytes)
{
    constexpr std::array words = {"Công an",   "tỉnh",    "đã",      "triển khai", "phương án",
                                  "bảo đảm",   "an ninh", "trật tự", "lực lượng",  "tuần tra",
                                  "kiểm soát", "địa bàn", "nhân dân"};
    std::mt19937 random(7);
    std::string text;
    for (std::size_t word = 1; text.size() < bytes; ++word) {
        text += words[random() % words.size()];
        text += word % 50 == 0 ? '\n' : ' ';
    }
    text.pop_back();
    return text;
}

/// As incompressible and as long as the zstd frame of a page.
std::string frame(std::size_t bytes)
{
    std::mt19937 random(7);
    std::string bytes_of_it(bytes, '\0');
    for (auto& byte : bytes_of_it) {
        byte = static_cast<char>(random());
    }
    return bytes_of_it;
}

/// Digits that no other number has, as a hash looks.
std::string hash_like(std::size_t number)
{
    return fmt::format("v1:{:016x}{:048x}", number * 0x9e3779b97f4a7c15U, number);
}

/// One article as the crawler hands it over.
ArticleVisit article_visit(const DuePage& page, std::size_t number)
{
    static const auto summary = sentences(300), body = sentences(4700), raw_page = frame(16'000);
    ArticleVisit visit;
    visit.note.page = page.id;
    visit.note.at = at(number);
    visit.note.next_visit = at(number + 3600);
    visit.note.outcome = Outcome::recorded;
    visit.note.status = 200;
    visit.note.validators = Validators{.etag = fmt::format("\"{:x}\"", number),
                                       .last_modified = "Sat, 21 Nov 2026 03:00:00 GMT",
                                       .wire_hash = number + 1};
    visit.note.reading = std::string(64, 'r');
    visit.text.title = fmt::format("Bản tin số {} của Công an tỉnh trong ngày hôm nay", number);
    visit.text.summary = summary;
    visit.text.author = "Bút Sơn";
    visit.text.published_at = "2026-11-21T07:15:00+07:00";
    visit.text.body = fmt::format("Số {}. {}", number, body);
    visit.text.captions = {"Lực lượng chức năng làm nhiệm vụ. Ảnh: CTV"};
    visit.particulars.section = "An ninh trật tự";
    visit.particulars.images = {page.url + ".jpg"};
    visit.identity = {.site = page.site,
                      .page = page.id,
                      .url = page.url,
                      .canonical_url = page.url,
                      .title = visit.text.title,
                      .content_hash = hash_like(number)};
    visit.reading = *visit.note.reading;
    visit.raw_page = raw_page;
    std::copy_n(visit.identity.content_hash.begin(), 64, visit.raw_page.begin());
    return visit;
}

double cpu_seconds()
{
    std::timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Bytes that this process gave to write(2) and its like.
double bytes_written()
{
    std::ifstream stream("/proc/self/io");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("wchar:")) return std::atof(line.c_str() + 6);
    }
    return 0;
}

/// One case's CPU, time and bytes, added up over the pieces of work that count.
class Meter {
public:
    template <class Work>
    void count(Work work)
    {
        const auto start = std::chrono::steady_clock::now();
        const auto cpu = cpu_seconds();
        const auto written = bytes_written();
        work();
        cpu_ += cpu_seconds() - cpu;
        seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        written_ += bytes_written() - written;
    }
    void print(const std::string& name, std::size_t items, std::size_t group) const
    {
        const auto each = static_cast<double>(items);
        fmt::print("{:<34} {:>6} {:>7} {:>9.1f} {:>9.0f} {:>11.1f}\n", name, group, items, cpu_ * 1e6 / each,
                   each / seconds_, written_ / 1024 / each);
        std::fflush(stdout);
    }

private:
    double cpu_ = 0;
    double seconds_ = 0;
    double written_ = 0;
};

/// One archive in a folder of its own, with its sources, and a listing of links per source visit.
class Bench {
public:
    explicit Bench(std::size_t articles) : articles_(articles)
    {
        auto pattern = (fs::temp_directory_path() / "baotin-record-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        store_ = open_sqlite(folder_ / "baotin.db", OpenMode::create);
        writer_ = store_->writer();
        std::vector<SitePlan> plans;
        auto config = std::make_shared<config::Config>();
        for (std::size_t site = 0; site < sites; ++site) {
            plans.push_back({.site = site_id(site), .sources = {{PageKind::listing, url(site, "tin-tuc")}}});
        }
        config->hooks.emplace_back().name = "newsroom";
        config->hooks.back().events = {"article.new", "article.changed"};
        router_ = std::make_shared<alerts::HookRouter>(config);
        in_group([&] { writer_->sync(plans, at(0)); });
        for (const auto& plan : plans) {
            sources_.push_back(store_->reader()->pages(plan.site).front().id);
        }
        in_group([&] {
            for (std::size_t site = 0; site < sites; ++site) {
                writer_->record(source_visit(site, {}, 0)); // the first: what follows is no backfill
            }
        });
    }
    ~Bench()
    {
        writer_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    void run(std::size_t group)
    {
        fmt::print("{:<34} {:>6} {:>7} {:>9} {:>9} {:>11}\n", "case", "group", "items", "CPU us", "items/s",
                   "KiB written");
        announce(group, "source visit, 50 new links", true);
        articles(group);
        announce(group, "source visit, 50 known links", false);
        notes(group);
        revisions(group);
        identify();
        close();
    }
    /// New articles through the Recorder, from so many callers at a time.
    void run_recorder(std::size_t callers);

private:
    static std::string url(std::size_t site, const std::string& name)
    {
        return fmt::format("https://congan.tinh-{:02}.gov.vn/tin-an-ninh-trat-tu/{}", site, name);
    }
    SourceVisit source_visit(std::size_t site, std::vector<parsers::Link> links, std::size_t step) const
    {
        SourceVisit visit;
        visit.note = {.page = sources_[site],
                      .at = at(step),
                      .next_visit = at(step + 600),
                      .outcome = Outcome::announced,
                      .status = 200,
                      .detail = {},
                      .validators = Validators{.etag = {}, .last_modified = {}, .wire_hash = step + 1},
                      .reading = std::string(64, 'r')};
        visit.site = site_id(site);
        visit.links = std::move(links);
        return visit;
    }
    SourceVisit listing(std::size_t number) const
    {
        const auto site = number % sites;
        std::vector<parsers::Link> links;
        for (std::size_t i = 0; i < links_of_a_listing; ++i) {
            const auto name = fmt::format("ban-tin-so-{}-cua-cong-an-tinh-trong-ngay-hom-nay.html",
                                          number * links_of_a_listing + i);
            links.push_back({.url = url(site, name), .title = {}, .published_at = {}});
        }
        return source_visit(site, std::move(links), number);
    }
    template <class Work>
    void in_group(Work work)
    {
        writer_->begin();
        work();
        writer_->commit();
    }
    /// Makes items one group at a time, which does not count, and applies them, which does, as the Recorder
    /// would.
    template <class Make, class Apply>
    void measure(const std::string& name, std::size_t items, std::size_t group, Make make, Apply apply)
    {
        Meter meter;
        for (std::size_t first = 0; first < items; first += group) {
            std::vector<decltype(make(first))> visits;
            for (std::size_t i = first; i < std::min(first + group, items); ++i) {
                visits.push_back(make(i));
            }
            meter.count([&] {
                in_group([&] {
                    for (const auto& visit : visits) {
                        apply(visit);
                    }
                });
            });
        }
        meter.print(name, items, group);
    }

    void announce(std::size_t group, const std::string& name, bool fresh)
    {
        measure(
            name, articles_ / links_of_a_listing, std::min<std::size_t>(group, 4),
            [&](std::size_t number) { return listing(number); },
            [&](const SourceVisit& visit) {
                auto announced = writer_->record(visit);
                if (fresh != (announced.fresh.size() == links_of_a_listing)) std::abort();
                std::move(announced.fresh.begin(), announced.fresh.end(), std::back_inserter(pages_));
            });
    }
    void articles(std::size_t group)
    {
        measure(
            "new article", articles_, group,
            [&](std::size_t number) { return article_visit(pages_[number], number); },
            [&](const ArticleVisit& visit) {
                if (writer_->record(visit, *router_).what != Recorded::What::created) std::abort();
            });
    }
    void notes(std::size_t group)
    {
        measure(
            "note of an unchanged page", articles_, group,
            [&](std::size_t number) {
                return VisitNote{.page = pages_[number].id,
                                 .at = at(number + 1000),
                                 .next_visit = at(number + 9000),
                                 .outcome = Outcome::unchanged,
                                 .status = 304,
                                 .detail = {},
                                 .validators = {},
                                 .reading = {},
                                 .rate = ChangeRate{.shape = 0.5, .exposure = 3}};
            },
            [&](const VisitNote& note) { writer_->note(note); });
    }
    void revisions(std::size_t group)
    {
        measure(
            "revision", articles_, group,
            [&](std::size_t number) {
                auto visit = article_visit(pages_[number], number);
                const auto before = visit.text;
                visit.note.at = at(number + 20'000);
                visit.text.body += "\nCập nhật lúc 17 giờ.";
                visit.identity.content_hash.back() = 'x';
                visit.changes = changes_between(before, visit.text);
                visit.base = Base{.article = static_cast<ArticleId>(number + 1), .revision = 1};
                visit.raw_page[0] = static_cast<char>(visit.raw_page[0] + 1);
                return visit;
            },
            [&](const ArticleVisit& visit) {
                if (writer_->record(visit, *router_).what != Recorded::What::revised) std::abort();
            });
    }
    void identify()
    {
        const auto reader = store_->reader();
        std::vector<Identity> asked;
        for (std::size_t number = 0; number < articles_; ++number) {
            asked.push_back(article_visit(pages_[number], number).identity);
            asked.back().page = 0;
            asked.back().url = asked.back().canonical_url.emplace(asked.back().url + "?moi");
            asked.back().content_hash = hash_like(number + articles_);
        }
        Meter meter;
        meter.count([&] {
            for (const auto& identity : asked) {
                if (reader->identify(identity)) std::abort();
            }
        });
        meter.print("identify: unknown (a reader)", articles_, 1);
    }
    void close()
    {
        Meter meter;
        meter.count([&] { writer_.reset(); });
        meter.print("close", 1, 1);
        fmt::print("{:.1f} MiB in {}\n\n",
                   static_cast<double>(fs::file_size(folder_ / "baotin.db")) / 1048576, folder_.string());
    }
    static asio::awaitable<void> lane(Recorder& recorder, std::vector<ArticleVisit>& visits,
                                      std::size_t& next)
    {
        while (next < visits.size()) {
            auto visit = std::move(visits[next++]);
            const auto recorded = co_await recorder.record(std::move(visit));
            if (recorded.what != Recorded::What::created) std::abort();
        }
    }

    std::size_t articles_;
    fs::path folder_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<Writer> writer_;
    std::shared_ptr<Router> router_;
    std::vector<PageId> sources_;
    std::vector<DuePage> pages_;
};

void Bench::run_recorder(std::size_t callers)
{
    announce(4, "source visit, 50 new links", true);
    asio::io_context loop;
    Recorder recorder(loop.get_executor(), std::move(writer_), router_);
    constexpr std::size_t at_a_time = 2000; // as the visits are made beforehand
    Meter meter;
    for (std::size_t first = 0; first < articles_; first += at_a_time) {
        std::vector<ArticleVisit> visits;
        for (std::size_t i = first; i < std::min(first + at_a_time, articles_); ++i) {
            visits.push_back(article_visit(pages_[i], i));
        }
        std::size_t next = 0;
        meter.count([&] {
            for (std::size_t i = 0; i < callers; ++i) {
                asio::co_spawn(loop, lane(recorder, visits, next), asio::detached);
            }
            loop.restart();
            loop.run();
        });
    }
    meter.print(fmt::format("new article, Recorder, {} callers", callers), articles_, 0);
}

} // namespace
} // namespace baotin::archive

int main(int argc, char** argv)
{
    const auto number = [&](int index, std::size_t otherwise) {
        return argc > index ? static_cast<std::size_t>(std::atoll(argv[index])) : otherwise;
    };
    const auto articles = std::max<std::size_t>(number(1, 20'000), 100);
    baotin::archive::Bench(articles).run(std::max<std::size_t>(number(2, 64), 1));
    for (const std::size_t callers : {16, 128}) {
        baotin::archive::Bench(articles).run_recorder(callers);
    }
}
