#include "archive/backup.hpp"
#include "archive/page_hash.hpp"
#include "archive/verify.hpp"
#include "parsers/compression.hpp"
#include "parsers/hash.hpp"
#include "tests/archive/sqlite_place.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <fstream>
#include <map>
#include <sys/inotify.h>
#include <thread>
#include <unistd.h>

namespace baotin::archive {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Gt;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const WorkProgress unseen = [](std::uint64_t, std::uint64_t) {};

/// An archive of a few articles, each with two revisions and a stored page, as a daemon leaves it.
class CareTest : public testing::Test {
protected:
    CareTest()
    {
        open();
        writer_->begin();
        writer_->sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
        writer_->commit();
        for (int i = 1; i <= 3; ++i)
            publish(i);
    }
    void open()
    {
        store_ = open_sqlite(folder_.file(), OpenMode::create);
        writer_ = store_->writer();
        reader_ = store_->reader();
    }
    void close()
    {
        reader_.reset();
        writer_.reset();
        store_.reset();
    }
    void publish(int number)
    {
        writer_->begin();
        SourceVisit source;
        source.note.page = reader_->pages("thst").at(0).id;
        source.note.outcome = Outcome::announced;
        source.site = "thst";
        source.links = {
            {.url = fmt::format("https://thst.vn/{}.html", number), .title = "", .published_at = {}}};
        const auto page = writer_->record(source).fresh.at(0);
        ArticleVisit visit;
        visit.note.page = page.id;
        visit.note.at = Time(std::chrono::hours(452'000) + std::chrono::minutes(number));
        visit.note.outcome = Outcome::recorded;
        visit.identity = {.site = "thst",
                          .page = page.id,
                          .url = page.url,
                          .canonical_url = {},
                          .title = "",
                          .content_hash = ""};
        visit.text.title = fmt::format("Tin số {}", number);
        for (const auto* body : {"Bản đầu.", "Bản đã sửa."}) {
            visit.text.body = body;
            visit.identity.title = visit.text.title;
            visit.identity.content_hash = parsers::content_hash(visit.text);
            visit.raw_page = parsers::compress_zstd(fmt::format("<html>{} {}</html>", number, body));
            const auto recorded = writer_->record(visit, router_);
            visit.base = Base{.article = recorded.article, .revision = recorded.revision};
        }
        writer_->commit();
    }
    std::size_t index()
    {
        writer_->begin();
        const auto indexed = writer_->index_revisions(100);
        writer_->commit();
        return indexed;
    }
    /// Changes the file as somebody with the sqlite3 shell would.
    void tamper(const char* sql)
    {
        SQLite::Database(folder_.file().string(), SQLite::OPEN_READWRITE, 1000).exec(sql);
    }
    /// The highest id that was given out, by table.
    std::map<std::string, std::int64_t> ids_of(const std::filesystem::path& file)
    {
        SQLite::Database database(file.string());
        SQLite::Statement row(database, "SELECT name, seq FROM sqlite_sequence");
        std::map<std::string, std::int64_t> ids;
        while (row.executeStep())
            ids[row.getColumn(0).getString()] = row.getColumn(1).getInt64();
        return ids;
    }
    Verified verified() { return verify_sqlite(folder_.file(), unseen); }
    std::size_t articles_in(const std::filesystem::path& file)
    {
        return open_sqlite(file, OpenMode::existing)->reader()->article_ids("", 0, 1'000'000).size();
    }

    Folder folder_;
    FakeRouter router_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Reader> reader_;
};

TEST_F(CareTest, AnArchiveThatNobodyTouchedIsVerified)
{
    index();
    const auto found = verified();
    EXPECT_THAT(found.broken, IsEmpty());
    EXPECT_THAT(found.outdated, IsEmpty());
    EXPECT_EQ(found.revisions, 6U);
    EXPECT_EQ(found.linked, 6U);
    EXPECT_EQ(found.raw_pages, 6U);
    EXPECT_THAT(found.head, SizeIs(64));
}

TEST_F(CareTest, AnAlteredTextIsNamed)
{
    tamper("UPDATE revision SET body = 'Bản khác.' WHERE article = 2 AND number = 1");
    EXPECT_THAT(verified().broken, ElementsAre(HasSubstr("article 2, revision 1, seen at")));
}

TEST_F(CareTest, EveryFieldOfARevisionIsTied)
{
    for (const auto* change : {"title = 'x'", "summary = 'x'", "author = 'x'", "published_at = '2026-01-01'",
                               "captions = '[\"x\"]'", "url = 'https://x.vn/'", "seen_at = seen_at + 1",
                               "reading = 'x'", "reparsed = 1", "chain = 'x'"}) {
        SQLite::Database database(folder_.file().string(), SQLite::OPEN_READWRITE, 1000);
        database.exec("CREATE TEMP TABLE kept AS SELECT * FROM revision WHERE id = 3");
        database.exec(fmt::format("UPDATE revision SET {} WHERE id = 3", change));
        EXPECT_THAT(verified().broken, Not(IsEmpty())) << change;
        database.exec("REPLACE INTO revision SELECT * FROM temp.kept");
        EXPECT_THAT(verified().broken, IsEmpty()) << change;
    }
}

TEST_F(CareTest, ARevisionThatIsTakenAwayIsMissed)
{
    tamper("DELETE FROM evidence WHERE revision = 4; DELETE FROM raw_page WHERE article = 2 AND revision = 2;"
           "DELETE FROM revision WHERE article = 2 AND number = 2;"
           "UPDATE article SET revision = 1, content_hash = (SELECT content_hash FROM revision WHERE article "
           "= 2) "
           "WHERE id = 2");
    EXPECT_THAT(verified().broken, ElementsAre(HasSubstr("article 3, revision 1")));
}

TEST_F(CareTest, AnotherPageThanTheOneThatWasReadIsNamed)
{
    SQLite::Database database(folder_.file().string(), SQLite::OPEN_READWRITE, 1000);
    SQLite::Statement put(database, "UPDATE raw_page SET frame = ?1 WHERE article = 1 AND revision = 2");
    const auto other = parsers::compress_zstd("<html>another</html>");
    put.bind(1, other.data(), static_cast<int>(other.size()));
    put.exec();
    EXPECT_THAT(verified().broken, ElementsAre(HasSubstr("article 1, revision 2: its stored page")));
}

TEST_F(CareTest, ASearchIndexThatMissesSomethingIsOutdatedAndNothingIsBroken)
{
    EXPECT_THAT(verified().outdated, IsEmpty()); // what is not indexed yet is no fault
    index();
    tamper("DELETE FROM search_text_data WHERE id > 10");
    const auto found = verified();
    EXPECT_THAT(found.outdated, ElementsAre(HasSubstr("search does not find")));
    EXPECT_THAT(found.broken, IsEmpty());
    writer_->begin();
    writer_->clear_search_index();
    writer_->commit();
    EXPECT_EQ(index(), 6U);
    EXPECT_THAT(verified().outdated, IsEmpty());
}

TEST_F(CareTest, AStoryWithoutItsBeginningIsOutdatedAndNothingIsBroken)
{
    tamper("INSERT INTO story_article (article, story, share) VALUES (2, 1, 0.9)");
    EXPECT_THAT(verified().outdated, ElementsAre(HasSubstr("stories that have no beginning: 1")));
    EXPECT_THAT(verified().broken, IsEmpty());
    writer_->begin();
    writer_->clear_stories();
    writer_->commit();
    EXPECT_THAT(verified().outdated, IsEmpty());
}

TEST_F(CareTest, ThePageHashIsOfThePageAndNotOfItsCompression)
{
    const auto page = parsers::compress_zstd("<html>a</html>");
    EXPECT_EQ(page_hash(page), parsers::sha256_hex("<html>a</html>"));
    EXPECT_EQ(page_hash(page + parsers::compress_zstd("b")), parsers::sha256_hex("<html>a</html>b"));
    const std::string sent("\x5B\x2A\x4D\x18\x0f\0\0\0gzip\0text/x\0GZ!", 23);
    EXPECT_EQ(page_hash(sent), parsers::sha256_hex("GZ!"));
    EXPECT_EQ(page_hash("no frame"), parsers::sha256_hex("no frame"));
    EXPECT_EQ(page_hash(""), "");
}

TEST_F(CareTest, ABackupIsWholeAndOneFileWhileOthersWrite)
{
    const auto copy = folder_.path() / "copy.db";
    std::atomic<bool> copied = false;
    std::jthread others([&] {
        for (int i = 100; !copied; ++i)
            publish(i);
    });
    backup_sqlite(folder_.file(), copy, unseen);
    copied = true;
    others.join();
    EXPECT_FALSE(std::filesystem::exists(copy.string() + "-wal"));
    EXPECT_FALSE(std::filesystem::exists(copy.string() + ".part"));
    EXPECT_GE(articles_in(copy), 3U);
    EXPECT_THAT(verify_sqlite(copy, unseen).broken, IsEmpty());
    EXPECT_THROW(backup_sqlite(folder_.file(), copy, unseen), StoreError); // never over another
}

TEST_F(CareTest, ABackupSaysHowFarItIs)
{
    std::uint64_t last = 0, of = 0;
    backup_sqlite(folder_.file(), folder_.path() / "copy.db", [&](std::uint64_t done, std::uint64_t total) {
        EXPECT_GE(done, last);
        last = done;
        of = total;
    });
    EXPECT_GT(of, 0U);
    EXPECT_EQ(last, of);
}

TEST_F(CareTest, ARestoreBringsBackWhatWasAndKeepsWhatStoodThere)
{
    const auto copy = folder_.path() / "copy.db";
    backup_sqlite(folder_.file(), copy, unseen);
    publish(4);
    close();
    const auto aside = restore_sqlite(copy, folder_.file(), unseen);
    EXPECT_EQ(aside, folder_.file().string() + ".before-restore-1");
    EXPECT_EQ(articles_in(folder_.file()), 3U);
    EXPECT_EQ(articles_in(aside), 4U);
    EXPECT_THAT(verified().broken, IsEmpty());
    open();
    publish(5);
    EXPECT_THAT(verified().broken, IsEmpty());
}

TEST_F(CareTest, NoIdIsGivenTwiceAfterARestore)
{
    const auto copy = folder_.path() / "copy.db";
    backup_sqlite(folder_.file(), copy, unseen);
    publish(4);
    Incident incident; // of a table without ids in the backup
    incident.what = "drift";
    writer_->begin();
    writer_->open_incident(incident, std::nullopt, router_);
    writer_->commit();
    close();
    const auto given = ids_of(folder_.file());
    EXPECT_THAT(given, UnorderedElementsAre(Pair("article", 4), Pair("event", Gt(4)), Pair("delivery", Gt(4)),
                                            Pair("incident", 1)));
    restore_sqlite(copy, folder_.file(), unseen);
    EXPECT_EQ(ids_of(folder_.file()), given);
    open();
    publish(5);
    EXPECT_FALSE(reader_->article(4));
    EXPECT_TRUE(reader_->article(5));
    EXPECT_THAT(verified().broken, IsEmpty());
    close();
    restore_sqlite(copy, folder_.file(), unseen); // what the first restore skipped stays skipped
    EXPECT_EQ(ids_of(folder_.file()).at("article"), 5);
}

TEST_F(CareTest, IdsGoOnFarBehindThoseOfAnArchiveThatCannotBeRead)
{
    const auto copy = folder_.path() / "copy.db";
    backup_sqlite(folder_.file(), copy, unseen);
    close();
    const auto check = [&] {
        const auto before = ids_of(copy), after = ids_of(folder_.file());
        EXPECT_THAT(after, SizeIs(4)); // also the tables that had given none out
        for (const auto& [table, id] : before)
            EXPECT_EQ(after.at(table), id + 1'000'000) << table;
    };
    std::ofstream(folder_.file(), std::ios::trunc) << std::string(100'000, 'x');
    restore_sqlite(copy, folder_.file(), unseen);
    check();
    std::filesystem::remove(folder_.file());
    restore_sqlite(copy, folder_.file(), unseen);
    check();
}

/// The names that files of a folder lose, in order.
class Leavings {
public:
    explicit Leavings(const std::filesystem::path& folder) : descriptor_(::inotify_init1(IN_NONBLOCK))
    {
        ::inotify_add_watch(descriptor_, folder.c_str(), IN_MOVED_FROM | IN_DELETE);
    }
    ~Leavings() { ::close(descriptor_); }
    Leavings(const Leavings&) = delete;
    Leavings& operator=(const Leavings&) = delete;

    [[nodiscard]] std::vector<std::string> names() const
    {
        alignas(inotify_event) std::array<char, 1 << 16> bytes{};
        const auto size = ::read(descriptor_, bytes.data(), bytes.size());
        std::vector<std::string> names;
        for (ssize_t at = 0; at < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(bytes.data() + at);
            names.emplace_back(event->name);
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
        return names;
    }

private:
    int descriptor_;
};

TEST_F(CareTest, AWholeArchiveStandsAtItsPlaceWheneverARestoreEnds)
{
    const auto copy = folder_.path() / "copy.db";
    backup_sqlite(folder_.file(), copy, unseen);
    publish(4); // stands in the WAL alone, as a killed daemon leaves it
    const Folder place;
    for (const auto* suffix : {"", "-wal"})
        std::filesystem::copy_file(folder_.file().string() + suffix, place.file().string() + suffix);
    ASSERT_GT(std::filesystem::file_size(place.file().string() + "-wal"), 0U);
    const Leavings left(place.path());
    const auto aside = restore_sqlite(copy, place.file(), unseen);
    const auto names = left.names();
    EXPECT_THAT(names, Contains("baotin.db.restored")); // the watch works
    EXPECT_THAT(names, Not(Contains("baotin.db")));
    EXPECT_FALSE(std::filesystem::exists(aside.string() + "-wal"));
    EXPECT_EQ(articles_in(aside), 4U);
    EXPECT_EQ(articles_in(place.file()), 3U);
    EXPECT_EQ(std::filesystem::hard_link_count(aside), 1U);
}

TEST_F(CareTest, WhatCannotBeOpenedIsPutAsideAsItIs)
{
    const auto copy = folder_.path() / "copy.db";
    backup_sqlite(folder_.file(), copy, unseen);
    close();
    const std::string wreck(100'000, 'x');
    std::ofstream(folder_.file(), std::ios::trunc) << wreck;
    std::ofstream(folder_.file().string() + "-wal") << "its WAL";
    const auto aside = restore_sqlite(copy, folder_.file(), unseen);
    EXPECT_EQ(std::filesystem::file_size(aside), wreck.size());
    EXPECT_EQ(std::filesystem::file_size(aside.string() + "-wal"), 7U);
    EXPECT_EQ(articles_in(folder_.file()), 3U);
}

TEST_F(CareTest, ARestoreRefusesALiveArchiveAndWhatIsNoBackup)
{
    const auto copy = folder_.path() / "copy.db";
    backup_sqlite(folder_.file(), copy, unseen);
    store_->claim();
    try {
        restore_sqlite(copy, folder_.file(), unseen);
        FAIL() << "a live archive was replaced";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("is in use by process"));
    }
    close();
    std::ofstream(folder_.path() / "no.db")
        << "no database, though it is as long as the head of one would be";
    EXPECT_THROW(restore_sqlite(folder_.path() / "no.db", folder_.file(), unseen), StoreError);
    EXPECT_THROW(restore_sqlite(folder_.path() / "missing.db", folder_.file(), unseen), StoreError);
    EXPECT_THROW(restore_sqlite(folder_.file(), folder_.file(), unseen), StoreError);
    EXPECT_EQ(articles_in(folder_.file()), 3U);
}

TEST_F(CareTest, ABrokenBackupIsNotRestored)
{
    const auto copy = folder_.path() / "copy.db";
    backup_sqlite(folder_.file(), copy, unseen);
    {
        std::fstream stream(copy, std::ios::binary | std::ios::in | std::ios::out);
        const auto size = static_cast<std::streamoff>(std::filesystem::file_size(copy));
        stream.seekp(size / 2);
        stream << std::string(static_cast<std::size_t>(size / 4), 'x');
    }
    close();
    EXPECT_THROW(restore_sqlite(copy, folder_.file(), unseen), StoreError);
    EXPECT_EQ(articles_in(folder_.file()), 3U);
    EXPECT_FALSE(std::filesystem::exists(folder_.file().string() + ".restored"));
}

TEST_F(CareTest, AFileThatWasDamagedShows)
{
    EXPECT_THAT(check_sqlite(folder_.file(), {}), IsEmpty());
    close();
    {
        std::fstream stream(folder_.file(), std::ios::binary | std::ios::in | std::ios::out);
        stream.seekp(5 * 8192);
        stream << std::string(3 * 8192, 'x');
    }
    EXPECT_THAT(check_sqlite(folder_.file(), {}), Not(IsEmpty()));
}

TEST_F(CareTest, AProcessThatEndedByForceIsNoticedByTheNext)
{
    store_->claim();
    EXPECT_FALSE(store_->left_by_force());
    close();
    open();
    store_->claim();
    EXPECT_FALSE(store_->left_by_force()); // the one before ended in order
    close();
    std::ofstream(folder_.file().string() + ".lock") << "4711\n"; // what a killed one leaves
    open();
    store_->claim();
    EXPECT_TRUE(store_->left_by_force());
}

} // namespace
} // namespace baotin::archive
