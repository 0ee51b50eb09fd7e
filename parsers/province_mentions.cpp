#include "parsers/province_mentions.hpp"

#include "parsers/text/fold.hpp"
#include "parsers/text/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>

namespace baotin::parsers {

namespace {

/// When a written name means the province.
enum class When {
    always,
    unless_capitals, ///< in a line of capitals it may be the word: only behind an office there
    as_city,         ///< behind `TP.` or `thành phố` only: otherwise a person, a battle
    never            ///< a longer name that begins like a province's
};

struct Spelling {
    std::string_view written, name;
    When when = When::always;
};

/// Spellings, short names and namesakes besides the official names.
constexpr std::array<Spelling, 26> kSpellings = {{
    {"Hồ Chí Minh", "Thành phố Hồ Chí Minh", When::as_city},
    {"HCM", "Thành phố Hồ Chí Minh", When::as_city},
    {"TPHCM", "Thành phố Hồ Chí Minh"},
    {"TpHCM", "Thành phố Hồ Chí Minh"},
    {"HCMC", "Thành phố Hồ Chí Minh"},
    {"Sài Gòn", "Thành phố Hồ Chí Minh"},
    {"Sài Gòn Giải Phóng", "", When::never}, // a newspaper
    {"Bà Rịa", "Bà Rịa - Vũng Tàu"},
    {"Vũng Tàu", "Bà Rịa - Vũng Tàu"},
    {"BR VT", "Bà Rịa - Vũng Tàu"},
    {"Đắc Lắc", "Đắk Lắk"},
    {"Đăk Lăk", "Đắk Lắk"},
    {"Đắk Lăk", "Đắk Lắk"},
    {"Đắc Nông", "Đắk Nông"},
    {"Đăk Nông", "Đắk Nông"},
    {"Bắc Cạn", "Bắc Kạn"},
    {"Kontum", "Kon Tum"},
    {"Điện Biên Phủ", "Điện Biên", When::as_city},
    {"Thái Bình Dương", "", When::never}, // the Pacific
    {"Hà Nam Ninh", "", When::never},     // a province until 1991
    {"Bình Định Vương", "", When::never}, // Lê Lợi
    {"Hải Dương Học", "", When::never},   // oceanography
    {"Hòa Bình Xanh", "", When::never},   // Greenpeace
    {"Nobel Hòa Bình", "", When::never},
    {"Vì Hòa Bình", "", When::never},
    {"Thái Bình Thiên Quốc", "", When::never},
}};

/// Names that are everyday words too: peace, to pacify, peaceful, ocean, as high as.
constexpr std::array<std::string_view, 5> kWords = {"Hòa Bình", "Bình Định", "Thái Bình", "Hải Dương",
                                                    "Cao Bằng"};

/// In front of a name, without a comma between: `Nguyễn Thái Bình` is a person.
const std::unordered_set<std::string_view>& names_of_persons()
{
    static const std::unordered_set<std::string_view> set = {
        "Nguyễn", "Trần", "Lê",    "Phạm",  "Hoàng",  "Huỳnh", "Phan",  "Vũ",   "Võ",    "Đặng", "Bùi",
        "Đỗ",     "Hồ",   "Ngô",   "Dương", "Lý",     "Đinh",  "Trịnh", "Đoàn", "Tô",    "Cao",  "Lương",
        "Lưu",    "Tạ",   "Quách", "Vương", "Trương", "Phùng", "Đào",   "Chu",  "Triệu", "Tống", "Văn",
        "Thị",    "Hữu",  "Đức",   "Ngọc",  "Quang",  "Xuân",  "Viết",  "Đình", "Bá",    "Duy",  "Mai"};
    return set;
}

/// Offices and kinds, behind which even a word in capitals is the province.
bool is_office(std::string_view token)
{
    constexpr std::array<std::string_view, 12> words = {"TỈNH", "Tỉnh", "tỉnh", "AN",  "An", "an",
                                                        "UBND", "HĐND", "MTTQ", "BÁO", "TP", "PHỐ"};
    return std::ranges::find(words, token) != words.end();
}

/// What stands between two syllables.
enum class Gap : std::uint8_t { none, space, dash, dot, other };

struct Token {
    std::string_view text;
    Gap before = Gap::other;
};

/// Letters, digits and all of a letter's bytes; the signs of U+0080…U+00BF and U+2000… begin with bytes of
/// their own.
constexpr std::array<bool, 256> kLetterBytes = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte)
        table[byte] = byte >= 0x80 ? byte != 0xC2 && byte != 0xE2
                                   : (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                                         (byte >= '0' && byte <= '9');
    return table;
}();

bool is_letter_byte(char c)
{
    return kLetterBytes[static_cast<unsigned char>(c)];
}

/// Walks over the syllables of a text.
class Syllables {
public:
    explicit Syllables(std::string_view text) : text_(text) {}

    /// The next syllable; empty text at the end.
    Token next()
    {
        Token token;
        token.before = gap();
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_letter_byte(text_[at_]))
            ++at_;
        token.text = text_.substr(begin, at_ - begin);
        return token;
    }

private:
    Gap gap()
    {
        if (at_ + 1 < text_.size() && text_[at_] == ' ' && is_letter_byte(text_[at_ + 1])) {
            ++at_;
            return Gap::space;
        }
        Gap gap = at_ == 0 ? Gap::other : Gap::none;
        while (at_ < text_.size() && !is_letter_byte(text_[at_])) {
            const char c = text_[at_];
            const bool is_dash =
                c == '-' || (c == '\xE2' && (text_.substr(at_, 3) == "–" || text_.substr(at_, 3) == "—"));
            if (c == ' ')
                gap = gap == Gap::none ? Gap::space : gap;
            else if (is_dash)
                gap = gap == Gap::other ? gap : Gap::dash;
            else
                gap = c == '.' && gap == Gap::none ? Gap::dot : Gap::other;
            // The first byte of a longer sign is no letter's; skip the rest of it too.
            at_ += static_cast<unsigned char>(c) < 0x80 ? 1 : utf8::decode(text_, at_).size;
        }
        return gap;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// A tree of names, a syllable an edge.
struct Branch {
    std::map<std::string, std::unique_ptr<Branch>, std::less<>> next;
    const Province* province = nullptr;
    When when = When::never;
    bool ends = false;
    bool in_capitals = false;
};

std::string upper(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const utf8::Decoded next = utf8::decode(text, at);
        at += next.size;
        utf8::append(result,
                     static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(next.code))));
    }
    return result;
}

void plant(Branch& root, std::string_view written, const Province* province, When when, bool in_capitals)
{
    Branch* at = &root;
    Syllables syllables(written);
    for (Token token = syllables.next(); !token.text.empty(); token = syllables.next()) {
        auto& next = at->next[std::string(token.text)];
        if (!next) next = std::make_unique<Branch>();
        at = next.get();
    }
    at->province = province;
    at->when = when;
    at->ends = true;
    at->in_capitals = in_capitals;
}

/// A name in capitals and not, in both tone placements.
void plant_all(Branch& root, std::string_view written, const Province* province, When when)
{
    for (const std::string& spelling : {std::string(written), fold_spelling(written)}) {
        plant(root, upper(spelling), province, when, true);
        plant(root, spelling, province, when, false);
    }
}

const Branch& names()
{
    static const Branch tree = [] {
        Branch root;
        for (const Province& province : provinces()) {
            const bool is_word = std::ranges::find(kWords, province.name) != kWords.end();
            if (!province.name.starts_with("Thành phố"))
                plant_all(root, province.name, &province, is_word ? When::unless_capitals : When::always);
        }
        for (const Spelling& spelling : kSpellings) {
            const auto named = [&](const Province& province) { return province.name == spelling.name; };
            const auto province = std::ranges::find_if(provinces(), named);
            plant_all(root, spelling.written, province == provinces().end() ? nullptr : &*province,
                      spelling.when);
        }
        return root;
    }();
    return tree;
}

/// What stood before the name.
struct Lead {
    Token last;             ///< the syllable in front of it
    std::string_view other; ///< and the one in front of that
    Gap gap = Gap::other;   ///< between the first of them and the name
};

bool is_behind_city(const Lead& lead)
{
    const std::string_view word = lead.last.text;
    if (lead.gap == Gap::other || lead.gap == Gap::dash) return false;
    if (word == "TP" || word == "Tp" || word == "tp" || word == "P") return true; // `T.P`
    const bool city = word == "phố" || word == "Phố" || word == "PHỐ";
    return city && (lead.other == "thành" || lead.other == "Thành" || lead.other == "THÀNH");
}

bool is_meant(const Branch& name, const Lead& lead, std::string_view behind)
{
    const bool beside = lead.gap == Gap::space;
    if (beside && names_of_persons().contains(lead.last.text)) return false;
    switch (name.when) {
    case When::always:
        break;
    case When::unless_capitals:
        if (name.in_capitals && !(beside && is_office(lead.last.text))) return false;
        break;
    case When::as_city:
        return is_behind_city(lead);
    case When::never:
        return false;
    }
    if (name.province->name == "Huế" && beside && (lead.last.text == "phố" || lead.last.text == "Phố"))
        return is_behind_city(lead); // a street of Hà Nội
    if (name.province->name == "Hà Nam") {
        const std::size_t next = behind.find_first_not_of(" ,(-");
        return next == std::string_view::npos || !behind.substr(next).starts_with("Trung Quốc");
    }
    return true;
}

bool begins_with_capital(std::string_view token)
{
    return (token[0] >= 'A' && token[0] <= 'Z') || token.starts_with("Đ");
}

bool joins(const Token& token)
{
    return token.before == Gap::space || token.before == Gap::dash;
}

/// Reads the text once; where a name begins, a copy of the walker runs ahead to its end.
class Search {
public:
    explicit Search(std::string_view text) : text_(text), walker_(text) {}

    std::vector<Province> run()
    {
        for (Token token = walker_.next(); !token.text.empty(); token = walker_.next()) {
            const bool named = begins_with_capital(token.text) && read_name(token);
            if (named) continue;
            lead_.other = lead_.last.text;
            lead_.last = token;
        }
        return std::move(found_);
    }

private:
    /// The longest name that begins here; true where there is one, whether it means the province or not.
    bool read_name(const Token& first)
    {
        const auto branch = names().next.find(first.text);
        if (branch == names().next.end()) return false;
        const Branch* at = branch->second.get();
        const Branch* best = nullptr;
        Syllables ahead = walker_, end = walker_;
        Token last = first, last_of_best = first;
        while (true) {
            if (at->ends) {
                best = at;
                end = ahead;
                last_of_best = last;
            }
            last = ahead.next();
            if (last.text.empty() || !joins(last)) break;
            const auto next = at->next.find(last.text);
            if (next == at->next.end()) break;
            at = next->second.get();
        }
        if (best == nullptr) return false;
        const std::string_view behind = text_.substr(
            static_cast<std::size_t>(last_of_best.text.data() + last_of_best.text.size() - text_.data()));
        lead_.gap = first.before;
        if (is_meant(*best, lead_, behind)) add(*best->province);
        walker_ = end;
        lead_ = {}; // a name's last syllable is nobody's surname
        return true;
    }

    void add(const Province& province)
    {
        const auto same = [&](const Province& known) { return known.name == province.name; };
        if (std::ranges::none_of(found_, same)) found_.push_back(province);
    }

    std::string_view text_;
    Syllables walker_;
    Lead lead_;
    std::vector<Province> found_;
};

} // namespace

std::vector<Province> provinces_mentioned(std::string_view canonical_text)
{
    return Search(canonical_text).run();
}

} // namespace baotin::parsers
