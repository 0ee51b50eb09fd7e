// What packing makes of the stored pages of one site, beside gzip and plain zstd.
//
//   build/release/bench/packing_bench FOLDER      pages of one site, one a file, as the server gives them
//   uncompressed
//
// The first half of the pages trains the dictionary, as the archive does; all figures are of the second half,
// which it has not seen. Times are CPU time a page of one thread.
#include "archive/page_hash.hpp"
#include "archive/page_packing.hpp"
#include "parsers/compression.hpp"
#include "parsers/zstd_dictionary.hpp"

#include <fmt/format.h>
#include <libdeflate.h>
#include <zstd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace baotin {
namespace {

using Pages = std::vector<std::string>;

double cpu_ms()
{
    return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Pages pages_in(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    Pages pages;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        pages.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return pages;
}

std::string gzip(const std::string& page, int level)
{
    auto* const compressor = libdeflate_alloc_compressor(level);
    std::string bytes(libdeflate_gzip_compress_bound(compressor, page.size()), '\0');
    bytes.resize(libdeflate_gzip_compress(compressor, page.data(), page.size(), bytes.data(), bytes.size()));
    libdeflate_free_compressor(compressor);
    return bytes;
}

std::string zstd(const std::string& page, int level)
{
    std::string bytes(ZSTD_compressBound(page.size()), '\0');
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), page.data(), page.size(), level));
    return bytes;
}

void measure(const char* name, const Pages& pages,
             const std::function<std::string(const std::string&)>& compress)
{
    std::size_t before = 0, after = 0;
    const auto start = cpu_ms();
    for (const auto& page : pages) {
        before += page.size();
        after += compress(page).size();
    }
    const auto count = static_cast<double>(pages.size());
    fmt::print("{:<22} {:>10.0f} {:>8.1f} {:>10.2f}\n", name, static_cast<double>(after) / count,
               static_cast<double>(before) / static_cast<double>(after), (cpu_ms() - start) / count);
}

int run(const std::filesystem::path& folder)
{
    auto seen = pages_in(folder);
    if (seen.size() < 2 * archive::least_training_pages) {
        fmt::print(stderr, "{} pages are too few: {} at least\n", seen.size(),
                   2 * archive::least_training_pages);
        return 2;
    }
    const auto half = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 2);
    const Pages fresh(half, seen.end());
    seen.erase(half, seen.end());
    archive::UnpackedPages unpacked;
    for (const auto& page : seen)
        unpacked.pages.push_back({.id = 0, .raw_page = parsers::compress_zstd(page)});
    const auto start = cpu_ms();
    const auto packed = archive::pack(unpacked);
    fmt::print("dictionary of {} pages: {} bytes, {:.0f} ms with packing these pages\n\n", seen.size(),
               packed.dictionary.bytes.size(), cpu_ms() - start);
    fmt::print("{:<22} {:>10} {:>8} {:>10}\n", "", "bytes/page", "ratio", "ms/page");
    const parsers::ZstdCompressor compressor(packed.dictionary.bytes);
    measure("gzip 6", fresh, [](const std::string& page) { return gzip(page, 6); });
    measure("zstd 1", fresh, [](const std::string& page) { return zstd(page, 1); });
    measure("zstd 19", fresh, [](const std::string& page) { return zstd(page, 19); });
    measure("zstd 9, dictionary", fresh, [&](const std::string& page) { return compressor.compress(page); });
    return 0;
}

} // namespace
} // namespace baotin

int main(int argc, char** argv)
{
    if (argc != 2) {
        fmt::print(stderr, "packing_bench FOLDER\n");
        return 2;
    }
    return baotin::run(argv[1]);
}
