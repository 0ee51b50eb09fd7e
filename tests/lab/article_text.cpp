#include "article_text.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace baotin::lab {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> kThu = {"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư",
                                                  "Thứ năm",  "Thứ sáu", "Thứ bảy"};

std::string_view next_line(std::string_view& text)
{
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

Moment read_moment(std::string_view text)
{
    Moment moment;
    const std::string copy(text);
    const int read = std::sscanf(copy.c_str(), "%d-%d-%d %d:%d", &moment.year, &moment.month, &moment.day,
                                 &moment.hour, &moment.minute);
    if (read != 3 && read != 5)
        throw std::logic_error(fmt::format("a lab article has the date \"{}\"", text));
    return moment;
}

void read_field(ArticleText& article, std::string_view line)
{
    const auto colon = line.find(": ");
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 2);
    if (name == "title")
        article.title = value;
    else if (name == "summary")
        article.summary = value;
    else if (name == "author")
        article.author = value;
    else if (name == "section")
        article.section = value;
    else if (name == "published")
        article.published = read_moment(value);
    else
        throw std::logic_error(fmt::format("a lab article has the line \"{}\"", line));
}

ArticleText read_article(std::string_view text)
{
    ArticleText article;
    while (!text.empty()) {
        const std::string_view line = next_line(text);
        if (line.empty()) break;
        read_field(article, line);
    }
    article.body = read_body(text);
    return article;
}

bool replace_all(std::string& text, std::string_view from, std::string_view to)
{
    bool found = false;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
        found = true;
    }
    return found;
}

} // namespace

std::string Moment::format(std::string_view pattern) const
{
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    const auto weekday = std::chrono::weekday(std::chrono::sys_days(date)).c_encoding();
    return fmt::format(fmt::runtime(pattern), fmt::arg("y", year), fmt::arg("m", month), fmt::arg("d", day),
                       fmt::arg("H", hour), fmt::arg("M", minute), fmt::arg("weekday", kWeekdays[weekday]),
                       fmt::arg("thu", kThu[weekday]),
                       fmt::arg("mon", kMonths[static_cast<std::size_t>(month - 1)]));
}

Moment Moment::now()
{
    const auto here =
        std::chrono::floor<std::chrono::minutes>(std::chrono::system_clock::now() + std::chrono::hours(7));
    const auto day = std::chrono::floor<std::chrono::days>(here);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(here - day);
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count())};
}

std::vector<Block> read_body(std::string_view lines)
{
    constexpr std::string_view kPicture = "[ảnh] ";
    constexpr std::string_view kDropCap = "[chữ to] ";
    std::vector<Block> body;
    while (!lines.empty()) {
        const std::string_view line = next_line(lines);
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        if (line.starts_with(kPicture))
            body.push_back({Block::Kind::picture, std::string(line.substr(kPicture.size()))});
        else if (line.starts_with(kDropCap))
            body.push_back({Block::Kind::drop_cap, std::string(line.substr(kDropCap.size()))});
        else
            body.push_back({Block::Kind::paragraph, std::string(line)});
    }
    return body;
}

std::vector<ArticleText> read_articles(std::string_view text)
{
    constexpr std::string_view kBetween = "\n----\n";
    std::vector<ArticleText> articles;
    while (!text.empty()) {
        const auto end = text.find(kBetween);
        articles.push_back(read_article(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + kBetween.size());
    }
    return articles;
}

bool replace_everywhere(ArticleText& text, std::string_view from, std::string_view to)
{
    if (from.empty()) return false;
    bool found = replace_all(text.title, from, to);
    found = replace_all(text.summary, from, to) || found;
    found = replace_all(text.author, from, to) || found;
    for (Block& block : text.body)
        found = replace_all(block.text, from, to) || found;
    return found;
}

} // namespace baotin::lab
