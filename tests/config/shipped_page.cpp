#include "shipped_page.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace baotin::config {
namespace {

std::string contents(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

ShippedPage read_page(const std::filesystem::path& file)
{
    ShippedPage page{file.stem().string(), contents(file), {}};
    const auto end = page.html.find("-->");
    if (!page.html.starts_with("<!--\n") || end == std::string::npos)
        throw std::runtime_error(file.string() + " does not begin with a comment");
    std::istringstream lines(page.html.substr(5, end - 5));
    for (std::string line; std::getline(lines, line);) {
        const auto colon = line.find(": ");
        if (colon == std::string::npos) throw std::runtime_error(file.string() + " says \"" + line + '"');
        page.said[line.substr(0, colon)].push_back(line.substr(colon + 2));
    }
    return page;
}

} // namespace

std::vector<std::string> ShippedPage::all(std::string_view key) const
{
    const auto found = said.find(key);
    return found == said.end() ? std::vector<std::string>{} : found->second;
}

std::string ShippedPage::one(std::string_view key) const
{
    const auto values = all(key);
    return values.empty() ? std::string{} : values.front();
}

std::vector<std::string> ShippedPage::sites() const
{
    std::istringstream words(one("site"));
    return {std::istream_iterator<std::string>(words), {}};
}

std::vector<ShippedPage> shipped_pages()
{
    std::vector<ShippedPage> pages;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(BAOTIN_SOURCE_DIR) / "tests/config/pages"))
        pages.push_back(read_page(entry.path()));
    std::ranges::sort(pages, {}, &ShippedPage::name);
    return pages;
}

void PrintTo(const ShippedPage& page, std::ostream* out)
{
    *out << page.name;
}

} // namespace baotin::config
