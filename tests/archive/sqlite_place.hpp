#pragma once

#include "tests/archive/contract.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace baotin::archive {

/// A folder of one test, removed after it.
class Folder {
public:
    Folder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "baotin-archive-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
        path_ = pattern;
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path file() const { return path_ / "baotin.db"; }

private:
    std::filesystem::path path_;
};

class SqlitePlace final : public Place {
public:
    std::unique_ptr<Store> open() override { return open_sqlite(folder_.file(), OpenMode::create); }

private:
    Folder folder_;
};

} // namespace baotin::archive
