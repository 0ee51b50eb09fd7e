#include "parsers/text/diff.hpp"

#include "parsers/text/utf8.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace baotin::parsers {

namespace {

/// Steps that one comparison may take, some 10 ms: enough for two thousand changed words in a text of any
/// length.
constexpr long kMaxEffort = 4'000'000;

struct Word {
    std::string_view text;
    std::string_view space; ///< that follows it
};

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

std::vector<Word> words_of(std::string_view text)
{
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        while (at < text.size()) {
            const utf8::Decoded next = utf8::decode(text, at);
            if (!utf8::is_letter_or_digit(next.code)) {
                if (at == begin && !is_blank(text[at]))
                    at += next.size; // a sign or a paragraph break is a word of its own
                break;
            }
            at += next.size;
        }
        const std::size_t end = at;
        while (at < text.size() && is_blank(text[at]))
            ++at;
        words.push_back({text.substr(begin, end - begin), text.substr(end, at - end)});
    }
    return words;
}

using Ids = std::vector<int>;

/// Numbers for words, the same number for the same word; the white space behind it does not count.
Ids intern(const std::vector<Word>& words, std::unordered_map<std::string_view, int>& known)
{
    Ids ids;
    ids.reserve(words.size());
    for (const Word& word : words)
        ids.push_back(known.try_emplace(word.text, static_cast<int>(known.size())).first->second);
    return ids;
}

/// Marks which words of two texts have no counterpart: E. Myers, "An O(ND) Difference Algorithm and Its
/// Variations", the linear-space refinement (§4b).
class Comparison {
public:
    Comparison(const Ids& before, const Ids& after)
        : a_(before),
          b_(after),
          removed_(before.size()),
          added_(after.size()),
          forward_(before.size() + after.size() + 3),
          backward_(forward_.size())
    {
        compare({0, static_cast<long>(a_.size()), 0, static_cast<long>(b_.size())});
    }

    [[nodiscard]] bool removed(std::size_t i) const { return removed_[i]; }
    [[nodiscard]] bool added(std::size_t i) const { return added_[i]; }

private:
    /// The words [a_begin, a_end) against [b_begin, b_end).
    struct Box {
        long a_begin, a_end, b_begin, b_end;
    };
    struct Point {
        long a, b;
    };

    [[nodiscard]] bool equal(long i, long j) const
    {
        return a_[static_cast<std::size_t>(i)] == b_[static_cast<std::size_t>(j)];
    }

    /// Halves the number of differences with each call: the recursion is as deep as its logarithm.
    void compare(Box box)
    {
        while (box.a_begin < box.a_end && box.b_begin < box.b_end && equal(box.a_begin, box.b_begin))
            ++box.a_begin, ++box.b_begin;
        while (box.a_begin < box.a_end && box.b_begin < box.b_end && equal(box.a_end - 1, box.b_end - 1))
            --box.a_end, --box.b_end;
        if (box.a_begin < box.a_end && box.b_begin < box.b_end) {
            if (const std::optional<Point> middle = find_middle(box)) {
                compare({box.a_begin, middle->a, box.b_begin, middle->b});
                compare({middle->a, box.a_end, middle->b, box.b_end});
                return;
            }
        }
        std::fill(removed_.begin() + box.a_begin, removed_.begin() + box.a_end, true);
        std::fill(added_.begin() + box.b_begin, added_.begin() + box.b_end, true);
    }

    /// A point on a shortest path through the box, near its middle; nothing when the effort is spent.
    std::optional<Point> find_middle(const Box& box)
    {
        const long n = box.a_end - box.a_begin;
        const long m = box.b_end - box.b_begin;
        const long delta = n - m;
        const bool odd = delta % 2 != 0;
        const long origin = m + 1; // diagonals run from -m to n
        forward_[at(origin + 1)] = 0;
        backward_[at(origin + 1)] = 0;
        for (long d = 0;; ++d) {
            for (long k = first(d, m); k <= last(d, n); k += 2) {
                const long x = advance(forward_, origin, d, k, n, m, [&](long i, long j) {
                    return equal(box.a_begin + i, box.b_begin + j);
                });
                const long opposite = delta - k;
                if (odd && opposite > -d && opposite < d && x + backward_[at(origin + opposite)] >= n)
                    return Point{box.a_begin + x, box.b_begin + x - k};
            }
            for (long k = first(d, m); k <= last(d, n); k += 2) {
                const long x = advance(backward_, origin, d, k, n, m, [&](long i, long j) {
                    return equal(box.a_end - 1 - i, box.b_end - 1 - j);
                });
                const long opposite = delta - k;
                if (!odd && opposite >= -d && opposite <= d && x + forward_[at(origin + opposite)] >= n)
                    return Point{box.a_end - x, box.b_end - (x - k)};
            }
            if (effort_ > kMaxEffort) return std::nullopt;
        }
    }

    /// The furthest x that d differences reach on diagonal k.
    template <typename Equal>
    long advance(std::vector<long>& furthest, long origin, long d, long k, long n, long m, const Equal& same)
    {
        const bool from_above =
            k == -d || k - 1 < -m ||
            (k != d && k + 1 <= n && furthest[at(origin + k - 1)] < furthest[at(origin + k + 1)]);
        long x = from_above ? furthest[at(origin + k + 1)] : furthest[at(origin + k - 1)] + 1;
        ++effort_;
        while (x < n && x - k < m && same(x, x - k)) {
            ++x;
            ++effort_;
        }
        furthest[at(origin + k)] = x;
        return x;
    }

    /// Diagonals outside the box are passed over; those of one d have one parity.
    static long first(long d, long m) { return d <= m ? -d : -m + ((d - m) & 1); }
    static long last(long d, long n) { return d <= n ? d : n - ((d - n) & 1); }
    static std::size_t at(long index) { return static_cast<std::size_t>(index); }

    const Ids& a_;
    const Ids& b_;
    std::vector<bool> removed_, added_;
    std::vector<long> forward_, backward_;
    long effort_ = 0;
};

/// Gathers pieces: within one change what was removed stands before what was added.
class Pieces {
public:
    using Kind = DiffPiece::Kind;

    void removed(std::string_view text) { removed_ += text; }
    void added(std::string_view text) { added_ += text; }

    void same(std::string_view text)
    {
        if (text.empty()) return;
        flush();
        if (pieces_.empty() || pieces_.back().kind != Kind::same) pieces_.push_back({Kind::same, {}});
        pieces_.back().text += text;
    }

    std::vector<DiffPiece> take()
    {
        flush();
        return std::move(pieces_);
    }

private:
    void flush()
    {
        if (!removed_.empty()) pieces_.push_back({Kind::removed, std::exchange(removed_, {})});
        if (!added_.empty()) pieces_.push_back({Kind::added, std::exchange(added_, {})});
    }

    std::vector<DiffPiece> pieces_;
    std::string removed_, added_;
};

} // namespace

std::size_t count_words(std::string_view text)
{
    std::size_t words = 0;
    bool inside = false;
    for (char c : text) {
        bool space = c == ' ' || c == '\n';
        if (!space && !inside) ++words;
        inside = !space;
    }
    return words;
}

std::vector<DiffPiece> diff_words(std::string_view before, std::string_view after)
{
    const std::vector<Word> a = words_of(before);
    const std::vector<Word> b = words_of(after);
    std::unordered_map<std::string_view, int> known;
    const Ids a_ids = intern(a, known);
    const Ids b_ids = intern(b, known);
    const Comparison comparison(a_ids, b_ids);
    Pieces pieces;
    for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
        if (i < a.size() && comparison.removed(i)) {
            pieces.removed(a[i].text);
            pieces.removed(a[i++].space);
        } else if (j < b.size() && comparison.added(j)) {
            pieces.added(b[j].text);
            pieces.added(b[j++].space);
        } else {
            pieces.same(a[i].text);
            if (a[i].space == b[j].space) {
                pieces.same(a[i].space);
            } else { // the word stays, the space behind it comes or goes
                pieces.removed(a[i].space);
                pieces.added(b[j].space);
            }
            ++i, ++j;
        }
    }
    return pieces.take();
}

} // namespace baotin::parsers
