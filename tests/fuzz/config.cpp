#include "config/config.hpp"

#include "promise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

/// Input: a baotin.toml, then behind a line of `---` a site file.
namespace baotin::fuzz {
namespace {

/// A folder with one configuration in it, written again for every input and gone with the process.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / fmt::format("baotin-fuzz-{}", ::getpid()))
    {
        std::filesystem::create_directories(path_ / "sites.d");
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::filesystem::path write(const char* name, std::string_view text) const
    {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

void point_at_their_lines(const config::Problems& problems, std::string_view file, std::string_view text)
{
    auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    must(!problems.empty(), "a refusal has a reason");
    for (const auto& problem : problems) {
        must(!problem.what.empty() && !problem.file.empty(), "a problem says what and where");
        must_be_utf8(problem.what, "a problem");
        if (!problem.file.ends_with(file)) continue;
        must(problem.line <= lines, fmt::format("the line is one of the file's: {}", to_string(problem)));
        bool whole_file = problem.what.starts_with("missing") || problem.what.starts_with("no [[source]]");
        must(problem.line >= 1 || whole_file, fmt::format("a problem has its line: {}", to_string(problem)));
        must(problem.column >= 1 || whole_file,
             fmt::format("a problem has its column: {}", to_string(problem)));
    }
}

std::string told(const config::Problems& problems)
{
    std::string all;
    for (const auto& problem : problems)
        all += to_string(problem) + '\n';
    return all;
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin;
    static const fuzz::Folder folder;
    constexpr std::string_view kBetween = "\n---\n";
    auto input = fuzz::view(bytes, size);
    auto split = input.find(kBetween);
    auto main = input.substr(0, split);
    auto site = split == input.npos ? std::string_view() : input.substr(split + kBetween.size());
    auto main_file = folder.write("baotin.toml", main);
    auto site_file = folder.write("sites.d/x.toml", site);
    auto one = config::load_site(site_file);
    if (!one) fuzz::point_at_their_lines(one.error(), "x.toml", site);
    auto all = config::load(main_file), again = config::load(main_file);
    fuzz::must(all.has_value() == again.has_value(), "a configuration loads twice the same");
    if (!all) {
        fuzz::point_at_their_lines(all.error(), "baotin.toml", main);
        fuzz::must_equal(fuzz::told(all.error()), fuzz::told(again.error()), "the same problems twice");
    } else {
        fuzz::must(one.has_value(), "a site that loads among others loads alone");
        auto id = (*one)->rules.reading_id();
        fuzz::must_equal(id, (*all)->sites.at(0)->rules.reading_id(), "rules have one identity");
    }
    return 0;
}
