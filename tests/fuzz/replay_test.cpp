#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// Every target over its seeds and over what fuzzing once found, without a fuzzer: so it stays mended.
#define BAOTIN_TARGET(name) extern "C" int run_##name(const std::uint8_t*, std::size_t)
BAOTIN_TARGET(html_rules);
BAOTIN_TARGET(regions);
BAOTIN_TARGET(trees);
BAOTIN_TARGET(selectors);
BAOTIN_TARGET(feeds);
BAOTIN_TARGET(sitemaps);
BAOTIN_TARGET(robots);
BAOTIN_TARGET(dates);
BAOTIN_TARGET(charsets);
BAOTIN_TARGET(json_ld);
BAOTIN_TARGET(urls);
BAOTIN_TARGET(config);
BAOTIN_TARGET(decompress);
BAOTIN_TARGET(texts);
#undef BAOTIN_TARGET

namespace baotin::fuzz {
namespace {

struct Target {
    const char* name;
    int (*run)(const std::uint8_t*, std::size_t);
};

void PrintTo(const Target& target, std::ostream* out)
{
    *out << target.name;
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code none; // a target of which nothing was found has no such folder
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::vector<std::uint8_t> bytes_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, KeepsItsPromisesForAllThatIsKept)
{
    const auto tests = std::filesystem::path(BAOTIN_SOURCE_DIR) / "tests/fuzz";
    auto files = files_in(tests / "corpus" / GetParam().name);
    ASSERT_FALSE(files.empty()) << "a target has seeds";
    for (auto& found : files_in(tests / "found" / GetParam().name))
        files.push_back(std::move(found));
    files.emplace_back(); // no bytes at all
    for (const auto& file : files) {
        SCOPED_TRACE(file);
        auto bytes = bytes_of(file);
        EXPECT_NO_THROW(GetParam().run(bytes.data(), bytes.size()));
    }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Replay,
                         testing::Values(Target{"html_rules", run_html_rules}, Target{"regions", run_regions},
                                         Target{"trees", run_trees}, Target{"selectors", run_selectors},
                                         Target{"feeds", run_feeds}, Target{"sitemaps", run_sitemaps},
                                         Target{"robots", run_robots}, Target{"dates", run_dates},
                                         Target{"charsets", run_charsets}, Target{"json_ld", run_json_ld},
                                         Target{"urls", run_urls}, Target{"config", run_config},
                                         Target{"decompress", run_decompress}, Target{"texts", run_texts}),
                         [](const auto& test) { return test.param.name; });

} // namespace
} // namespace baotin::fuzz
