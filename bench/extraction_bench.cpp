// How well pages are read without rules: `extraction_bench FOLDER…`, each folder with `html/` and
// `ground-truth.json` or `articles.json` (page → url, articleBody) or `links.json` (page → article links).
// Prints precision, recall and F1 of word 4-grams of the body, the worst pages, how many pages state a title,
// a date and an author, and what reading costs as a share of parsing.
#include "parsers/article.hpp"
#include "parsers/compression.hpp"
#include "parsers/link_blocks.hpp"
#include "parsers/metadata.hpp"
#include "parsers/text/charset.hpp"
#include "parsers/text/utf8.hpp"
#include "parsers/url.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace baotin::parsers;
namespace fs = std::filesystem;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

std::string read_file(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

html::Tree parse_page(const fs::path& folder, const std::string& name, std::chrono::nanoseconds& took)
{
    auto plain = folder / "html" / name, packed = folder / "html" / (name + ".html.gz");
    auto bytes =
        fs::exists(plain) ? read_file(plain) : decompress(read_file(packed), "gzip", 64u << 20).value();
    auto text = decode(bytes, "text/html").text;
    auto begin = Clock::now();
    auto tree = html::Tree::parse(std::move(text)).value();
    took += Clock::now() - begin;
    return tree;
}

/// Words of letters, digits and `_`, as the public score of these pages counts them.
std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words(1);
    for (std::size_t at = 0; at < text.size();) {
        auto [code, size, valid] = utf8::decode(text, at);
        if (utf8::is_letter_or_digit(code) || code == '_')
            words.back() += text.substr(at, size);
        else if (!words.back().empty())
            words.emplace_back();
        at += size;
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::map<std::string, int> four_grams(std::string_view text)
{
    auto words = words_of(text);
    std::map<std::string, int> grams;
    for (std::size_t i = 0; i == 0 || i + 4 <= words.size(); ++i) {
        std::string gram;
        for (auto j = i; j < std::min(i + 4, words.size()); ++j)
            gram += words[j] + " ";
        if (!gram.empty()) ++grams[gram];
    }
    return grams;
}

struct Score {
    double precision = 0, recall = 0;
    [[nodiscard]] double f1() const
    {
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }
};

Score score(std::string_view truth, std::string_view read)
{
    auto wanted = four_grams(truth), got = four_grams(read);
    double hits = 0, wanted_all = 0, got_all = 0;
    for (const auto& [gram, count] : wanted) {
        wanted_all += count;
        if (auto found = got.find(gram); found != got.end()) hits += std::min(count, found->second);
    }
    for (const auto& [gram, count] : got)
        got_all += count;
    return {got_all > 0 ? hits / got_all : 0, wanted_all > 0 ? hits / wanted_all : 0};
}

struct PageScore {
    std::string name, url;
    Score score;
};

void print(std::vector<PageScore> pages, std::size_t worst)
{
    Score mean;
    for (const auto& page : pages) {
        mean.precision += page.score.precision / static_cast<double>(pages.size());
        mean.recall += page.score.recall / static_cast<double>(pages.size());
    }
    fmt::print("{} pages: precision {:.4f}, recall {:.4f}, F1 {:.4f}\n", pages.size(), mean.precision,
               mean.recall, mean.f1());
    std::ranges::sort(pages, {}, [](const PageScore& page) { return page.score.f1(); });
    for (std::size_t i = 0; i < std::min(worst, pages.size()); ++i)
        fmt::print("  {:.3f} {:.3f}  {:.12} {}\n", pages[i].score.precision, pages[i].score.recall,
                   pages[i].name, pages[i].url);
}

/// What was read, for a look by eye: `EXTRACTION_OUT=folder`.
void keep(const std::string& name, const ArticleReading& reading, std::string_view truth)
{
    const char* out = std::getenv("EXTRACTION_OUT");
    if (!out) return;
    std::ofstream(fs::path(out) / (name + ".read")) << reading.text.body << '\n';
    std::ofstream(fs::path(out) / (name + ".truth")) << truth << '\n';
    std::ofstream fields(fs::path(out) / (name + ".fields"));
    for (const auto& source : reading.sources)
        fields << source.field << " <- " << source.selector << '\n';
    fields << reading.text.title << '\n'
           << reading.text.published_at.value_or("-") << '\n'
           << reading.text.author.value_or("-") << '\n'
           << reading.text.summary << '\n';
}

void measure_articles(const fs::path& folder, const json::object& truth, std::size_t worst)
{
    std::vector<PageScore> pages;
    std::chrono::nanoseconds parsing{0}, reading_time{0};
    int titles = 0, dates = 0, authors = 0;
    for (const auto& [name, page] : truth) {
        auto tree = parse_page(folder, name, parsing);
        std::string url(page.at("url").as_string()), body(page.at("articleBody").as_string());
        auto begin = Clock::now();
        auto reading = read_article(
            tree, {}, url, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
        reading_time += Clock::now() - begin;
        titles += !reading.text.title.empty();
        dates += reading.text.published_at.has_value();
        authors += reading.text.author.has_value();
        keep(name, reading, body);
        pages.push_back({name, url, score(body, reading.text.body)});
    }
    auto count = std::max<long>(1, std::ssize(pages));
    print(std::move(pages), worst);
    fmt::print("title {}, date {}, author {} of {}; a page parses in {} µs, is read in {} µs ({:.0f} %)\n",
               titles, dates, authors, count, parsing.count() / count / 1000,
               reading_time.count() / count / 1000,
               100.0 * static_cast<double>(reading_time.count()) / static_cast<double>(parsing.count()));
}

void measure_links(const fs::path& folder, const json::object& truth)
{
    for (const auto& [name, links] : truth) {
        std::set<std::string> wanted, got;
        std::chrono::nanoseconds parsing{0};
        auto tree = parse_page(folder, name, parsing);
        // The address of a list page is not kept with it; the page itself states it.
        auto address = read_canonical_url(tree, "https://example.org/").value_or("https://example.org/");
        for (const auto& link : links.as_array())
            if (auto url = normalise_url(link.as_string(), address)) wanted.insert(*url);
        auto begin = Clock::now();
        auto found = find_article_links(tree, address);
        auto took = Clock::now() - begin;
        std::size_t hits = 0;
        for (const auto& link : found.links)
            got.insert(link.url);
        for (const auto& url : got) {
            hits += wanted.contains(url);
            if (!wanted.contains(url)) fmt::print("  not wanted: {}\n", url);
        }
        for (const auto& url : wanted)
            if (!got.contains(url)) fmt::print("  missed:     {}\n", url);
        fmt::print("{}: {} links, precision {:.4f}, recall {:.4f}; {} µs ({:.0f} % of parsing)\n",
                   std::string(name), wanted.size(),
                   static_cast<double>(hits) / static_cast<double>(std::max<std::size_t>(1, got.size())),
                   static_cast<double>(hits) / static_cast<double>(wanted.size()), took.count() / 1000,
                   100.0 * static_cast<double>(took.count()) / static_cast<double>(parsing.count()));
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        fmt::print("usage: extraction_bench FOLDER…\n");
        return 2;
    }
    for (int i = 1; i < argc; ++i) {
        fs::path folder(argv[i]);
        for (auto name : {"ground-truth.json", "articles.json"})
            if (fs::exists(folder / name))
                measure_articles(folder, json::parse(read_file(folder / name)).as_object(), 12);
        if (fs::exists(folder / "links.json"))
            measure_links(folder, json::parse(read_file(folder / "links.json")).as_object());
    }
}
