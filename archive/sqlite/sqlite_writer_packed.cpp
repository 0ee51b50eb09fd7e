#include "archive/chain.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

#include <map>

namespace baotin::archive::sqlite {

void SqliteWriter::keep_packed(const PackedPages& pages)
{
    auto dictionary = pages.dictionary.id;
    if (dictionary == 0) {
        connection_.run("INSERT INTO page_dictionary (site, ratio, bytes) VALUES (?1, ?2, ?3)", pages.site,
                        pages.dictionary.ratio, Blob{pages.dictionary.bytes});
        dictionary = connection_.last_id();
    }
    for (const auto& page : pages.pages)
        keep_packed(page, pages.site, dictionary);
}

void SqliteWriter::keep_packed(const PackedPages::Page& page, const std::string& site,
                               std::int64_t dictionary)
{
    std::int64_t revision = 0;
    {
        // An id may by now be that of another page, whose length is hardly the same.
        auto row =
            connection_.query("SELECT r.id FROM raw_page w JOIN revision r ON r.article = w.article AND "
                              "r.number = w.revision WHERE w.id = ?1 AND w.packed IS NULL AND "
                              "length(w.frame) = ?2",
                              page.id, page.stored);
        if (!row.step()) return;
        revision = row.integer(0);
    }
    connection_.run("INSERT INTO packed_page (site, hash, dictionary, size, stored, frame) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (site, hash) DO NOTHING",
                    site, page.hash, dictionary, page.size, page.frame.size(), Blob{page.frame});
    connection_.run(
        "UPDATE raw_page SET frame = x'', packed = (SELECT id FROM packed_page WHERE site = ?2 AND "
        "hash = ?3) WHERE id = ?1",
        page.id, site, page.hash);
    if (page.content_hash != page.page_hash) note_packing(page, revision);
}

/// A page that is not the one that the revision was read from gets no such note: `verify` has to miss it.
void SqliteWriter::note_packing(const PackedPages::Page& page, std::int64_t revision)
{
    {
        auto row = connection_.query("SELECT 1 FROM evidence WHERE revision = ?1 AND page_hash = ?2",
                                     revision, page.page_hash);
        if (!row.step()) return;
    }
    auto row = connection_.query("SELECT ledger FROM packing ORDER BY id DESC LIMIT 1");
    const auto previous = row.step() ? row.text(0) : std::string();
    connection_.run("INSERT INTO packing (revision, content_hash, ledger) VALUES (?1, ?2, ?3)", revision,
                    page.content_hash, ledger_entry(previous, page.page_hash + page.content_hash));
}

/// Answers how many bytes that made free: none where the same page is stored for another revision, too.
std::uint64_t SqliteWriter::drop_raw_page(std::int64_t id)
{
    std::optional<std::int64_t> packed;
    std::uint64_t bytes = 0;
    {
        auto row = connection_.query("SELECT w.packed, length(w.frame), p.stored FROM raw_page w "
                                     "LEFT JOIN packed_page p ON p.id = w.packed WHERE w.id = ?1",
                                     id);
        if (!row.step()) return 0;
        packed = row.optional_integer(0);
        bytes = static_cast<std::uint64_t>(row.integer(packed ? 2 : 1));
    }
    connection_.run("DELETE FROM raw_page WHERE id = ?1", id);
    if (!packed) return bytes;
    const int unused = connection_.run("DELETE FROM packed_page WHERE id = ?1 AND NOT EXISTS "
                                       "(SELECT 1 FROM raw_page WHERE packed = ?1)",
                                       *packed);
    return unused > 0 ? bytes : 0;
}

std::size_t SqliteWriter::drop_raw_pages(Time before, std::size_t limit)
{
    std::vector<std::int64_t> old;
    {
        auto row = connection_.query(
            "SELECT id FROM raw_page WHERE superseded = 1 AND fetched_at < ?1 LIMIT ?2", before, limit);
        while (row.step())
            old.push_back(row.integer(0));
    }
    for (const auto id : old)
        drop_raw_page(id);
    const auto kept = static_cast<std::size_t>(
        connection_.run("DELETE FROM kept_page WHERE page IN (SELECT page FROM kept_page WHERE "
                        "fetched_at < ?1 LIMIT ?2)",
                        before, limit - old.size()));
    return old.size() + kept;
}

std::size_t SqliteWriter::drop_raw_pages_beyond(std::uint64_t bytes, std::size_t limit)
{
    std::map<std::string, std::uint64_t> too_much;
    {
        auto row = connection_.query(
            "SELECT site, sum(stored) AS taken FROM (SELECT site, stored FROM packed_page UNION ALL "
            "SELECT a.site, length(w.frame) FROM raw_page w INDEXED BY raw_page_unpacked "
            "CROSS JOIN article a ON a.id = w.article WHERE w.packed IS NULL) GROUP BY site HAVING taken > "
            "?1",
            bytes);
        while (row.step())
            too_much[row.text(0)] = static_cast<std::uint64_t>(row.integer(1)) - bytes;
    }
    std::size_t dropped = 0;
    for (const auto& [site, excess] : too_much) {
        std::vector<std::int64_t> oldest;
        {
            auto row = connection_.query(
                "SELECT w.id FROM article a CROSS JOIN raw_page w ON w.article = a.id WHERE a.site = ?1 "
                "ORDER BY w.superseded DESC, w.fetched_at, w.id LIMIT ?2",
                site, limit);
            while (row.step())
                oldest.push_back(row.integer(0));
        }
        std::uint64_t freed = 0;
        for (auto id = oldest.begin(); id != oldest.end() && freed < excess; ++id, ++dropped)
            freed += drop_raw_page(*id);
    }
    return dropped;
}

} // namespace baotin::archive::sqlite
