#pragma once

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/lock_file.hpp"
#include "archive/store.hpp"

#include <filesystem>
#include <memory>
#include <mutex>

namespace baotin::archive::sqlite {

/// An archive in one SQLite file. Hands out connections; keeps none itself. May be called from any thread.
class SqliteStore final : public Store {
public:
    SqliteStore(std::filesystem::path file, Access access) : file_(std::move(file)), access_(access) {}

    void claim() override;
    [[nodiscard]] bool left_by_force() const override { return lock_ && lock_->left_by_force(); }
    std::unique_ptr<Writer> writer() override;
    std::unique_ptr<Reader> reader() override;

private:
    void refuse_if_read_only() const;

    std::filesystem::path file_;
    Access access_;
    std::mutex mutex_;
    std::unique_ptr<LockFile> lock_;
};

} // namespace baotin::archive::sqlite
