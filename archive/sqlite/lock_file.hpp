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

    /// Did the holder before end without letting go? Then its name still stood in the file.
    [[nodiscard]] bool left_by_force() const { return left_by_force_; }

private:
    int descriptor_;
    bool left_by_force_ = false;
};

} // namespace baotin::archive::sqlite
