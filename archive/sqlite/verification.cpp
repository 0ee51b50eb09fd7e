#include "archive/chain.hpp"
#include "archive/page_hash.hpp"
#include "archive/sqlite/inspection.hpp"
#include "archive/sqlite/packed_pages.hpp"
#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/search_index.hpp"
#include "archive/store.hpp"
#include "archive/verify.hpp"
#include "parsers/text/search_words.hpp"

#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace baotin::archive {
namespace {

using namespace sqlite;

constexpr std::int64_t at_once =
    500; ///< rows read on one state: a longer one would hold up the WAL's copying

/// One walk over an archive's revisions and stored pages.
class Verification {
public:
    Verification(Connection& connection, const WorkProgress& progress)
        : connection_(connection), progress_(progress)
    {
    }

    Verified run()
    {
        try {
            check_all();
        } catch (const StoreError& damage) { // SQLite cannot even read on
            verified_.broken.emplace_back(damage.what());
        }
        verified_.head = ledger_;
        return std::move(verified_);
    }

private:
    void check_all()
    {
        check_structure();
        check_latest();
        check_packing();
        check_stories();
        const auto revisions = last_id("revision"), pages = last_id("raw_page");
        indexed_ = indexed_revisions();
        const auto total = static_cast<std::uint64_t>(revisions + pages);
        for (std::int64_t after = 0; after < revisions; after += at_once) {
            check_revisions(after, std::min(after + at_once, revisions));
            progress_(static_cast<std::uint64_t>(std::min(after + at_once, revisions)), total);
        }
        for (std::int64_t after = 0; after < pages; after += at_once) {
            check_pages(after, std::min(after + at_once, pages));
            progress_(static_cast<std::uint64_t>(revisions + std::min(after + at_once, pages)), total);
        }
        if (not_found_ > 0)
            verified_.outdated.push_back(fmt::format("search does not find {} revisions", not_found_));
    }

    std::int64_t last_id(std::string_view table)
    {
        auto row = connection_.query(fmt::format("SELECT coalesce(max(id), 0) FROM {}", table));
        row.step();
        return row.integer(0);
    }

    std::int64_t indexed_revisions()
    {
        auto row =
            connection_.query("SELECT revision FROM search_progress WHERE edition = ?1", search_edition);
        return row.step() ? row.integer(0) : 0;
    }

    void check_structure()
    {
        auto check = connection_.query("PRAGMA integrity_check(5)");
        while (check.step()) {
            if (auto found = check.text(0); found != "ok") verified_.broken.push_back("the file: " + found);
        }
        auto keys = connection_.query("PRAGMA foreign_key_check");
        if (keys.step()) {
            verified_.broken.push_back(fmt::format(
                "the file: a row of table {} names one of {} that is not there", keys.text(0), keys.text(2)));
        }
    }

    /// An article shows its latest revision: one that was taken away would leave it behind.
    void check_latest()
    {
        auto row =
            connection_.query("SELECT a.id, a.revision FROM article a LEFT JOIN revision r "
                              "ON r.article = a.id AND r.number = a.revision "
                              "WHERE r.id IS NULL OR r.content_hash <> a.content_hash ORDER BY a.id LIMIT 1");
        if (row.step()) {
            verified_.broken.push_back(
                fmt::format("article {}: its latest revision, {}, is missing or another", row.integer(0),
                            row.integer(1)));
        }
    }

    /// In the order of recording, each with the chain of the revision before it.
    void check_revisions(std::int64_t after, std::int64_t last)
    {
        static const auto sql = "SELECT " + revision_columns +
                                ", p.chain FROM revision r LEFT JOIN evidence e ON e.revision = r.id "
                                "LEFT JOIN revision p ON p.article = r.article AND p.number = r.number - 1 "
                                "WHERE r.id > ?1 AND r.id <= ?2 ORDER BY r.id";
        const Snapshot snapshot(connection_);
        auto row = connection_.query(sql, after, last);
        while (row.step()) {
            const auto revision = read_revision(row);
            ++verified_.revisions;
            check_chain(revision, row.optional_text(revision_column_count));
            check_ledger(revision);
            if (revision.id <= indexed_) check_index(revision);
        }
    }

    void check_chain(const Revision& revision, const std::optional<std::string>& previous)
    {
        if (chain_broken_) return;
        const bool missing = revision.number > 1 && !previous;
        if (!missing && is_as_recorded(previous.value_or(""), revision)) return;
        chain_broken_ = true;
        verified_.broken.push_back(fmt::format(
            "article {}, revision {}, seen at {}: {}", revision.article, revision.number,
            parsers::rfc3339(revision.seen_at),
            missing ? "the revision before it is missing"
                    : "it is not what was recorded; its chain does not follow from it and the one before"));
    }

    void check_ledger(const Revision& revision)
    {
        if (ledger_broken_ || (revision.ledger.empty() && ledger_.empty())) return; // before schema 5
        if (ledger_entry(ledger_, revision.chain) == revision.ledger) {
            ledger_ = revision.ledger;
            ++verified_.linked;
            return;
        }
        ledger_broken_ = true;
        verified_.broken.push_back(fmt::format("article {}, revision {}, seen at {}: the ledger breaks here; "
                                               "a revision that was recorded before it "
                                               "is missing, or this one was put in later",
                                               revision.article, revision.number,
                                               parsers::rfc3339(revision.seen_at)));
    }

    void check_pages(std::int64_t after, std::int64_t last)
    {
        auto row = connection_.query(
            "SELECT w.article, w.revision, e.page_hash, w.frame, w.packed, "
            "(SELECT content_hash FROM packing p WHERE p.revision = r.id) FROM raw_page w "
            "JOIN revision r ON r.article = w.article AND r.number = w.revision "
            "JOIN evidence e ON e.revision = r.id WHERE w.id > ?1 AND w.id <= ?2 AND e.page_hash <> ''",
            after, last);
        while (row.step()) {
            const auto hash = hash_of_page(row);
            if (!hash.empty() && (hash == row.text(2) || hash == row.text(5))) {
                ++verified_.raw_pages;
            } else if (!std::exchange(page_broken_, true)) {
                verified_.broken.push_back(
                    fmt::format("article {}, revision {}: its stored page is not the one that was read",
                                row.integer(0), row.integer(1)));
            }
        }
    }

    /// Empty where it cannot be read.
    std::string hash_of_page(const Query& row)
    {
        try {
            return page_hash(stored_pages_.read(row, 3, 4));
        } catch (const StoreError&) {
            return {};
        }
    }

    void check_packing()
    {
        auto row = connection_.query("SELECT r.article, r.number, e.page_hash, p.content_hash, p.ledger "
                                     "FROM packing p JOIN evidence e ON e.revision = p.revision "
                                     "JOIN revision r ON r.id = p.revision ORDER BY p.id");
        std::string previous;
        while (row.step()) {
            auto entry = ledger_entry(previous, row.text(2) + row.text(3));
            if (entry != row.text(4)) {
                verified_.broken.push_back(
                    fmt::format("article {}, revision {}: the note of how its page was "
                                "packed is not what was written",
                                row.integer(0), row.integer(1)));
                return;
            }
            previous = std::move(entry);
        }
    }

    /// Every article of a story names the one that begins it.
    void check_stories()
    {
        auto row = connection_.query("SELECT count(*) FROM story_article m WHERE NOT EXISTS (SELECT 1 FROM "
                                     "story_article o WHERE o.article = m.story AND o.story = o.article)");
        if (row.step() && row.integer(0) > 0)
            verified_.outdated.push_back(
                fmt::format("articles of stories that have no beginning: {}", row.integer(0)));
    }

    /// Is the revision found by the last words of its text?
    void check_index(const Revision& revision)
    {
        const auto words =
            parsers::search_words(revision.text.body.empty() ? revision.text.title : revision.text.body);
        if (words.empty()) return;
        SearchQuery query;
        auto& phrase = query.terms.phrases.emplace_back();
        for (auto at = words.size() - std::min<std::size_t>(words.size(), 2); at < words.size(); ++at)
            phrase.push_back(words[at].folded);
        try {
            auto row = connection_.query(
                "SELECT 1 FROM search_text WHERE search_text MATCH ?1 AND rowid = ?2",
                match_expressions(query).front(), search_row(revision.article, revision.number));
            if (!row.step()) ++not_found_;
        } catch (const StoreError&) { // the index is damaged, or gone
            ++not_found_;
        }
    }

    Connection& connection_;
    StoredPages stored_pages_{connection_};
    const WorkProgress& progress_;
    Verified verified_;
    std::string ledger_;
    std::int64_t indexed_ = 0;
    std::size_t not_found_ = 0;
    bool chain_broken_ = false, ledger_broken_ = false, page_broken_ = false;
};

} // namespace

Verified verify_sqlite(const std::filesystem::path& file, const WorkProgress& progress)
{
    if (inspect(file) != Found::current)
        throw StoreError(fmt::format("there is no archive of today's schema at {}", file.string()));
    Connection connection(file, Access::read);
    return Verification(connection, progress).run();
}

std::vector<std::string> check_sqlite(const std::filesystem::path& file, const std::stop_token& stop)
{
    constexpr int instructions = 10'000; // between two looks at `stop`: a millisecond or so
    Connection connection(file, Access::read);
    const auto stopped = [](void* token) -> int {
        return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0;
    };
    sqlite3_progress_handler(connection.database().getHandle(), instructions, stopped,
                             const_cast<std::stop_token*>(&stop));
    std::vector<std::string> found;
    try {
        auto check = connection.query("PRAGMA quick_check(5)");
        while (check.step()) {
            if (auto what = check.text(0); what != "ok") found.push_back(std::move(what));
        }
    } catch (const StoreError& error) {
        if (stop.stop_requested()) return {};
        found.emplace_back(error.what());
    }
    return found;
}

} // namespace baotin::archive
