#include "archive/sqlite/schema.hpp"
#include "archive/verify.hpp"
#include "tests/archive/sqlite_place.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <random>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace baotin::archive {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(StoreKind{.name = "Sqlite",
                                                   .place = [] { return std::make_unique<SqlitePlace>(); }}),
                         [](const auto& kind) { return kind.param.name; });

std::string failure_of(const std::filesystem::path& file, OpenMode mode)
{
    try {
        const auto store = open_sqlite(file, mode);
        return "no failure";
    } catch (const StoreError& error) {
        return error.what();
    }
}

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// What `work` answers in a child process that is no root: permissions mean nothing to root.
template <class Work>
std::string as_nobody(Work work)
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return "pipe failed";
    const auto child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(1);
        const auto answer = work();
        [[maybe_unused]] const auto written = ::write(pipe[1], answer.data(), answer.size());
        ::_exit(0);
    }
    ::close(pipe[1]);
    std::string answer;
    std::array<char, 4096> part{};
    while (const auto size = ::read(pipe[0], part.data(), part.size())) {
        if (size < 0) break;
        answer.append(part.data(), static_cast<std::size_t>(size));
    }
    ::close(pipe[0]);
    ::waitpid(child, nullptr, 0);
    return answer;
}

TEST(OpenSqlite, SaysThatThereIsNoArchiveYet)
{
    const Folder folder;
    EXPECT_EQ(failure_of(folder.file(), OpenMode::existing),
              "there is no archive at " + folder.file().string() +
                  " yet; run `baotin run` or `baotin crawl` first");
    EXPECT_EQ(failure_of(folder.path() / "not" / "there.db", OpenMode::existing),
              "there is no archive at " + (folder.path() / "not" / "there.db").string() +
                  " yet; run `baotin run` or `baotin crawl` first");
    EXPECT_FALSE(std::filesystem::exists(folder.file()));
}

TEST(OpenSqlite, MakesAnArchiveThatOthersCanTellFromOtherDatabases)
{
    const Folder folder;
    open_sqlite(folder.file(), OpenMode::create);
    SQLite::Database database(folder.file().string());
    EXPECT_EQ(database.execAndGet("PRAGMA application_id").getInt(), 0x62616f74);
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), sqlite::schema_version());
    EXPECT_EQ(database.execAndGet("PRAGMA journal_mode").getString(), "wal");
    EXPECT_FALSE(SQLite::Statement(database, "PRAGMA foreign_key_check").executeStep());
}

TEST(OpenSqlite, TakesAnEmptyFileForANewArchive)
{
    const Folder folder;
    std::ofstream(folder.file()).close();
    EXPECT_THAT(failure_of(folder.file(), OpenMode::existing), HasSubstr("there is no archive"));
    EXPECT_EQ(failure_of(folder.file(), OpenMode::create), "no failure");
    EXPECT_EQ(failure_of(folder.file(), OpenMode::existing), "no failure");
}

TEST(OpenSqlite, MigratesAnEmptyDatabaseOfVersionZero)
{
    const Folder folder;
    {
        SQLite::Database empty(folder.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        empty.exec("CREATE TABLE t (x); DROP TABLE t");
    }
    EXPECT_EQ(failure_of(folder.file(), OpenMode::create), "no failure");
    EXPECT_EQ(open_sqlite(folder.file(), OpenMode::existing)->reader()->last_cursor(), 0);
}

TEST(OpenSqlite, MigratesAnArchiveOfSchemaTwoWithAllThatItHas)
{
    const Folder folder;
    SQLite::Database(folder.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(bytes_of(std::filesystem::path(BAOTIN_SOURCE_DIR) / "tests/archive/schema_2.sql"));
    const auto store = open_sqlite(folder.file(), OpenMode::existing);
    const auto reader = store->reader();
    const auto stored = reader->stored_article(1);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->article.text.title, "Tin cũ");
    EXPECT_EQ(stored->article.text.captions, std::vector<std::string>{"Ảnh minh họa"});
    EXPECT_EQ(stored->article.particulars, parsers::ArticleParticulars{});
    EXPECT_EQ(stored->page, 2);
    EXPECT_EQ(stored->raw_page, "\x28\xb5\x2f\xfd");
    EXPECT_EQ(reader->lessons().size(), 1U);
    EXPECT_TRUE(reader->kept_pages("congan-sonla", 0, 10).empty());
    SQLite::Database database(folder.file().string());
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), sqlite::schema_version());
    EXPECT_FALSE(SQLite::Statement(database, "PRAGMA foreign_key_check").executeStep());
}

class ReleasedSchema : public testing::TestWithParam<int> {};

TEST_P(ReleasedSchema, IsMigratedWithAllThatItHasAndCanBeVerified)
{
    const Folder folder;
    const auto dump =
        std::filesystem::path(BAOTIN_SOURCE_DIR) / fmt::format("tests/archive/schema_{}.sql", GetParam());
    SQLite::Database(folder.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(bytes_of(dump));
    const auto store = open_sqlite(folder.file(), OpenMode::existing);
    const auto reader = store->reader();
    const auto revisions = reader->revisions(1);
    ASSERT_EQ(revisions.size(), 2U);
    EXPECT_EQ(revisions[1].text.body, "Nội dung đã sửa từ trước.");
    EXPECT_EQ(revisions[1].page_hash, std::nullopt);
    EXPECT_EQ(reader->pages("congan-sonla").size(), 2U);
    EXPECT_EQ(reader->events(0, 10, true).size(), 1U);
    EXPECT_EQ(reader->deliveries({}).size(), 1U);
    EXPECT_EQ(reader->open_incidents().size(), 1U);
    const auto writer = store->writer();
    writer->begin();
    EXPECT_EQ(writer->index_revisions(10), 2U);
    writer->commit();
    const auto found = verify_sqlite(folder.file(), [](std::uint64_t, std::uint64_t) {});
    EXPECT_THAT(found.broken, testing::IsEmpty());
    EXPECT_THAT(found.outdated, testing::IsEmpty());
    EXPECT_EQ(found.revisions, 2U);
    EXPECT_EQ(found.linked, 0U); // the ledger begins with schema 5
}

INSTANTIATE_TEST_SUITE_P(Sqlite, ReleasedSchema, testing::Values(1, 3));

TEST(OpenSqlite, RefusesAFolderThatIsMissing)
{
    const Folder folder;
    const auto file = folder.path() / "missing" / "baotin.db";
    EXPECT_THAT(failure_of(file, OpenMode::create),
                AllOf(HasSubstr(file.string()),
                      HasSubstr("the folder " + file.parent_path().string() + " does not exist")));
}

TEST(OpenSqlite, RefusesAFolderThatCannotBeWritten)
{
    const Folder folder;
    ::chmod(folder.path().c_str(), 0555);
    const auto said = as_nobody([&] { return failure_of(folder.file(), OpenMode::create); });
    ::chmod(folder.path().c_str(), 0755);
    EXPECT_THAT(said, AllOf(HasSubstr(folder.file().string()), HasSubstr("is not writable")));
}

TEST(OpenSqlite, RefusesAFolderInPlaceOfAFile)
{
    const Folder folder;
    EXPECT_THAT(failure_of(folder.path(), OpenMode::create), HasSubstr("is not a file"));
}

TEST(OpenSqlite, RefusesAFileThatIsNoDatabaseAndLeavesItAsItIs)
{
    const Folder folder;
    std::mt19937 random(7);
    for (const std::size_t size : {1U, 15U, 100U, 20'000U}) {
        std::string noise(size, '\0');
        for (auto& byte : noise) {
            byte = static_cast<char>(random());
        }
        std::ofstream(folder.file(), std::ios::binary) << noise;
        for (auto mode : {OpenMode::create, OpenMode::existing}) {
            EXPECT_THAT(failure_of(folder.file(), mode),
                        AllOf(HasSubstr(folder.file().string()), HasSubstr("is not an SQLite database")));
        }
        EXPECT_EQ(bytes_of(folder.file()), noise);
    }
}

TEST(OpenSqlite, RefusesADamagedDatabase)
{
    const Folder folder;
    std::ofstream(folder.file(), std::ios::binary)
        << std::string("SQLite format 3\0", 16) + std::string(5000, 'x');
    EXPECT_THAT(failure_of(folder.file(), OpenMode::create),
                AllOf(HasSubstr(folder.file().string()), HasSubstr("damaged")));
}

TEST(OpenSqlite, RefusesAnotherProgramsDatabaseAndLeavesItAsItIs)
{
    const Folder folder;
    for (const auto* theirs :
         {"PRAGMA application_id = 7; CREATE TABLE t (x)", "CREATE TABLE t (x)", "PRAGMA user_version = 3"}) {
        std::filesystem::remove(folder.file());
        SQLite::Database(folder.file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(theirs);
        const auto before = bytes_of(folder.file());
        for (auto mode : {OpenMode::create, OpenMode::existing}) {
            EXPECT_THAT(failure_of(folder.file(), mode),
                        AllOf(HasSubstr(folder.file().string()), HasSubstr("another program's database")));
        }
        EXPECT_EQ(bytes_of(folder.file()), before);
    }
}

TEST(OpenSqlite, RefusesAnArchiveOfANewerBaotin)
{
    const Folder folder;
    open_sqlite(folder.file(), OpenMode::create);
    SQLite::Database(folder.file().string(), SQLite::OPEN_READWRITE)
        .exec(fmt::format("PRAGMA user_version = {}", sqlite::schema_version() + 1));
    for (auto mode : {OpenMode::create, OpenMode::existing}) {
        EXPECT_THAT(failure_of(folder.file(), mode),
                    AllOf(HasSubstr(folder.file().string()), HasSubstr("newer baotin")));
    }
}

TEST(OpenSqlite, ReadsAReadOnlyArchiveButWillNotWriteIt)
{
    const Folder folder;
    ::chmod(folder.path().c_str(), 0777);
    open_sqlite(folder.file(), OpenMode::create);
    ::chmod(folder.file().c_str(), 0444);
    EXPECT_THAT(as_nobody([&] { return failure_of(folder.file(), OpenMode::create); }),
                AllOf(HasSubstr(folder.file().string()), HasSubstr("read-only")));
    EXPECT_EQ(as_nobody([&]() -> std::string {
                  const auto store = open_sqlite(folder.file(), OpenMode::existing);
                  const auto cursor = store->reader()->last_cursor();
                  try {
                      store->writer();
                  } catch (const StoreError& error) {
                      return fmt::format("{} {}", cursor,
                                         std::string_view(error.what()).contains("read-only"));
                  }
                  return "written";
              }),
              "0 true");
}

TEST(OpenSqlite, TellsWhoHasTheArchive)
{
    const Folder folder;
    const auto first = open_sqlite(folder.file(), OpenMode::create);
    first->claim();
    first->claim();
    const auto second = open_sqlite(folder.file(), OpenMode::create);
    try {
        second->claim();
        FAIL();
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr(fmt::format("archive {} is in use by process {}",
                                                        folder.file().string(), ::getpid())));
    }
}

TEST(OpenSqlite, FreesAClaimWithItsStore)
{
    const Folder folder;
    open_sqlite(folder.file(), OpenMode::create)->claim();
    EXPECT_NO_THROW(open_sqlite(folder.file(), OpenMode::create)->claim());
}

TEST(OpenSqlite, FreesTheClaimOfAProcessThatWasKilled)
{
    const Folder folder;
    std::array<int, 2> ready{};
    ASSERT_EQ(::pipe(ready.data()), 0);
    const auto child = ::fork();
    if (child == 0) {
        const auto store = open_sqlite(folder.file(), OpenMode::create);
        store->claim();
        [[maybe_unused]] const auto written = ::write(ready[1], "x", 1);
        while (true) {
            ::pause();
        }
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    const auto store = open_sqlite(folder.file(), OpenMode::create);
    try {
        store->claim();
        ADD_FAILURE() << "the other process has it";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr(fmt::format("is in use by process {}", child)));
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_NO_THROW(store->claim());
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(OpenSqlite, LetsOthersReadAndWriteWhileTheArchiveIsClaimed)
{
    const Folder folder;
    const auto daemon = open_sqlite(folder.file(), OpenMode::create);
    daemon->claim();
    const auto writer = daemon->writer();
    const auto cli = open_sqlite(folder.file(), OpenMode::existing);
    const auto second = cli->writer();
    second->begin();
    EXPECT_EQ(second->retry_deliveries({}, Time{}), 0U);
    second->commit();
    const auto reader = cli->reader();
    writer->begin();
    writer->keep(HostState{.host = "a.vn", .until = Time(std::chrono::hours(1)), .detail = {}});
    EXPECT_TRUE(reader->hosts().empty()) << "not committed yet";
    writer->commit();
    EXPECT_EQ(reader->hosts().size(), 1U);
}

TEST(OpenSqlite, ClaimsOneFileUnderAllItsNames)
{
    const Folder folder;
    const auto first = open_sqlite(folder.file(), OpenMode::create);
    first->claim();
    std::filesystem::create_symlink(folder.file(), folder.path() / "link.db");
    EXPECT_THROW(open_sqlite(folder.path() / "link.db", OpenMode::create)->claim(), StoreError);
}

TEST(SqliteSchema, HasStrictTablesOnly)
{
    const Folder folder;
    open_sqlite(folder.file(), OpenMode::create);
    SQLite::Database database(folder.file().string(), SQLite::OPEN_READWRITE);
    SQLite::Statement tables(
        database, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                  "AND name NOT LIKE 'sqlite_%'");
    int count = 0;
    while (tables.executeStep()) {
        EXPECT_EQ(tables.getColumn(1).getInt(), 1) << tables.getColumn(0).getString();
        ++count;
    }
    EXPECT_EQ(count, 21);
    EXPECT_THROW(database.exec("INSERT INTO host (host, until) VALUES ('a.vn', 'soon')"), SQLite::Exception);
}

TEST(SqliteWriter, LeavesOneWholeFileWhereAReaderOutlivesIt)
{
    const Folder folder;
    const auto store = open_sqlite(folder.file(), OpenMode::create);
    const auto reader = store->reader();
    auto writer = store->writer();
    writer->begin();
    writer->sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
    writer->commit();
    EXPECT_EQ(reader->pages("thst").size(), 1U);
    EXPECT_GT(std::filesystem::file_size(folder.file().string() + "-wal"), 0U);
    writer.reset();
    EXPECT_EQ(std::filesystem::file_size(folder.file().string() + "-wal"), 0U);
    std::filesystem::copy_file(folder.file(), folder.path() / "copy.db");
    EXPECT_EQ(open_sqlite(folder.path() / "copy.db", OpenMode::existing)->reader()->pages("thst").size(), 1U);
}

TEST(SqliteWriter, EndsInTheMiddleOfAGroupAndBesideAReaderWithoutAWord)
{
    const Folder folder;
    const auto store = open_sqlite(folder.file(), OpenMode::create);
    auto writer = store->writer();
    writer->begin();
    writer->sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
    writer.reset();
    EXPECT_TRUE(store->reader()->pages("thst").empty());
    writer = store->writer();
    writer->begin();
    writer->sync({{.site = "thst", .sources = {{PageKind::feed, "https://thst.vn/rss"}}}}, Time{});
    writer->commit();
    SQLite::Database beside(folder.file().string());
    SQLite::Statement reading(beside, "SELECT id FROM page");
    EXPECT_TRUE(reading.executeStep());
    writer.reset();
    EXPECT_EQ(store->reader()->pages("thst").size(), 1U);
}

TEST(SqliteSchema, ListsArticlesAndDueDeliveriesWithoutSortingThem)
{
    const Folder folder;
    open_sqlite(folder.file(), OpenMode::create);
    SQLite::Database database(folder.file().string(), SQLite::OPEN_READONLY);
    for (const std::string sql :
         {"SELECT r.body FROM article a CROSS JOIN revision r ON r.article = a.id AND r.number = a.revision "
          "ORDER BY a.first_seen_at DESC, a.id DESC",
          "SELECT r.body FROM article a CROSS JOIN revision r ON r.article = a.id AND r.number = a.revision "
          "WHERE a.site = 'x' ORDER BY a.first_seen_at DESC, a.id DESC",
          "SELECT id FROM page WHERE id > 5 AND retired = 0 AND +site IN (SELECT site FROM page WHERE kind "
          "<> 'article' "
          "AND retired = 0) ORDER BY id LIMIT 10",
          "SELECT id FROM delivery INDEXED BY delivery_age WHERE state = 'pending' AND hook = 'x' AND "
          "next_attempt <= 5 ORDER BY replay, event"}) {
        SQLite::Statement plan(database, "EXPLAIN QUERY PLAN " + sql);
        while (plan.executeStep()) {
            EXPECT_THAT(plan.getColumn(3).getString(), Not(HasSubstr("TEMP B-TREE"))) << sql;
        }
    }
}

} // namespace
} // namespace baotin::archive
