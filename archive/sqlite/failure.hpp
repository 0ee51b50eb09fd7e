#pragma once

#include <filesystem>

namespace SQLite {
class Exception;
}

namespace baotin::archive::sqlite {

/// Throws the StoreError that tells an operator what `error` means for the archive `file`, and what to do.
[[noreturn]] void fail(const std::filesystem::path& file, const SQLite::Exception& error);

} // namespace baotin::archive::sqlite
