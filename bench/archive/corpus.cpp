#include "bench/archive/corpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace baotin::bench {
namespace {

constexpr std::size_t vocabulary = 30'000;
constexpr std::size_t body_words = 260;
constexpr std::size_t paragraph_words = 60;

constexpr std::array onsets = {"b",  "c",  "ch", "d",  "đ", "g", "gi", "h",  "kh", "l", "m", "n",
                               "ng", "nh", "ph", "qu", "r", "s", "t",  "th", "tr", "v", "x", ""};
constexpr std::array rhymes = {"a",   "ác",  "ài",  "ạm",  "ản",  "ang", "ảnh", "áo",   "áp",  "ật",
                               "ấu",  "ẻ",   "em",  "ến",  "ệnh", "ếp",  "ều",  "i",    "ịch", "iểm",
                               "iên", "iếp", "iệt", "iều", "im",  "ín",  "inh", "ít",   "o",   "oạ",
                               "oán", "ọc",  "ói",  "ợm",  "òn",  "ông", "ốt",  "ơ",    "ơi",  "ợp",
                               "ù",   "ục",  "ủi",  "ụm",  "ung", "ước", "ười", "ường", "ươ",  "uyện"};

} // namespace

Corpus::Corpus()
{
    Random random(20'261'121);
    // Syllables, too, are common and rare: the square makes it so.
    const auto syllable = [&random] {
        std::uniform_real_distribution<double> part(0, 1);
        const auto pick = [&](const auto& from) {
            return from[static_cast<std::size_t>(std::pow(part(random), 2) *
                                                 static_cast<double>(from.size()))];
        };
        return fmt::format("{}{}", pick(onsets), pick(rhymes));
    };
    double sum = 0;
    for (std::size_t rank = 1; rank <= vocabulary; ++rank) {
        words_.push_back(rank % 5 == 0 ? syllable() : fmt::format("{} {}", syllable(), syllable()));
        sum += 1.0 / static_cast<double>(rank);
        up_to_.push_back(sum);
    }
}

const std::string& Corpus::word(Random& random) const
{
    std::uniform_real_distribution<double> part(0, up_to_.back());
    const auto found = std::ranges::lower_bound(up_to_, part(random));
    return words_[std::min<std::size_t>(static_cast<std::size_t>(found - up_to_.begin()), vocabulary - 1)];
}

std::string Corpus::words(Random& random, std::size_t count) const
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += i % paragraph_words == 0 ? '\n' : ' ';
        text += word(random);
    }
    return text;
}

parsers::ArticleText Corpus::article(std::uint64_t number) const
{
    Random random(number);
    parsers::ArticleText text;
    text.title = words(random, 7);
    text.summary = words(random, 20);
    text.author = words(random, 1);
    text.published_at = "2026-11-21T07:15:00+07:00";
    text.body = words(random, body_words);
    if (number % reprinted_every == reprinted_every - 1) { // shortened, with words of its own
        const auto original = article(number - reprinted_every / 2).body;
        text.body = original.substr(0, original.find('\n', original.size() / 2)) + '\n' + text.title;
    }
    text.captions = {words(random, 8)};
    return text;
}

void Corpus::edit(parsers::ArticleText& text, int revision)
{
    text.body += fmt::format("\nCập nhật lần {}.", revision);
}

std::string Corpus::question(std::uint64_t number, std::uint64_t articles) const
{
    Random random(number + (std::uint64_t{1} << 40));
    const auto title = article(random() % articles).title;
    switch (number % 6) {
    case 0: // common
        return words_[random() % 50];
    case 1: // of the middle
        return words_[50 + random() % 2000];
    case 2: // rare
        return words_[2000 + random() % (vocabulary - 2000)];
    case 3: // two words
        return words_[random() % 300] + " " + words_[random() % 5000];
    case 4: // a phrase that may be nowhere
        return "\"" + words_[random() % 100] + " " + words_[random() % 100] + "\"";
    default:
        return title;
    }
}

} // namespace baotin::bench
