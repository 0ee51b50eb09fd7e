#include "daemon/carried_away.hpp"
#include "daemon/warc.hpp"
#include "parsers/compression.hpp"
#include "parsers/hash.hpp"
#include "tests/daemon/stage.hpp"
#include "tests/lab/program.hpp"

#include <SQLiteCpp/Database.h>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <sys/resource.h>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::string content(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lines(const std::string& text)
{
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        all.push_back(line);
    return all;
}

class CareCommandsTest : public Stage {
protected:
    void tamper(const std::string& sql)
    {
        SQLite::Database(file("baotin.db").string(), SQLite::OPEN_READWRITE, 5000).exec(sql);
    }
};

TEST_F(CareCommandsTest, ABackupOfARunningDaemonIsRestoredWhenItIsStopped)
{
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill()) << daemon->log();
        ASSERT_EQ(run({"backup", file("copy.db").string()}).exit_code, 0);
        EXPECT_EQ(run({"backup", file("copy.db").string()}).exit_code, 2); // never over another
        const auto refused = run({"restore", file("copy.db").string()});
        EXPECT_EQ(refused.exit_code, 2);
        EXPECT_THAT(refused.err, HasSubstr("in use by process " + std::to_string(daemon->pid())));
        daemon->send(SIGTERM);
        EXPECT_EQ(daemon->wait_for_end(10s), 0);
    }
    const auto kept = json({"articles"});
    tamper("UPDATE article SET state = 'removed'");
    const auto restored = run({"restore", file("copy.db").string()});
    EXPECT_EQ(restored.exit_code, 0) << restored.err;
    EXPECT_THAT(restored.out, HasSubstr("baotin.db.before-restore-1"));
    EXPECT_EQ(json({"articles"}), kept);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(CareCommandsTest, VerifyNamesTheFirstBrokenLink)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    const auto well = run({"verify", "--json"});
    EXPECT_EQ(well.exit_code, 0) << well.out;
    const auto found = boost::json::parse(well.out).as_object();
    EXPECT_EQ(found.at("revisions"), found.at("linked"));
    EXPECT_EQ(found.at("revisions").as_int64(), static_cast<std::int64_t>(articles_on_sites()));
    EXPECT_GT(found.at("raw_pages").as_int64(), 0);
    tamper("UPDATE revision SET title = title || '!' WHERE article = 2");
    const auto broken = run({"verify"});
    EXPECT_EQ(broken.exit_code, 1);
    EXPECT_THAT(broken.out, HasSubstr("article 2, revision 1, seen at"));
    EXPECT_EQ(run({"verify", "--repair"}).exit_code, 1); // a text cannot be made anew
}

TEST_F(CareCommandsTest, RepairMakesTheSearchIndexAnew)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    const auto words = text(json({"articles", "--limit", "1"}).at(0), "title");
    ASSERT_FALSE(json({"search", words}).empty());
    tamper("DELETE FROM search_text_data WHERE id > 10");
    EXPECT_EQ(run({"verify"}).exit_code, 1);
    EXPECT_EQ(run({"verify", "--repair"}).exit_code, 0);
    EXPECT_FALSE(json({"search", words}).empty());
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(CareCommandsTest, EvidenceIsCheckedWithoutBaotin)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    const auto shown = run({"show", "1", "--evidence", "--page", file("page").string()});
    ASSERT_EQ(shown.exit_code, 0) << shown.err;
    write_file(file("evidence.json"), shown.out);
    const auto evidence = boost::json::parse(shown.out).as_object();
    const auto& latest = evidence.at("revisions").as_array().back().as_object();
    EXPECT_EQ(text(latest, "page_hash"), parsers::sha256_hex(content(file("page"))));
    const auto check =
        "python3 " BAOTIN_SOURCE_DIR "/scripts/check-evidence " + file("evidence.json").string() + " ";
    if (std::system("python3 -c ''") != 0) GTEST_SKIP() << "there is no python3 here";
    EXPECT_EQ(std::system((check + file("page").string() + " > /dev/null").c_str()), 0);
    auto forged = shown.out;
    forged.replace(forged.find("\"title\":\"") + 9, 1, "X");
    write_file(file("evidence.json"), forged);
    EXPECT_NE(std::system((check + "> /dev/null").c_str()), 0);
}

TEST_F(CareCommandsTest, AnExportGoesOnBehindItsCursor)
{
    lab.publish("thst", "Diễn tập chữa cháy rừng thông", "Nội dung của bản tin.\nĐoạn hai của bản tin.");
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    const auto all = lines(run({"export"}).out);
    ASSERT_EQ(all.size(), articles_on_sites());
    const auto first = lines(run({"export", "--limit", "2"}).out);
    ASSERT_EQ(first.size(), 2U);
    const auto cursor = text(boost::json::parse(first.back()).as_object(), "cursor");
    const auto rest = lines(run({"export", "--after", cursor}).out);
    EXPECT_EQ(first.size() + rest.size(), all.size());
    EXPECT_EQ(rest.front(), all.at(2));
    const auto revisions = lines(run({"export", "--what", "revisions", "--site", "thst"}).out);
    EXPECT_EQ(revisions.size(), lab.articles("thst").size());
    const auto found = lines(run({"export", "--query", "\"chua chay rung\""}).out);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(all, testing::Contains(found.front()));
    EXPECT_THAT(found.front(), HasSubstr("Diễn tập chữa cháy rừng thông"));
    EXPECT_EQ(run({"export", "--after", "x"}).exit_code, 2);
}

TEST_F(CareCommandsTest, CsvOpensInSpreadsheets)
{
    ASSERT_EQ(run({"crawl", "thst"}).exit_code, 0);
    const auto csv = run({"export", "--format", "csv"}).out;
    EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBFid,site,url,title,"));
    EXPECT_THAT(csv, HasSubstr("\r\n1,thst,http"));
}

TEST(Csv, QuotesWhatHasToBeQuotedAndDisarmsFormulas)
{
    EXPECT_EQ(daemon::csv_line({"a", "b,c", "d \"e\"", "f\ng", "", "=1+1", "-x", "Bắc Ninh"}),
              "a,\"b,c\",\"d \"\"e\"\"\",\"f\ng\",,'=1+1,'-x,Bắc Ninh\r\n");
}

TEST_F(CareCommandsTest, ACrawlPacksTheStoredPagesAndSitesShowsTheRatio)
{
    // A listing shows ten at once.
    for (int number = 0; number < 40; ++number) {
        lab.publish("thst", "Bản tin số " + std::to_string(number), "Nội dung của bản tin.\nĐoạn hai.");
        if (number % 8 == 7) {
            ASSERT_EQ(run({"crawl", "thst"}).exit_code, 0);
        }
    }
    for (const auto& site : json({"sites"})) {
        if (text(site, "id") != "thst") continue;
        EXPECT_EQ(site.at("stored_pages").as_int64(), static_cast<std::int64_t>(lab.articles("thst").size()));
        EXPECT_GT(site.at("stored_pages_ratio").as_double(), 5.0);
    }
    EXPECT_THAT(run({"sites"}).out, HasSubstr(":1"));
    EXPECT_EQ(run({"verify"}).exit_code, 0);
    EXPECT_EQ(run({"reparse", "thst", "--dry-run"}).exit_code, 0); // packed pages are read as others
    const auto warc = run({"export", "--format", "warc"});
    EXPECT_THAT(warc.out, HasSubstr("Bản tin số 7"));
}

TEST_F(CareCommandsTest, WarcHasARecordForEveryStoredPage)
{
    ASSERT_EQ(run({"crawl", "thst"}).exit_code, 0);
    const auto warc = run({"export", "--format", "warc"});
    EXPECT_EQ(warc.exit_code, 0) << warc.err;
    EXPECT_THAT(warc.out, StartsWith("WARC/1.1\r\nWARC-Type: warcinfo\r\n"));
    std::size_t records = 0;
    for (auto at = warc.out.find("WARC-Target-URI: "); at != std::string::npos;
         at = warc.out.find("WARC-Target-URI: ", at + 1))
        ++records;
    EXPECT_EQ(records, lab.articles("thst").size());
}

TEST_F(CareCommandsTest, WarcIsReadByALibraryThatIsNotOurs)
{
    std::string why;
    const auto packages = lab::node_folder("tests/contract/warc", why);
    if (packages.empty()) GTEST_SKIP() << why;
    ASSERT_EQ(run({"crawl", "thst"}).exit_code, 0);
    write_file(file("pages.warc"), run({"export", "--format", "warc"}).out);
    fs::copy_file(fs::path(BAOTIN_SOURCE_DIR) / "tests/contract/warc/read.mjs", packages / "read.mjs",
                  fs::copy_options::overwrite_existing);
    lab::Program node({"node", "read.mjs", file("pages.warc").string()}, packages);
    ASSERT_EQ(node.wait_for_end(60s), 0) << node.output();
    std::size_t pages = 0;
    for (const auto& line : lines(node.output())) {
        const auto record = boost::json::parse(line).as_object();
        if (text(record, "type") == "warcinfo") continue;
        EXPECT_EQ(record.at("digest"), record.at("sha256")) << line;
        ++pages;
        EXPECT_THAT(text(record, "url"), HasSubstr("http://")) << line;
        EXPECT_FALSE(record.at("title").is_null()) << "it was not inflated: " << line;
    }
    EXPECT_EQ(pages, lab.articles("thst").size());
}

TEST(Warc, KeepsAPageAsItWasSentAsAResponse)
{
    archive::StoredRawPage page;
    page.id = 7;
    page.article = 3;
    page.revision = 1;
    page.site = "thst";
    page.url = "https://thst.vn/a.html";
    page.raw_page = std::string("\x5B\x2A\x4D\x18\x0f\0\0\0gzip\0text/x\0GZ!", 23);
    const auto sent = daemon::warc_records(page);
    EXPECT_THAT(sent,
                AllOf(HasSubstr("WARC-Type: response\r\n"), HasSubstr("WARC-Date: 1970-01-01T00:00:00Z\r\n"),
                      HasSubstr("WARC-Payload-Digest: sha-256:" + parsers::sha256_hex("GZ!")),
                      HasSubstr("Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nGZ!\r\n\r\n")));
    page.raw_page = parsers::compress_zstd("<html>");
    EXPECT_THAT(daemon::warc_records(page), AllOf(HasSubstr("WARC-Type: resource\r\n"),
                                                  HasSubstr("Content-Length: 6\r\n\r\n<html>\r\n\r\n")));
    EXPECT_EQ(daemon::warc_records(page), daemon::warc_records(page)); // ids too: exports can be compared
}

TEST_F(CareCommandsTest, AnOutputThatIsCutOffIsAnError)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    for (const auto* format : {"jsonl", "csv", "warc"}) {
        const auto command = std::string(BAOTIN_BINARY) + " --config " + file("baotin.toml").string() +
                             " export --format " + format + " > /dev/full 2> /dev/null";
        EXPECT_NE(std::system(command.c_str()), 0) << format;
    }
}

/// No file of the process grows beyond `bytes`: what a full disk is to SQLite.
void limit_files(pid_t process, rlim_t bytes)
{
    rlimit limit{};
    ::prlimit(process, RLIMIT_FSIZE, nullptr, &limit);
    limit.rlim_cur = bytes;
    ::prlimit(process, RLIMIT_FSIZE, &limit, nullptr);
}

TEST_F(CareCommandsTest, AFullDiskIsWaitedOutByTheDaemonAndNothingIsLost)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    limit_files(daemon->pid(), 32'768);
    lab.publish("thst", "Tin khi đĩa đầy", "Nội dung của bản tin khi đĩa đầy.\nĐoạn hai của bản tin.");
    ASSERT_TRUE(eventually([&] { return daemon->log().find("nothing is fetched") != std::string::npos; }))
        << daemon->log();
    EXPECT_EQ(json({"articles"}).size(), articles_on_sites() - 1); // it is served all the while
    limit_files(daemon->pid(), RLIM_INFINITY);
    EXPECT_TRUE(eventually([&] { return article("Tin khi đĩa đầy").has_value(); })) << daemon->log();
    SQLite::Database database(file("baotin.db").string(), SQLite::OPEN_READONLY, 5000);
    EXPECT_TRUE(eventually([&] {
        SQLite::Statement ended(
            database, "SELECT 1 FROM incident WHERE what = 'unwritable' AND until > since AND detail <> ''");
        return ended.executeStep();
    })) << daemon->log();
    daemon->send(SIGTERM);
    EXPECT_EQ(daemon->wait_for_end(10s), 0);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(CareCommandsTest, AnArchiveThatWasLeftByForceIsLookedThrough)
{
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill()) << daemon->log();
        daemon->kill();
    }
    auto daemon = start_daemon();
    EXPECT_TRUE(eventually([&] { return daemon->log().find("the archive is whole") != std::string::npos; }))
        << daemon->log();
}

} // namespace
} // namespace baotin::testing_daemon
