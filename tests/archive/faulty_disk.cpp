#include "tests/archive/faulty_disk.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <new>
#include <random>

namespace baotin::archive {

namespace fs = std::filesystem;

/// SQLite's handle of an open file, with the real VFS's behind it in the same memory.
struct FaultyDisk::File {
    sqlite3_file base;
    FaultyDisk* disk;
    std::string* path; ///< null for a temporary file

    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

struct FaultyDisk::Methods {
    static const sqlite3_io_methods io;

    static FaultyDisk& disk(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* handle, int flags, int* out)
    {
        auto& disk = Methods::disk(vfs);
        auto& file = *new (handle) File{};
        if (disk.no_power_) return SQLITE_IOERR;
        const int result = disk.real_->xOpen(disk.real_, name, file.real(), flags, out);
        if (result != SQLITE_OK) return result;
        file.base.pMethods = &io;
        file.disk = &disk;
        file.path = name ? new std::string(name) : nullptr;
        return result;
    }
    static int close(sqlite3_file* handle)
    {
        auto& file = File::of(handle);
        delete file.path;
        return file.real()->pMethods->xClose(file.real());
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int sync)
    {
        auto& disk = Methods::disk(vfs);
        if (disk.no_power_) return SQLITE_IOERR_DELETE;
        disk.unsynced_.erase(name);
        return disk.real_->xDelete(disk.real_, name, sync);
    }

    static std::int64_t size_of(File& file)
    {
        sqlite3_int64 size = 0;
        file.real()->pMethods->xFileSize(file.real(), &size);
        return size;
    }
    /// What stands there now; short behind the end.
    static std::string content(File& file, std::int64_t offset, std::int64_t bytes)
    {
        std::string text(static_cast<std::size_t>(std::clamp(size_of(file) - offset, std::int64_t{0}, bytes)),
                         '\0');
        if (!text.empty())
            file.real()->pMethods->xRead(file.real(), text.data(), static_cast<int>(text.size()), offset);
        return text;
    }

    static int write(sqlite3_file* handle, const void* bytes, int count, sqlite3_int64 offset)
    {
        auto& file = File::of(handle);
        Fault fault{};
        int result = SQLITE_OK;
        if (file.disk->strikes(fault)) {
            if (fault != Fault::short_write) return fault == Fault::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
            count /= 2;
            result = SQLITE_IOERR_WRITE;
        }
        if (file.path) {
            const auto size = size_of(file);
            file.disk->unsynced_[*file.path].push_back(
                {offset,
                 content(file, offset, count),
                 {static_cast<const char*>(bytes), static_cast<std::size_t>(count)},
                 size,
                 std::max<std::int64_t>(size, offset + count)});
        }
        const int written = file.real()->pMethods->xWrite(file.real(), bytes, count, offset);
        return result == SQLITE_OK ? written : result;
    }
    static int truncate(sqlite3_file* handle, sqlite3_int64 size)
    {
        auto& file = File::of(handle);
        Fault fault{};
        if (file.disk->strikes(fault)) return SQLITE_IOERR_TRUNCATE;
        if (file.path) {
            const auto before = size_of(file);
            file.disk->unsynced_[*file.path].push_back({size, content(file, size, before), {}, before, size});
        }
        return file.real()->pMethods->xTruncate(file.real(), size);
    }
    static int sync(sqlite3_file* handle, int flags)
    {
        auto& file = File::of(handle);
        Fault fault{};
        if (file.disk->strikes(fault)) return SQLITE_IOERR_FSYNC;
        if (file.path) file.disk->unsynced_.erase(*file.path);
        return file.real()->pMethods->xSync(file.real(), flags);
    }

    // What cannot lose anything goes through.
    static int read(sqlite3_file* handle, void* into, int count, sqlite3_int64 offset)
    {
        auto& file = File::of(handle);
        if (file.disk->no_power_) return SQLITE_IOERR_READ;
        return file.real()->pMethods->xRead(file.real(), into, count, offset);
    }
    static int file_size(sqlite3_file* handle, sqlite3_int64* size)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xFileSize(real, size);
    }
    static int lock(sqlite3_file* handle, int level)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xLock(real, level);
    }
    static int unlock(sqlite3_file* handle, int level)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xUnlock(real, level);
    }
    static int check_reserved_lock(sqlite3_file* handle, int* answer)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xCheckReservedLock(real, answer);
    }
    static int control(sqlite3_file* handle, int what, void* argument)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xFileControl(real, what, argument);
    }
    static int sector_size(sqlite3_file* handle)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xSectorSize(real);
    }
    static int characteristics(sqlite3_file*) { return 0; } // promises nothing: no atomic writes
    static int shm_map(sqlite3_file* handle, int region, int size, int extend, void volatile** memory)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xShmMap(real, region, size, extend, memory);
    }
    static int shm_lock(sqlite3_file* handle, int offset, int count, int flags)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xShmLock(real, offset, count, flags);
    }
    static void shm_barrier(sqlite3_file* handle)
    {
        auto* real = File::of(handle).real();
        real->pMethods->xShmBarrier(real);
    }
    static int shm_unmap(sqlite3_file* handle, int remove)
    {
        auto* real = File::of(handle).real();
        return real->pMethods->xShmUnmap(real, remove);
    }
};

const sqlite3_io_methods FaultyDisk::Methods::io = {2, // with shared memory, for WAL; without mmap
                                                    close,     read,        write,
                                                    truncate,  sync,        file_size,
                                                    lock,      unlock,      check_reserved_lock,
                                                    control,   sector_size, characteristics,
                                                    shm_map,   shm_lock,    shm_barrier,
                                                    shm_unmap, nullptr,     nullptr};

FaultyDisk::FaultyDisk() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_)
{
    vfs_.zName = "faulty-disk";
    vfs_.pAppData = this;
    vfs_.pNext = nullptr;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.xOpen = Methods::open;
    vfs_.xDelete = Methods::remove;
    sqlite3_vfs_register(&vfs_, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
}

void FaultyDisk::fail(Fault fault, int number)
{
    fault_ = fault;
    until_fault_ = number;
    has_failed_ = false;
}

bool FaultyDisk::strikes(Fault& fault)
{
    fault = fault_;
    if (no_power_) return true;
    if (until_fault_ == 0 || --until_fault_ > 0) return false;
    has_failed_ = true;
    no_power_ = fault_ == Fault::power_cut;
    return true;
}

void FaultyDisk::lose_unsynced(std::uint64_t seed)
{
    std::mt19937_64 coins(seed);
    for (auto& [path, pieces] : unsynced_) {
        if (!fs::exists(path)) continue;
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        auto put = [&](std::int64_t offset, const std::string& bytes, std::int64_t size) {
            file.seekp(offset);
            file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            file.flush();
            fs::resize_file(path, static_cast<std::uintmax_t>(size));
        };
        for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece)
            put(piece->offset, piece->before, piece->size_before);
        for (const auto& piece : pieces)
            if (coins() % 2 == 0)
                put(piece.offset, piece.after,
                    std::max<std::int64_t>(piece.size_after, static_cast<std::int64_t>(fs::file_size(path))));
        // Shared memory does not outlive the power.
        if (path.ends_with("-wal")) fs::remove(path.substr(0, path.size() - 4) + "-shm");
    }
    unsynced_.clear();
    no_power_ = false;
    until_fault_ = 0;
}

} // namespace baotin::archive
