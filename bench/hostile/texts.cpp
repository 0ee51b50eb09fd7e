#include "parsers/challenge.hpp"
#include "parsers/compression.hpp"
#include "parsers/date.hpp"
#include "parsers/field_rule.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/not_the_page.hpp"
#include "parsers/province_mentions.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/charset.hpp"
#include "parsers/text/counters.hpp"
#include "parsers/text/diff.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/text/markup_text.hpp"
#include "parsers/text/sentences.hpp"
#include "parsers/url.hpp"
#include "parsers/volatile_parts.hpp"
#include "shapes.hpp"

#include <libdeflate.h>

#include <memory>

namespace baotin::bench {
namespace {

using namespace parsers;
using Make = std::function<std::string(std::size_t)>;

std::string gzip(std::string_view bytes)
{
    std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> packer(
        libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
    std::string packed(libdeflate_gzip_compress_bound(packer.get(), bytes.size()), '\0');
    packed.resize(
        libdeflate_gzip_compress(packer.get(), bytes.data(), bytes.size(), packed.data(), packed.size()));
    return packed;
}

using Reader = std::function<std::string(const std::string&)>;
struct Way {
    const char* name;
    Reader read;
};

Shape text(std::string name, std::size_t size, Make make, std::vector<Way> ways)
{
    return {std::move(name), size, [make, ways](std::size_t n) {
                auto made = std::make_shared<std::string>(make(n));
                std::vector<Stage> stages;
                for (const auto& way : ways)
                    stages.push_back({way.name, [made, read = way.read] { return read(*made); }});
                return stages;
            }};
}

template <typename Call>
Reader quiet(Call call)
{
    return [call](const std::string& text) {
        call(text);
        return std::string();
    };
}

const std::vector<Way> kTexts = {
    {"canonic", quiet([](auto& text) { return canonical(text); })},
    {"fold", quiet([](auto& text) { return fold(text); })},
    {"spelling", quiet([](auto& text) { return fold_spelling(text); })},
    {"contains", quiet([](auto& text) { return contains_words(text, "a a a a a a a b"); })},
    {"province", quiet([](auto& text) { return provinces_mentioned(text).size(); })},
    {"counters", quiet([](auto& text) { return without_counters(text); })},
    {"markup", quiet([](auto& text) { return markup_text(text); })},
    {"sentence", quiet([](auto& text) { return cut_at_sentence(text, text.size() - 1).size(); })},
    {"date", quiet([](auto& text) { return read_date(text, Time{}); })},
};

const std::vector<Way> kCharsets = {
    {"decode", [](auto& bytes) { return decode(bytes, "").charset; }},
    {"declared", [](auto& bytes) { return decode(bytes, "text/html; charset=gbk").charset; }},
    {"challeng", quiet([](auto& bytes) { return is_challenge(bytes); })},
    {"judge", quiet([](auto& bytes) { return not_the_page(bytes).has_value(); })},
};

Shape inflating(std::string name, std::size_t size, Make make)
{
    return text(std::move(name), size, std::move(make),
                {{"inflate", [](auto& bytes) {
                      auto out = decompress(bytes, "gzip", 16u << 20, 200);
                      return out ? std::string() : std::string("refused");
                  }}});
}

Shape difference(std::string name, std::size_t size, Make before, Make after)
{
    return {std::move(name), size, [before, after](std::size_t n) {
                auto a = std::make_shared<std::string>(before(n)),
                     b = std::make_shared<std::string>(after(n));
                return std::vector<Stage>{{"diff", [a, b] {
                                               diff_words(*a, *b);
                                               return std::string();
                                           }}};
            }};
}

Shape two_looks(std::string name, std::size_t size, std::string first, std::string second)
{
    return {std::move(name), size, [first, second](std::size_t n) {
                auto tree = [&](const std::string& piece) {
                    return std::make_shared<html::Tree>(
                        html::Tree::parse("<h1>x</h1><div class=content>" + numbered(n, piece) + "</div>")
                            .value());
                };
                auto a = tree(first), b = tree(second);
                return std::vector<Stage>{{"volatile", [a, b] {
                                               ArticleRules rules;
                                               rules.generations.emplace_back();
                                               rules.generations[0].body = {
                                                   FieldRule::compile(".content").value()};
                                               find_volatile_parts(*a, *b, rules);
                                               return std::string();
                                           }}};
            }};
}

Shape globs(std::string name, std::size_t size, std::string glob)
{
    return text(std::move(name), size, [](auto n) { return "https://a.vn/" + times(n, "a/"); },
                {{"match", [glob](auto& url) {
                      (void)UrlGlobs({glob}).matches(url);
                      return std::string();
                  }}});
}

Shape pattern(std::string name, std::size_t size, const std::string& source)
{
    auto rule = FieldRule::compile("p | regex \"" + source + "\"").value();
    return text(std::move(name), size, [](auto n) { return times(n, "a"); },
                {{"regex", quiet([rule](auto& text) { return rule.refined(text); })}});
}

std::vector<Shape> plain_texts()
{
    return {
        text(
            "text of words, bytes / 10", 100'000, [](auto n) { return numbered(n, "Tiếng {} "); }, kTexts),
        text(
            "text of one letter, bytes", 1'000'000, [](auto n) { return times(n, "a"); }, kTexts),
        text(
            "text of spaced letters", 500'000, [](auto n) { return times(n, "a "); }, kTexts),
        text(
            "text of digits, bytes", 1'000'000, [](auto n) { return times(n, "1"); }, kTexts),
        text(
            "text of lines", 300'000, [](auto n) { return numbered(n, "{}\n"); }, kTexts),
        text(
            "text of one province", 100'000, [](auto n) { return times(n, "Bắc Ninh "); }, kTexts),
        text(
            "text in capitals", 100'000, [](auto n) { return times(n, "HÒA BÌNH "); }, kTexts),
        text(
            "text of full stops, bytes", 1'000'000, [](auto n) { return times(n, "."); }, kTexts),
        text(
            "text of abbreviations", 200'000, [](auto n) { return times(n, "TP. "); }, kTexts),
        text(
            "text of marks", 300'000, [](auto n) { return "a" + times(n, "\xCC\x81\xCC\xA3"); }, kTexts),
        text(
            "text of white space, bytes", 1'000'000, [](auto n) { return "a" + times(n, " ") + "a"; },
            kTexts),
        text(
            "text of counters", 50'000, [](auto n) { return numbered(n, "Lượt xem: {}\n"); }, kTexts),
        text(
            "text of dates", 50'000, [](auto n) { return times(n, "20/5/2021 07:00 "); }, kTexts),
        text(
            "text of relative dates", 100'000, [](auto n) { return times(n, "2 giờ "); }, kTexts),
        text(
            "text of references", 200'000, [](auto n) { return times(n, "&amp;"); }, kTexts),
        text(
            "text of tags", 200'000, [](auto n) { return times(n, "<b>"); }, kTexts),
        text(
            "text of open tags", 500'000, [](auto n) { return times(n, "<a "); }, kTexts),
        text(
            "text of dashes and quotes", 200'000, [](auto n) { return times(n, "–“"); }, kTexts),
    };
}

} // namespace

std::vector<Shape> text_shapes()
{
    auto all = plain_texts();
    std::vector<Shape> more{
        text(
            "bytes, 10 MB of ASCII", 10'000'000, [](auto n) { return times(n, "a"); }, kCharsets),
        text(
            "bytes, 10 MB of UTF-8", 10'000'000, [](auto n) { return times(n / 13, "Tiếng Việt"); },
            kCharsets),
        text(
            "bytes, 10 MB of high bytes", 10'000'000, [](auto n) { return times(n, "\xE9"); }, kCharsets),
        text(
            "bytes, 10 MB of windows-1258", 10'000'000, [](auto n) { return times(n / 8, "Vi\xEA\xF2t na"); },
            kCharsets),
        text(
            "bytes, 10 MB of Chinese", 10'000'000, [](auto n) { return times(n / 4, "\xC4\xE3\xBA\xC3"); },
            kCharsets),
        text(
            "bytes, 10 MB of NUL", 10'000'000, [](auto n) { return std::string(n, '\0'); }, kCharsets),
        text(
            "bytes, 10 MB of UTF-16", 10'000'000,
            [](auto n) { return times(n / 4, std::string("a\0b\0", 4)); }, kCharsets),
        text(
            "bytes, <meta> tags", 100'000, [](auto n) { return times(n, "<meta charset=x>") + "\xE9"; },
            kCharsets),
        inflating("bomb, gzip, bytes", 10'000, [](auto n) { return gzip(std::string(n * 1000, 'a')); }),
        inflating("bomb below the ratio, bytes", 8'000'000,
                  [](auto n) { return gzip(numbered(n / 20, "{}aaaaaaaaaaaaaa")); }),
        inflating("half a gzip file", 8'000'000,
                  [](auto n) {
                      auto packed = gzip(numbered(n / 8, "{}"));
                      return packed.substr(0, packed.size() / 2);
                  }),
        difference(
            "diff, all words differ", 100'000, [](auto n) { return numbered(n, "a{} "); },
            [](auto n) { return numbered(n, "b{} "); }),
        difference(
            "diff, all words the same", 200'000, [](auto n) { return times(n, "a b "); },
            [](auto n) { return times(n, "a b "); }),
        difference(
            "diff, one word, other lengths", 500'000, [](auto n) { return times(n, "a "); },
            [](auto n) { return times(n / 2, "a "); }),
        difference(
            "diff, every other word", 100'000, [](auto n) { return numbered(n, "x {} "); },
            [](auto n) { return numbered(n, "x y{} "); }),
        difference(
            "diff, few words shuffled", 200'000, [](auto n) { return times(n, "a b "); },
            [](auto n) { return times(n, "b b a a "); }),
        difference(
            "diff, lines", 100'000, [](auto n) { return numbered(n, "dòng {}\n"); },
            [](auto n) { return numbered(n, "hàng {}\n"); }),
        two_looks("two looks, numbers move", 30'000, "<p class=a>Có {} người.</p>",
                  "<p class=a>Có 1{} người.</p>"),
        two_looks("two looks, classes", 30'000, "<p class=a{}>Có {} người.</p>",
                  "<p class=a{}>Có 1{} người.</p>"),
        two_looks("two looks, all the same", 30'000, "<p>Có {} người.</p>", "<p>Có {} người.</p>"),
        two_looks("two looks, one more each", 30'000, "<p>x{}</p>", "<p>x{}</p><p>y{}</p>"),
        globs("globs, **/*", 4'000, "/**/*/**/*/**/*/**/*/**/b"),
        globs("globs, *", 4'000, "/*/*/*/*/*/*/**b"),
        globs("globs of 1 KB", 4'000, times(250, "**a/")),
        text("url, bytes", 1'000'000, [](auto n) { return "https://a.vn/" + times(n, "a"); },
             {{"normal", [](auto& url) { return normalise_url(url) ? "" : std::string("refused"); }}}),
        text("url, dot segments", 4'000, [](auto n) { return "https://a.vn/" + times(n / 3, "../a/../"); },
             {{"normal", quiet([](auto& url) { return normalise_url(url); })}}),
        text("url, parameters", 4'000, [](auto n) { return "https://a.vn/?" + times(n / 2, "a&"); },
             {{"normal", quiet([](auto& url) { return normalise_url(url); })}}),
        text("url, Vietnamese host", 4'000, [](auto n) { return "https://" + times(n / 4, "ế.") + "vn/"; },
             {{"normal", quiet([](auto& url) { return normalise_url(url); })}}),
        pattern("regex, (a+)+b", 1'000'000, "(a+)+b"),
        pattern("regex, (a|aa)*$", 1'000'000, "^(a|aa)*c"),
        pattern("regex, counted", 200'000, "(a{1,30}){1,30}b"),
        pattern("regex, words", 1'000'000, "([a-z]+) ([a-z]+)"),
    };
    for (auto& shape : more)
        all.push_back(std::move(shape));
    return all;
}

} // namespace baotin::bench
