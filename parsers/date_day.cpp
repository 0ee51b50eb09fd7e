#include "parsers/date_pattern.hpp"
#include "parsers/text/ascii.hpp"

#include <re2/re2.h>

#include <array>
#include <string>

namespace baotin::parsers {

namespace {

using re2::RE2;
using re2::StringPiece;

constexpr std::string_view kEnglishMonth =
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
constexpr std::string_view kVietnameseMonth =
    "(muoi mot|muoi hai|muoi|gieng|mot|hai|ba|tu|nam|sau|bay|tam|chin|chap|\\d{1,2})";

unsigned number(StringPiece digits)
{
    unsigned value = 0;
    for (const char c : digits)
        value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

unsigned month_of(StringPiece name)
{
    constexpr std::array<std::string_view, 12> english = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
    constexpr std::array<std::string_view, 12> vietnamese = {
        "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"};
    const std::string_view text{name.data(), name.size()};
    if (!text.empty() && text[0] >= '0' && text[0] <= '9') return number(name);
    for (unsigned i = 0; i < 12; ++i)
        if (text == vietnamese[i] || text.starts_with(english[i])) return i + 1;
    if (text == "gieng") return 1;
    return text == "chap" ? 12 : 0;
}

bool is_possible(const FoundDay& day)
{
    // 29 February is possible where the year is not known.
    const std::chrono::year_month_day date{std::chrono::year{day.year.value_or(2024)},
                                           std::chrono::month{day.month}, std::chrono::day{day.day}};
    return date.ok();
}

/// One way of writing a day: the pattern's groups are the whole, and then these in some order.
struct Form {
    RE2 pattern;
    int year, month, day; ///< which group; year 0: none
    bool numeric = false; ///< 12:33-02/05: a piece of a time must not be taken for a day

    Form(const std::string& text, int year_group, int month_group, int day_group, bool is_numeric = false)
        : pattern(text), year(year_group), month(month_group), day(day_group), numeric(is_numeric)
    {
    }
};

/// Does the match begin inside a time or a number, as `33-02` in `12:33-02/05`?
bool is_torn(std::string_view text, std::size_t begin)
{
    return begin >= 2 && std::string_view{":.,"}.find(text[begin - 1]) != std::string_view::npos &&
           is_digit(text[begin - 2]);
}

std::optional<FoundDay> find(const Form& form, std::string_view text)
{
    const StringPiece piece{text.data(), text.size()};
    std::array<StringPiece, 5> groups;
    for (std::size_t from = 0; form.pattern.Match(piece, from, text.size(), RE2::UNANCHORED, groups.data(),
                                                  1 + form.pattern.NumberOfCapturingGroups());) {
        const auto group = [&groups](int i) { return groups[static_cast<std::size_t>(i)]; };
        FoundDay found;
        found.begin = static_cast<std::size_t>(group(1).data() - text.data());
        found.end = found.begin + group(1).size();
        found.month = month_of(group(form.month));
        found.day = number(group(form.day));
        bool good = !(form.numeric && is_torn(text, found.begin));
        if (form.year != 0 && !group(form.year).empty()) {
            const StringPiece year = group(form.year);
            found.year = static_cast<int>(number(year)) + (year.size() == 2 ? 2000 : 0);
            // `06/05/21` is a date, `7.15.30` a time or a version.
            good = good && (year.size() == 4 || group(1).find('.') == StringPiece::npos);
        }
        if (form.year != 0 && form.numeric && found.month > 12 && found.day <= 12)
            std::swap(found.month, found.day); // 5/20/2021 can only be read the American way
        if (good && is_possible(found)) return found;
        from = found.begin + 1;
    }
    return std::nullopt;
}

const std::array<Form, 8>& forms_with_year()
{
    const static std::string english{kEnglishMonth}, vietnamese{kVietnameseMonth};
    const static std::array<Form, 8> forms = {
        Form{"(?:^|[^0-9])((\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2}))(?:[^0-9]|$)", 2, 3, 4},
        Form{"(?:^|[^0-9])((\\d{1,2})\\s*[/.-]\\s*(\\d{1,2})\\s*[/.-]\\s*(\\d{4}))(?:[^0-9/]|$)", 4, 3, 2,
             true},
        Form{"(?:^|[^0-9])((\\d{1,2})[/-](\\d{1,2})[/-](\\d{2}))(?:[^0-9/.-]|$)", 4, 3, 2, true},
        Form{"\\b((\\d{1,2})(?:st|nd|rd|th)?[\\s-]+" + english + "[.,]?[\\s-]+(\\d{4}|\\d{2}))\\b", 4, 3, 2},
        Form{"\\b(" + english + "\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4}))\\b", 4, 2, 3},
        Form{"\\b((\\d{1,2})\\s*,?\\s*thang\\s+" + vietnamese + "\\s*[,/.-]?\\s*(?:nam\\s+)?(\\d{4}))\\b", 4,
             3, 2},
        Form{"\\b((\\d{1,2})\\s*thg?\\.?\\s*(\\d{1,2}),?\\s+(\\d{4}))\\b", 4, 3, 2},
        Form{"\\b(th(?:ang|g)?\\.?\\s*(\\d{1,2})\\s+(\\d{1,2}),?\\s+(\\d{4}))\\b", 4, 2, 3},
    };
    return forms;
}

const std::array<Form, 4>& forms_without_year()
{
    const static std::string vietnamese{kVietnameseMonth};
    const static std::array<Form, 4> forms = {
        Form{"\\bngay\\s*:?\\s*((\\d{1,2})[/-](\\d{1,2}))(?:[^0-9/]|$)", 0, 3, 2},
        Form{"\\b((\\d{1,2})\\s*,?\\s*thang\\s+" + vietnamese + ")\\b", 0, 3, 2},
        Form{"\\b((\\d{1,2})\\s*thg?\\.?\\s*(\\d{1,2}))\\b", 0, 3, 2},
        Form{"(?:^|[^0-9a-z/-])((\\d{1,2})[/-](\\d{1,2}))(?:[^0-9/-]|$)", 0, 3, 2, true},
    };
    return forms;
}

} // namespace

std::optional<FoundDay> find_day(std::string_view folded)
{
    std::optional<FoundDay> first;
    for (const Form& form : forms_with_year())
        if (const auto found = find(form, folded); found && (!first || found->begin < first->begin))
            first = found;
    if (first) return first;
    for (const Form& form : forms_without_year())
        if (const auto found = find(form, folded)) return found;
    return std::nullopt;
}

} // namespace baotin::parsers
