#include "parsers/html/visible_text.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/html/element_style.hpp"
#include "parsers/text/canonical.hpp"

#include <utf8proc.h>

#include <optional>
#include <string_view>

namespace baotin::parsers::html {
namespace {

/// Writes the pieces of a page one after another; canonical() then cleans up white space.
class TextWriter {
public:
    explicit TextWriter(const std::function<bool(Node)>& removed) : removed_(removed) {}

    void children(Node node);
    void text(std::string_view text);
    [[nodiscard]] std::string take() { return canonical(out_); }

private:
    /// A drop cap was written, and since then nothing but white space and block beginnings.
    struct DropCap {
        bool consonant;     ///< it cannot be a word by itself
        bool block;         ///< it stands in a block of its own: the source shows no space either way
        bool space = false; ///< the source has white space after it
    };

    void element(Node node);
    void cell(Node node);
    void write_drop_cap(Node node, bool block);
    void end_drop_cap(std::string_view next);
    void new_paragraph();

    const std::function<bool(Node)>& removed_;
    std::string out_;
    std::optional<DropCap> drop_cap_;
};

void TextWriter::children(Node node)
{
    for (auto child = node.first_child(); child; child = child.next()) {
        if (child.is_text())
            text(child.text());
        else if (child.is_element() && !(removed_ && removed_(child)))
            element(child);
    }
}

void TextWriter::text(std::string_view text)
{
    if (drop_cap_) {
        while (!text.empty() && is_space(text.front())) {
            text.remove_prefix(1);
            drop_cap_->space = true;
        }
        if (text.empty()) return;
        end_drop_cap(text);
    }
    // A line break in the source is white space; only elements make paragraphs.
    auto begin = out_.size();
    out_ += text;
    for (auto breaks : {'\n', '\r'})
        for (auto at = out_.find(breaks, begin); at != out_.npos; at = out_.find(breaks, at))
            out_[at] = ' ';
}

void TextWriter::new_paragraph()
{
    if (!drop_cap_) out_ += '\n';
}

void TextWriter::element(Node node)
{
    auto display = display_of(node);
    bool block = display == Display::block;
    switch (display) {
    case Display::none:
        return;
    case Display::line_break:
        drop_cap_.reset();
        new_paragraph();
        return;
    case Display::cell:
        cell(node);
        return;
    case Display::inline_:
    case Display::block:
        if (block) new_paragraph();
        if (is_drop_cap(node)) {
            write_drop_cap(node, block);
            return;
        }
        children(node);
        if (block) new_paragraph();
        return;
    }
}

/// `Số vụ | 12`: cells of one line each, side by side. A cell of several lines is a part of the page's
/// layout.
void TextWriter::cell(Node node)
{
    constexpr std::size_t kLongest = 1000; // bytes: what is longer is no field of a table
    out_ += ' ';
    auto begin = out_.size();
    children(node);
    auto end = out_.find_last_not_of(" \n") + 1;
    auto text = std::string_view(out_).substr(0, end).substr(std::min(begin, end));
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    if (text.size() <= kLongest && text.find('\n') == text.npos) {
        auto line = canonical(text); // `&nbsp;` is no text
        out_.resize(begin);
        auto before = out_.find_last_not_of(' ');
        if (!line.empty() && before != out_.npos && out_[before] != '\n') out_ += "| ";
        out_ += line;
    }
    out_ += ' ';
}

/// A letter floated in front of the paragraph that it begins.
void TextWriter::write_drop_cap(Node node, bool block)
{
    constexpr std::string_view vowels = "aeiouy";
    children(node);
    while (!out_.empty() && is_space(out_.back()) && out_.back() != '\n')
        out_.pop_back();
    char last = out_.empty() ? ' ' : lower(out_.back());
    bool consonant = (is_letter(last) && vowels.find(last) == vowels.npos) || out_.ends_with("Đ");
    drop_cap_ = DropCap{.consonant = consonant, .block = block};
}

/// `T` + `ại` is one word; `Ở` + `Hà Nội` are two.
void TextWriter::end_drop_cap(std::string_view next)
{
    utf8proc_int32_t code = 0;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(next.data()), std::ssize(next), &code);
    bool space = drop_cap_->block ? utf8proc_isupper(code) != 0 : drop_cap_->space;
    if (space && !drop_cap_->consonant) out_ += ' ';
    drop_cap_.reset();
}

} // namespace

std::string visible_text(Node node, const std::function<bool(Node)>& removed)
{
    TextWriter writer(removed);
    if (node.is_text())
        writer.text(node.text());
    else if (node.is_element() && !(removed && removed(node)))
        writer.children(node); // whoever asks for a hidden element by name wants its text
    return writer.take();
}

bool is_longer(Node node, std::size_t bytes)
{
    constexpr int kMaxNodes = 500;
    std::size_t read = 0;
    int nodes = 0;
    for (auto here = node; here;) {
        read += here.text().size();
        if (read > bytes || ++nodes > kMaxNodes) return true;
        auto next = here.first_child();
        while (!next && here != node) {
            next = here.next();
            if (!next) here = here.parent();
        }
        here = next;
    }
    return false;
}

} // namespace baotin::parsers::html
