#include "archive/snippet.hpp"

#include "parsers/text/search_words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace baotin::archive {
namespace {

using parsers::SearchWord;
using Words = SearchTerms::Words;

/// Which words of a text answer the terms.
class Finds {
public:
    Finds(const std::vector<SearchWord>& text, const SearchTerms& terms) : text_(text), found_(text.size())
    {
        for (const auto& phrase : terms.phrases)
            find_sequence(phrase);
        for (const auto& run : terms.runs)
            find_run(run);
    }

    bool operator[](std::size_t word) const { return found_[word]; }

private:
    void find_sequence(const Words& words)
    {
        const auto same = [](const SearchWord& one, const std::string& other) { return one.folded == other; };
        for (auto at = text_.begin();; ++at) {
            at = std::search(at, text_.end(), words.begin(), words.end(), same);
            if (at == text_.end()) return;
            std::fill_n(found_.begin() + (at - text_.begin()), words.size(), true);
        }
    }

    /// `an` alone is in every text; beside its neighbour it is what was meant. Alone it counts where it never
    /// stands beside one.
    void find_run(const Words& run)
    {
        for (std::size_t i = 0; i + 1 < run.size(); ++i)
            find_sequence({run[i], run[i + 1]});
        std::set<std::string_view> known;
        for (std::size_t i = 0; i < text_.size(); ++i)
            if (found_[i]) known.insert(text_[i].folded);
        for (const auto& word : run)
            if (!known.contains(word)) find_sequence({word});
    }

    const std::vector<SearchWord>& text_;
    std::vector<bool> found_;
};

/// The first of the windows of `size` words that hold most different finds, then most finds.
std::size_t best_window(const std::vector<SearchWord>& text, const Finds& finds, std::size_t size)
{
    if (text.size() <= size) return 0;
    std::map<std::string_view, std::size_t> inside;
    std::size_t total = 0, best = 0;
    std::pair<std::size_t, std::size_t> best_worth{};
    for (std::size_t end = 0; end < text.size(); ++end) {
        if (finds[end]) ++total, ++inside[text[end].folded];
        if (end >= size && finds[end - size]) {
            --total;
            const auto left = inside.find(text[end - size].folded);
            if (--left->second == 0) inside.erase(left);
        }
        const std::pair worth{inside.size(), total};
        if (worth <= best_worth) continue;
        best_worth = worth;
        best = end + 1 - std::min(end + 1, size);
    }
    return best;
}

std::string one_line(std::string_view text)
{
    std::string line(text);
    std::ranges::replace(line, '\n', ' ');
    return line;
}

/// Words `first` to `last` (exclusive) of the text, with the signs between and behind them.
Snippet cut(std::string_view canonical, const std::vector<SearchWord>& text, const Finds& finds,
            std::size_t first, std::size_t last)
{
    constexpr std::string_view ellipsis = "…";
    const bool from_start = first == 0, to_end = last == text.size();
    const auto begin = from_start ? 0 : text[first].begin;
    const auto end = to_end ? canonical.size() : text[last - 1].end;
    Snippet snippet;
    if (!from_start) snippet.text = ellipsis;
    const auto shift = snippet.text.size();
    snippet.text += one_line(canonical.substr(begin, end - begin));
    if (!to_end) snippet.text += ellipsis;
    for (auto i = first; i < last; ++i) {
        if (!finds[i]) continue;
        const Snippet::Mark mark{text[i].begin - begin + shift, text[i].end - begin + shift};
        // `Bắc Ninh` is one mark, `Bắc. Ninh` two.
        auto& marks = snippet.marks;
        if (!marks.empty() && i > first && finds[i - 1] && mark.begin == marks.back().end + 1 &&
            snippet.text[marks.back().end] == ' ') {
            marks.back().end = mark.end;
        } else {
            marks.push_back(mark);
        }
    }
    return snippet;
}

} // namespace

Snippet whole_snippet(std::string_view canonical, const SearchTerms& terms)
{
    const auto text = parsers::search_words(canonical);
    return cut(canonical, text, Finds(text, terms), 0, text.size());
}

Snippet best_snippet(std::string_view canonical, const SearchTerms& terms, std::size_t words)
{
    const auto text = parsers::search_words(canonical);
    const Finds finds(text, terms);
    const auto lead = words / 5; // what was found reads better with a few words before it
    auto first = best_window(text, finds, words - lead);
    while (first < text.size() && !finds[first])
        ++first;
    if (first == text.size()) first = 0; // nothing was found
    first -= std::min(first, lead);
    return cut(canonical, text, finds, first, std::min(text.size(), first + words));
}

std::string snippet_html(const Snippet& snippet)
{
    std::string html;
    auto add = [&](std::size_t begin, std::size_t end) {
        for (const char byte : std::string_view(snippet.text).substr(begin, end - begin)) {
            switch (byte) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            default:
                html += byte;
            }
        }
    };
    std::size_t at = 0;
    for (const auto& mark : snippet.marks) {
        add(at, mark.begin);
        html += "<mark>";
        add(mark.begin, mark.end);
        html += "</mark>";
        at = mark.end;
    }
    add(at, snippet.text.size());
    return html;
}

} // namespace baotin::archive
