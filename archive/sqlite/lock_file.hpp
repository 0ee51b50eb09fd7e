#pragma once

#include <filesystem>

namespace baotin::archive::sqlite {

/// `<archive>.lock`: held by the one process that crawls into the archive. The kernel lets go of it when the
/// process ends, however it ends; the file itself stays. Throws StoreError where another holder, in this
/// process or not, has it.
class LockFile {
public:
    explicit LockFile(const std::filesystem::path& archive);
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

private:
    int descriptor_;
};

} // namespace baotin::archive::sqlite
