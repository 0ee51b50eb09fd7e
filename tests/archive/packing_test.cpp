#include "archive/page_hash.hpp"
#include "archive/page_packing.hpp"
#include "archive/verify.hpp"
#include "parsers/compression.hpp"
#include "parsers/hash.hpp"
#include "tests/archive/sqlite_place.hpp"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto site = "thst";

/// Markup that all pages of a design share, which compression alone does not make small.
std::string chrome(unsigned design)
{
    std::mt19937 random(design);
    std::string markup = "<html><nav>";
    while (markup.size() < 40'000)
        markup += fmt::format("<a href=\"/muc-{:x}\">Mục {:x}</a>", random(), random());
    return markup + "</nav>";
}

std::string page_of(int number, unsigned design = 1)
{
    std::mt19937 random(static_cast<unsigned>(number) + 1000);
    std::string text;
    while (text.size() < 1500)
        text += fmt::format("chữ {:x} ", random());
    return fmt::format("{}<h1>Tin số {}</h1><p>{}</p></html>", chrome(design), number, text);
}

/// As crawler/raw_page.hpp keeps what came compressed.
std::string as_sent(std::string_view html)
{
    const auto body = parsers::compress_zstd(html);
    const auto content = std::string("zstd\0text/html\0", 15) + body;
    std::string frame(frame_as_sent);
    for (int shift = 0; shift < 32; shift += 8)
        frame += static_cast<char>((content.size() >> shift) & 0xFF);
    return frame + content;
}

class PackingTest : public testing::Test {
protected:
    template <class Work>
    auto change(Work work)
    {
        writer_->begin();
        auto answer = [&] {
            if constexpr (std::is_void_v<decltype(work(*writer_))>) {
                work(*writer_);
                return 0;
            } else {
                return work(*writer_);
            }
        }();
        writer_->commit();
        return answer;
    }
    PackingTest()
        : store_(open_sqlite(folder_.file(), OpenMode::create)),
          writer_(store_->writer()),
          reader_(store_->reader())
    {
        change([](Writer& writer) {
            writer.sync({{.site = site, .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
        });
    }
    ArticleId publish(int number, const std::string& raw_page)
    {
        ArticleVisit visit;
        change([&](Writer& writer) {
            SourceVisit source;
            source.note.page = reader_->pages(site).at(0).id;
            source.note.outcome = Outcome::announced;
            source.site = site;
            source.links = {
                {.url = fmt::format("https://thst.vn/{}.html", number), .title = "", .published_at = {}}};
            visit.note.page = writer.record(source).fresh.at(0).id;
            visit.identity.url = source.links.front().url;
        });
        visit.note.at = Time(std::chrono::hours(452'000) + std::chrono::minutes(number));
        return record(visit, fmt::format("Tin số {}", number), raw_page);
    }
    ArticleId record(ArticleVisit& visit, const std::string& title, const std::string& raw_page)
    {
        visit.note.outcome = Outcome::recorded;
        visit.identity.site = site;
        visit.identity.page = visit.note.page;
        visit.text.title = title;
        visit.identity.title = title;
        visit.identity.content_hash = parsers::content_hash(visit.text);
        visit.raw_page = raw_page;
        return change([&](Writer& writer) { return writer.record(visit, router_); }).article;
    }
    /// Another revision of a published article.
    void revise(ArticleId id, const std::string& title, const std::string& raw_page, bool reparsed = false)
    {
        const auto stored = reader_->stored_article(id).value();
        ArticleVisit visit;
        visit.note.page = stored.page.value();
        visit.note.at = stored.article.first_seen_at + std::chrono::hours(stored.article.revision);
        visit.identity.url = stored.article.url;
        visit.base = Base{.article = id, .revision = stored.article.revision};
        visit.reparsed = reparsed;
        record(visit, title, raw_page);
    }
    void publish_many(int count, unsigned design = 1, int first = 1)
    {
        for (int number = first; number < first + count; ++number)
            publish(number, as_sent(page_of(number, design)));
    }
    std::size_t pack_all()
    {
        std::size_t packed = 0;
        while (const auto unpacked = reader_->unpacked_pages(64)) {
            packed += unpacked->pages.size();
            const auto pages = pack(*unpacked);
            change([&](Writer& writer) { writer.keep_packed(pages); });
        }
        return packed;
    }
    PageRoom room() { return reader_->sites().at(0).raw_pages; }
    std::vector<std::string> broken()
    {
        return verify_sqlite(folder_.file(), [](std::uint64_t, std::uint64_t) {}).broken;
    }
    std::int64_t count(const char* table)
    {
        return SQLite::Database(folder_.file().string())
            .execAndGet(fmt::format("SELECT count(*) FROM {}", table))
            .getInt64();
    }

    Folder folder_;
    FakeRouter router_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Reader> reader_;
};

TEST(PackedForm, IsThePageWithoutCompression)
{
    const auto sent = page_parts(packed_form(as_sent("<html>a</html>")));
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_TRUE(sent[0].as_sent);
    EXPECT_EQ(sent[0].content_encoding, "");
    EXPECT_EQ(sent[0].content_type, "text/html");
    EXPECT_EQ(sent[0].body, "<html>a</html>");
    const auto both = page_parts(packed_form(parsers::compress_zstd("một") + as_sent("hai")));
    ASSERT_THAT(both, SizeIs(2));
    EXPECT_FALSE(both[0].as_sent);
    EXPECT_EQ(both[0].body + both[1].body, "mộthai");
}

TEST(PackedForm, LeavesWhatCannotBeReadAndWhatIsPlainAsItIs)
{
    const auto plain = packed_form(as_sent("<html>"));
    EXPECT_EQ(packed_form(plain), plain);
    EXPECT_EQ(packed_form("no frame"), "no frame");
    EXPECT_EQ(packed_form(""), "");
    auto broken = as_sent("<html>");
    broken[frame_head + 15] = '!';
    EXPECT_EQ(page_hash(packed_form(broken)), page_hash(broken));
}

TEST_F(PackingTest, PacksPagesToWhatIsTheirOwnAndReadsThemAsTheyWere)
{
    publish_many(40);
    const auto before = room();
    EXPECT_EQ(before.pages, 40U);
    EXPECT_EQ(before.packed_from, 0U);
    EXPECT_EQ(pack_all(), 40U);
    const auto after = room();
    EXPECT_EQ(after.pages, 40U);
    EXPECT_LT(after.stored * 5, before.stored);
    EXPECT_EQ(after.packed_stored, after.stored);
    EXPECT_GT(after.packed_from, 40U * 40'000U);
    for (int number = 1; number <= 40; ++number)
        EXPECT_EQ(reader_->raw_page(number), packed_form(as_sent(page_of(number))));
    EXPECT_EQ(reader_->stored_article(7)->raw_page, reader_->raw_page(7));
    int pages = 0;
    reader_->each_raw_page({}, [&](const StoredRawPage& page) {
        EXPECT_EQ(page_parts(page.raw_page).at(0).body, page_of(++pages));
        return true;
    });
    EXPECT_EQ(pages, 40);
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(PackingTest, WaitsUntilThereAreEnoughPagesToLearnFrom)
{
    publish_many(static_cast<int>(least_training_pages) - 1);
    EXPECT_EQ(pack_all(), 0U);
    publish_many(1, 1, 100);
    EXPECT_EQ(pack_all(), least_training_pages);
    publish_many(1, 1, 101); // from now on each one
    EXPECT_EQ(pack_all(), 1U);
    EXPECT_EQ(count("page_dictionary"), 1);
}

TEST_F(PackingTest, TrainsAnewForASiteThatWasBuiltAnew)
{
    publish_many(40);
    pack_all();
    publish_many(40, 2, 101);
    pack_all();
    publish_many(40, 2, 201);
    pack_all();
    EXPECT_EQ(count("page_dictionary"), 2);
    for (const int number : {1, 41, 81})
        EXPECT_TRUE(reader_->raw_page(number));
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(PackingTest, TrainsAnewForASiteThatWasBuiltAnewHoweverFewPagesComeAtATime)
{
    publish_many(40);
    pack_all();
    for (int number = 101; number <= 140; ++number) {
        publish_many(1, 2, number);
        EXPECT_EQ(pack_all(), 1U);
    }
    EXPECT_EQ(count("page_dictionary"), 2);
    EXPECT_EQ(reader_->raw_page(41), packed_form(as_sent(page_of(101, 2))));
    EXPECT_EQ(reader_->raw_page(80), packed_form(as_sent(page_of(140, 2))));
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(PackingTest, LearnsBothKindsOfPagesOfASite)
{
    publish_many(40);
    pack_all();
    for (int number = 101; number <= 240; ++number) {
        publish_many(1, number % 2 == 0 ? 1 : 2, number);
        pack_all();
    }
    EXPECT_LE(count("page_dictionary"), 3);
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(PackingTest, ADamagedPackedPageDoesNotStopPacking)
{
    publish_many(40);
    pack_all();
    SQLite::Database(folder_.file().string(), SQLite::OPEN_READWRITE, 1000)
        .exec("UPDATE packed_page SET frame = x'00' WHERE id = 40");
    for (int number = 101; number <= 140; ++number) {
        publish_many(1, 2, number);
        EXPECT_EQ(pack_all(), 1U);
    }
    EXPECT_EQ(count("page_dictionary"), 2);
}

TEST_F(PackingTest, KeepsThePageOfTwoRevisionsOnce)
{
    publish_many(40);
    const auto page = as_sent(page_of(1));
    revise(1, "Tin đã sửa", as_sent(page_of(1000)));
    revise(1, "Tin số 1", page);
    EXPECT_EQ(pack_all(), 42U);
    EXPECT_EQ(count("packed_page"), 41);
    EXPECT_THAT(broken(), IsEmpty());
    // The older one goes by its age; the page stays for the other.
    change([](Writer& writer) { return writer.drop_raw_pages(Time(std::chrono::hours(500'000)), 100); });
    EXPECT_EQ(count("packed_page"), 40);
    EXPECT_EQ(reader_->raw_page(1), packed_form(page));
}

TEST_F(PackingTest, APackedPageGoesAlongWithTheTextThatItSaysByOtherRules)
{
    publish_many(40);
    pack_all();
    revise(3, "Tin số 3, đọc lại", reader_->raw_page(3).value(), true);
    EXPECT_EQ(reader_->article(3)->revision, 2);
    EXPECT_EQ(reader_->raw_page(3), packed_form(as_sent(page_of(3))));
    EXPECT_EQ(count("raw_page"), 40);
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(PackingTest, WhoChangesAPackedPageOrTheNoteOfItsPackingIsNoticed)
{
    publish_many(40);
    pack_all();
    EXPECT_EQ(reader_->packed_page_hash(9, 1), page_hash(reader_->raw_page(9).value()));
    SQLite::Database database(folder_.file().string(), SQLite::OPEN_READWRITE, 1000);
    database.exec("UPDATE raw_page SET packed = 8 WHERE packed = 9");
    EXPECT_NE(reader_->packed_page_hash(9, 1), page_hash(reader_->raw_page(9).value()))
        << "what evidence says of the page is what was noted, not what is stored";
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("its stored page is not the one that was read")));
    database.exec("UPDATE raw_page SET packed = 9 WHERE packed = 8 AND article = 9");
    EXPECT_THAT(broken(), IsEmpty());
    database.exec("UPDATE packing SET content_hash = (SELECT content_hash FROM packing WHERE id = 8) "
                  "WHERE id = 9");
    EXPECT_THAT(broken(), testing::Contains(HasSubstr("the note of how its page was packed")));
}

TEST_F(PackingTest, AnAlteredPageIsNotPackedIntoATrueOne)
{
    publish_many(40);
    SQLite::Database database(folder_.file().string(), SQLite::OPEN_READWRITE, 1000);
    database.exec("UPDATE raw_page SET frame = (SELECT frame FROM raw_page WHERE id = 2) WHERE id = 1");
    EXPECT_THAT(broken(), SizeIs(1));
    pack_all();
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("article 1, revision 1: its stored page")));
}

TEST_F(PackingTest, BeyondASitesRoomTheOldestVisitGoesFirstAndLatestRevisionsLast)
{
    publish_many(40);
    revise(30, "Tin đã sửa", as_sent(page_of(1000)));
    pack_all();
    const auto all = room();
    const auto beyond = [&](std::uint64_t bytes) {
        return change([&](Writer& writer) { return writer.drop_raw_pages_beyond(bytes, 1000); });
    };
    EXPECT_EQ(beyond(all.stored), 0U);
    EXPECT_EQ(beyond(all.stored - 1), 1U); // the page of article 30's first revision
    EXPECT_EQ(room().pages, 40U);
    EXPECT_TRUE(reader_->raw_page(30));
    EXPECT_GT(beyond(room().stored / 2), 10U);
    EXPECT_LE(room().stored, all.stored / 2);
    EXPECT_FALSE(reader_->raw_page(1));
    EXPECT_TRUE(reader_->raw_page(40));
    EXPECT_THAT(broken(), IsEmpty());

    revise(1, "Tin số 1", as_sent(page_of(1, 7)));
    EXPECT_FALSE(reader_->raw_page(1)) << "another page says the same, but the revision was not read from it";
    revise(1, "Tin số 1", as_sent(page_of(1)));
    EXPECT_TRUE(reader_->raw_page(1)) << "the very page is back";
    EXPECT_THAT(broken(), IsEmpty());
}

} // namespace
} // namespace baotin::archive
