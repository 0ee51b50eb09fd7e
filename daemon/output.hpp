#pragma once

#include "parsers/timestamp.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::daemon {

/// Is stdout a terminal that a person reads? Then tables are aligned and changes coloured (unless NO_COLOR is
/// set).
bool for_a_person();
bool in_colour();

enum class Colour { red, green, yellow, dim, bold };
/// `text` in colour where in_colour(), as it is otherwise.
std::string paint(std::string_view text, Colour colour);

/// One object on a line of its own.
void print_json(const boost::json::object& object);

/// Columns: aligned by display width for a person, separated by tabs when piped (white space inside a cell
/// becomes one space).
class Table {
public:
    explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}
    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    void print() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

/// How many columns a terminal gives UTF-8 text; and the text cut to so many, with `…`.
std::size_t display_width(std::string_view utf8);
std::string shorten(std::string_view utf8, std::size_t width);

/// `1 page`, `2 pages`; of nouns whose plural has an s.
std::string counted(std::size_t count, std::string_view noun);
/// `3 min ago`, `never`.
std::string ago(std::optional<parsers::Time> time, parsers::Time now);
parsers::Time now();

/// A line of progress that repaints itself on a terminal (stderr) and is silent elsewhere.
class ProgressBar {
public:
    explicit ProgressBar(bool wanted);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::size_t done, std::size_t left, std::string_view what);
    void clear();

private:
    bool active_;
};

} // namespace baotin::daemon
