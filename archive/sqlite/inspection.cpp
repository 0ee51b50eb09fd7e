#include "archive/sqlite/inspection.hpp"

#include "archive/sqlite/failure.hpp"
#include "archive/sqlite/schema.hpp"
#include "archive/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <unistd.h>

namespace baotin::archive::sqlite {
namespace {

namespace fs = std::filesystem;

/// Read by hand: SQLite would take a short or foreign file for an empty database, or make files beside it.
bool is_sqlite(const fs::path& file)
{
    constexpr std::string_view magic("SQLite format 3\0", 16);
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw StoreError(fmt::format("archive {} cannot be read ({}); check who owns it", file.string(),
                                     std::strerror(errno)));
    }
    std::string head(magic.size(), '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    return stream.gcount() == static_cast<std::streamsize>(magic.size()) && head == magic;
}

struct Header {
    int application = 0;
    int version = 0;
    bool empty = true;
};

Header header(const fs::path& file)
{
    try {
        SQLite::Database database(file.string(), SQLite::OPEN_READONLY, 10'000);
        return {.application = database.execAndGet("PRAGMA application_id").getInt(),
                .version = database.execAndGet("PRAGMA user_version").getInt(),
                .empty = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0};
    } catch (const SQLite::Exception& error) {
        fail(file, error);
    }
}

} // namespace

bool writable(const fs::path& path)
{
    return ::access(path.c_str(), W_OK) == 0;
}

Found inspect(const fs::path& file)
{
    std::error_code error;
    const auto status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found) return Found::nothing;
    const auto name = file.string();
    if (error) throw StoreError(fmt::format("archive {} cannot be looked at: {}", name, error.message()));
    if (status.type() != fs::file_type::regular) {
        throw StoreError(fmt::format("{} is not a file; let [store] url name one", name));
    }
    if (fs::file_size(file) == 0) return Found::nothing;
    constexpr auto elsewhere = "it is left as it is; name another file ([store] url, or the backup)";
    if (!is_sqlite(file)) throw StoreError(fmt::format("{} is not an SQLite database; {}", name, elsewhere));
    const auto head = header(file);
    if (head.application == 0 && head.version == 0 && head.empty) return Found::nothing;
    if (head.application != application_id) {
        throw StoreError(
            fmt::format("{} is another program's database, not a baotin archive; {}", name, elsewhere));
    }
    if (head.version > schema_version()) {
        throw StoreError(fmt::format(
            "archive {} was written by a newer baotin (schema {}, this one knows {}); install that version",
            name, head.version, schema_version()));
    }
    return head.version < schema_version() ? Found::older : Found::current;
}

void require_creatable(const fs::path& file)
{
    const auto folder = file.parent_path();
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw StoreError(fmt::format(
            "archive {} cannot be made: the folder {} does not exist; make it, or change [store] url",
            file.string(), folder.string()));
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        throw StoreError(
            fmt::format("archive {} cannot be made: the folder {} is not writable for this user ({})",
                        file.string(), folder.string(), std::strerror(errno)));
    }
}

} // namespace baotin::archive::sqlite
