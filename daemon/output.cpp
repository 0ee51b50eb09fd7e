#include "daemon/output.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace baotin::daemon {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Calls `each(code point's bytes, its width)` until it answers false.
template <class Each>
void each_character(std::string_view utf8, Each each)
{
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    std::size_t at = 0;
    while (at < utf8.size()) {
        utf8proc_int32_t code = 0;
        auto length = utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(utf8.size() - at), &code);
        auto width = length > 0 ? static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code))) : 1;
        auto size = static_cast<std::size_t>(std::max<utf8proc_ssize_t>(1, length));
        if (!each(utf8.substr(at, size), width)) return;
        at += size;
    }
}

std::string one_line(std::string_view text)
{
    std::string line(text);
    std::ranges::replace_if(
        line, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return line;
}

std::size_t terminal_width()
{
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace

bool for_a_person()
{
    return isatty(STDOUT_FILENO) == 1;
}

bool in_colour()
{
    return for_a_person() && std::getenv("NO_COLOR") == nullptr;
}

std::string paint(std::string_view text, Colour colour)
{
    if (!in_colour()) return std::string(text);
    int code = 0;
    switch (colour) {
    case Colour::red:
        code = 31;
        break;
    case Colour::green:
        code = 32;
        break;
    case Colour::yellow:
        code = 33;
        break;
    case Colour::dim:
        code = 2;
        break;
    case Colour::bold:
        code = 1;
        break;
    }
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

void print_json(const boost::json::object& object)
{
    fmt::print("{}\n", boost::json::serialize(object));
}

std::size_t display_width(std::string_view utf8)
{
    std::size_t width = 0;
    each_character(utf8, [&](std::string_view, std::size_t columns) {
        width += columns;
        return true;
    });
    return width;
}

std::string shorten(std::string_view utf8, std::size_t width)
{
    if (display_width(utf8) <= width) return std::string(utf8);
    std::string cut;
    std::size_t used = 0;
    each_character(utf8, [&](std::string_view character, std::size_t columns) {
        if (used + columns + 1 > width) return false;
        used += columns;
        cut += character;
        return true;
    });
    return cut + "…";
}

void Table::print() const
{
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    }
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            auto cell = one_line(row[i]);
            bool last = i + 1 == row.size();
            if (for_a_person() && !last) cell.append(widths[i] - display_width(row[i]) + 2, ' ');
            if (!for_a_person() && !last) cell += '\t';
            line += cell;
        }
        bool header = &row == &rows_.front();
        fmt::print("{}\n", header ? paint(line, Colour::bold) : line);
    }
}

std::string counted(std::size_t count, std::string_view noun)
{
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string ago(std::optional<parsers::Time> time, parsers::Time now)
{
    if (!time) return "never";
    auto past = now - *time;
    if (past < seconds(0)) return "soon";
    if (past < minutes(2)) return fmt::format("{} s ago", std::chrono::duration_cast<seconds>(past).count());
    if (past < hours(2)) return fmt::format("{} min ago", std::chrono::duration_cast<minutes>(past).count());
    if (past < days(2)) return fmt::format("{} h ago", std::chrono::duration_cast<hours>(past).count());
    return fmt::format("{} days ago", std::chrono::duration_cast<days>(past).count());
}

parsers::Time now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

ProgressBar::ProgressBar(bool wanted) : active_(wanted && isatty(STDERR_FILENO) == 1)
{
}

ProgressBar::~ProgressBar()
{
    clear();
}

void ProgressBar::show(std::size_t done, std::size_t left, std::string_view what)
{
    if (!active_) return;
    constexpr std::size_t width = 24;
    auto filled = done + left == 0 ? width : done * width / (done + left);
    std::string bar;
    for (std::size_t i = 0; i < width; ++i)
        bar += i < filled ? "█" : "░";
    auto line = fmt::format("{} {}/{}  {}", bar, done, done + left, one_line(what));
    fmt::print(stderr, "\r\x1b[K{}", shorten(line, terminal_width() - 1));
    std::fflush(stderr);
}

void ProgressBar::clear()
{
    if (!active_) return;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

} // namespace baotin::daemon
