#include "parsers/sloppy_json.hpp"

#include <boost/json/stream_parser.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace baotin::parsers {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxValues = 64;

void replace_all(std::string& text, std::string_view what, std::string_view by)
{
    auto at = text.find(what);
    if (at == text.npos) return;
    std::string replaced;
    std::size_t begin = 0;
    for (; at != text.npos; at = text.find(what, begin)) {
        replaced.append(text, begin, at - begin).append(by);
        begin = at + what.size();
    }
    text = std::move(replaced.append(text, begin));
}

json::parse_options lenient()
{
    json::parse_options options;
    options.allow_comments = options.allow_trailing_commas = options.allow_invalid_utf8 = true;
    return options;
}

/// Values that stand one after another, perhaps with commas or semicolons between.
std::vector<json::value> read_values(std::string_view text, bool& broken)
{
    std::vector<json::value> values;
    while (values.size() < kMaxValues) {
        auto begin = text.find_first_of("{[");
        if (begin == text.npos) break;
        text.remove_prefix(begin);
        json::stream_parser parser({}, lenient());
        json::error_code error;
        auto read = parser.write_some(text, error);
        if (!error && !parser.done()) parser.finish(error);
        if (error) {
            broken = true;
            break;
        }
        values.push_back(parser.release());
        text.remove_prefix(std::min(read, text.size()));
    }
    return values;
}

/// Writes a broken text anew, character by character, as JSON would have it.
class Mender {
public:
    explicit Mender(std::string_view text) : text_(text) {}

    std::string mend()
    {
        for (at_ = 0; at_ < text_.size(); ++at_) {
            if (in_string_)
                string_character();
            else
                other_character();
        }
        if (in_string_) out_ += '"';
        while (!open_.empty()) {
            out_ += open_.back();
            open_.pop_back();
        }
        return std::move(out_);
    }

private:
    void string_character()
    {
        char c = text_[at_];
        if (c == '\\') {
            escape();
        } else if (c == '"' && !ends_string()) {
            out_ += "\\\"";
        } else {
            in_string_ = c != '"';
            out_ += c;
        }
    }
    void escape()
    {
        constexpr std::string_view escapes = "\"\\/bfnrtu";
        if (at_ + 1 >= text_.size()) return;
        char next = text_[++at_];
        if (escapes.find(next) != escapes.npos) out_ += '\\';
        out_ += next; // `\'` is no escape of JSON
    }
    /// A quote ends its string where a comma, a colon or a bracket follows.
    [[nodiscard]] bool ends_string() const
    {
        auto next = text_.find_first_not_of(" \t\r\n", at_ + 1);
        if (next == text_.npos) return true;
        char c = text_[next];
        if (c == ',') { // `"the "Mercury", a ship"`: what follows a comma begins a value or a name
            auto behind = text_.find_first_not_of(" \t\r\n", next + 1);
            return behind == text_.npos ||
                   std::string_view("\"{[]}-0123456789tfn").find(text_[behind]) != std::string_view::npos;
        }
        return c == ':' || c == '}' || c == ']';
    }
    void other_character()
    {
        char c = text_[at_];
        if (c == '"') in_string_ = true;
        if (c == '{' || c == '[') open_ += c == '{' ? '}' : ']';
        if (c == '}' || c == ']') {
            if (open_.empty() || open_.back() != c) return;
            open_.pop_back();
        }
        out_ += c;
    }

    std::string_view text_;
    std::string out_, open_; // `open_`: the brackets that are still to be closed
    std::size_t at_ = 0;
    bool in_string_ = false;
};

} // namespace

std::vector<json::value> read_sloppy_json(std::string text)
{
    bool broken = false;
    auto best = read_values(text, broken);
    if (!broken) return best;
    broken = false;
    for (std::string_view wrapper : {"//<![CDATA[", "//]]>", "<![CDATA[", "]]>", "<!--", "-->"})
        replace_all(text, wrapper, "");
    if (text.find('"') == text.npos) replace_all(text, "&quot;", "\"");
    best = read_values(text, broken);
    if (!broken) return best;
    auto keep_better = [&](const std::string& mended) {
        broken = false;
        if (auto values = read_values(mended, broken); values.size() > best.size()) best = std::move(values);
    };
    // JSON forbids line breaks inside strings, and pages have them.
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    keep_better(text);
    if (auto begin = text.find_first_of("{["); broken && begin != text.npos)
        keep_better(Mender(std::string_view(text).substr(begin)).mend());
    return best;
}

} // namespace baotin::parsers
