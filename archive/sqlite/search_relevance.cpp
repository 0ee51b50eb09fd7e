#include "archive/sqlite/search_index.hpp"
#include "archive/store.hpp"

#include <sqlite3.h>

#include <array>
#include <vector>

namespace baotin::archive::sqlite {
namespace {

/// By column: title, summary, body, captions, author, tags.
constexpr std::array weights = {8.0, 3.0, 1.0, 1.0, 2.0, 0.0};
constexpr double half_full = 3.0; ///< so much of a phrase is half of all that more of it can add

/// A phrase's share grows with every place where it stands, ever less: ten mentions are not ten times the
/// news.
void relevance(const Fts5ExtensionApi* api, Fts5Context* context, sqlite3_context* answer, int,
               sqlite3_value**)
{
    std::vector<double> found(static_cast<std::size_t>(api->xPhraseCount(context)));
    int places = 0;
    if (const int code = api->xInstCount(context, &places); code != SQLITE_OK) {
        sqlite3_result_error_code(answer, code);
        return;
    }
    for (int place = 0; place < places; ++place) {
        int phrase = 0, column = 0, offset = 0;
        api->xInst(context, place, &phrase, &column, &offset);
        const auto index = static_cast<std::size_t>(column);
        if (index < weights.size()) found[static_cast<std::size_t>(phrase)] += weights[index];
    }
    double sum = 0;
    for (const auto one : found)
        sum += one / (one + half_full);
    sqlite3_result_double(answer, sum);
}

/// The documented way to FTS5's interface: https://sqlite.org/fts5.html#extending_fts5
fts5_api* api_of(sqlite3* database)
{
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

} // namespace

void add_relevance(sqlite3* database)
{
    auto* api = api_of(database);
    if (api == nullptr || api->xCreateFunction(api, "relevance", nullptr, relevance, nullptr) != SQLITE_OK)
        throw StoreError("this SQLite was built without FTS5, which search needs; use Debian's libsqlite3");
}

} // namespace baotin::archive::sqlite
