#include "parsers/xml_lenient.hpp"

#include "parsers/text/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

namespace baotin::parsers::xml {

namespace {

constexpr std::size_t npos = std::string_view::npos;
/// Feeds and sitemaps nest a handful of elements; deeper ones are read as if they stood beside each other.
constexpr std::size_t kMaxDepth = 64;

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool begins_name(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool ends_name(char c)
{
    return is_blank(c) || c == '>' || c == '/' || c == '=' || c == '<';
}

bool is_same(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// XML's five entities and character references; all others stay as they are written, as pugixml leaves them.
std::string decoded(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const std::size_t end = c == '&' ? text.substr(at, 12).find(';') : npos;
        if (end == npos) {
            if (c != '\0') result += c;
            continue;
        }
        const std::string_view name = text.substr(at + 1, end - 1);
        std::uint32_t code = 0;
        if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") {
            result += name == "amp"    ? '&'
                      : name == "lt"   ? '<'
                      : name == "gt"   ? '>'
                      : name == "quot" ? '"'
                                       : '\'';
        } else if (const bool hex = name.starts_with("#x");
                   name.starts_with('#') &&
                   std::from_chars(name.data() + (hex ? 2 : 1), name.data() + name.size(), code,
                                   hex ? 16 : 10)
                           .ptr == name.data() + name.size() &&
                   code > 0 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF)) {
            utf8::append(result, code);
        } else {
            result += c;
            continue;
        }
        at += end;
    }
    return result;
}

/// An entry may not hold another one: where a second begins, the first one's end tag is missing.
bool is_entry(std::string_view name)
{
    if (const std::size_t colon = name.find(':'); colon != npos) name.remove_prefix(colon + 1);
    return is_same(name, "item") || is_same(name, "entry") || is_same(name, "url") ||
           is_same(name, "sitemap");
}

class Reader {
public:
    Reader(std::string_view text, pugi::xml_document& document)
        : text_(text), document_(document), open_{document}
    {
    }

    std::vector<pugi::xml_node> read()
    {
        while (at_ < text_.size()) {
            const std::size_t tag = std::min(text_.find('<', at_), text_.size());
            add_text(text_.substr(at_, tag - at_));
            at_ = tag;
            if (at_ < text_.size()) markup();
        }
        if (cut_off_ && open_.size() == 1) return {document_.document_element()};
        return {open_.begin() + 1, open_.end()};
    }

private:
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

    void markup()
    {
        if (rest().starts_with("<!--"))
            skip_to("-->", 3);
        else if (rest().starts_with("<![CDATA["))
            cdata();
        else if (rest().starts_with("<?"))
            skip_to("?>", 2);
        else if (rest().starts_with("<!"))
            skip_declaration();
        else if (rest().starts_with("</"))
            end_tag();
        else if (rest().size() > 1 && begins_name(rest()[1]))
            start_tag();
        else {
            add_text("<"); // `1 < 2`
            ++at_;
        }
    }

    void skip_to(std::string_view mark, std::size_t size)
    {
        const std::size_t end = text_.find(mark, at_);
        at_ = end == npos ? text_.size() : end + size;
    }

    /// A DOCTYPE may hold a list of entities in brackets; none is expanded.
    void skip_declaration()
    {
        const std::size_t end = text_.find('>', at_);
        const bool has_list = text_.substr(at_, end - at_).find('[') != npos;
        if (has_list) return skip_to("]>", 2);
        at_ = end == npos ? text_.size() : end + 1;
    }

    void cdata()
    {
        const std::size_t begin = at_ + 9;
        const std::size_t end = text_.find("]]>", begin);
        if (end != npos && open_.size() > 1)
            open_.back()
                .append_child(pugi::node_cdata)
                .set_value(std::string(text_.substr(begin, end - begin)).c_str());
        at_ = end == npos ? text_.size() : end + 3;
    }

    void add_text(std::string_view text)
    {
        if (text.find_first_not_of(" \t\r\n") == npos || open_.size() == 1) return;
        open_.back().append_child(pugi::node_pcdata).set_value(decoded(text).c_str());
    }

    /// Closes the innermost open element of that name and all inside it; an end tag that nothing began is
    /// passed over.
    void end_tag()
    {
        std::size_t end = at_ + 2;
        while (end < text_.size() && !ends_name(text_[end]))
            ++end;
        const std::string_view name = text_.substr(at_ + 2, end - at_ - 2);
        const std::size_t after = std::min(text_.find_first_of("<>", end), text_.size());
        cut_off_ = after == text_.size();
        at_ = after + (!cut_off_ && text_[after] == '>');
        close(name);
    }

    void close(std::string_view name)
    {
        for (std::size_t i = open_.size() - 1; i > 0; --i) {
            if (!is_same(name, open_[i].name())) continue;
            open_.resize(i);
            return;
        }
    }

    void start_tag()
    {
        std::size_t end = at_ + 1;
        while (end < text_.size() && !ends_name(text_[end]))
            ++end;
        const std::string name{text_.substr(at_ + 1, end - at_ - 1)};
        if (is_entry(name)) close(name);
        at_ = end;
        const bool flat = open_.size() > kMaxDepth;
        pugi::xml_node element = flat ? pugi::xml_node{} : open_.back().append_child(name.c_str());
        const bool empty = attributes(element);
        if (!element) return;
        if (!empty) open_.push_back(element);
    }

    /// From behind the name to behind the tag; true for `<x/>`.
    bool attributes(pugi::xml_node element)
    {
        while (at_ < text_.size()) {
            while (at_ < text_.size() && is_blank(text_[at_]))
                ++at_;
            if (rest().starts_with("/>")) {
                at_ += 2;
                return true;
            }
            if (at_ < text_.size() && (text_[at_] == '>' || text_[at_] == '<')) {
                at_ += text_[at_] == '>';
                return false;
            }
            const std::size_t begin = at_;
            while (at_ < text_.size() && !ends_name(text_[at_]))
                ++at_;
            const std::string name{text_.substr(begin, at_ - begin)};
            if (at_ == begin) ++at_; // a lone `/` or `=`
            const std::string value = attribute_value();
            if (element && !name.empty()) element.append_attribute(name.c_str()).set_value(value.c_str());
        }
        return false;
    }

    std::string attribute_value()
    {
        std::size_t at = at_;
        while (at < text_.size() && is_blank(text_[at]))
            ++at;
        if (at >= text_.size() || text_[at] != '=') return {};
        ++at;
        while (at < text_.size() && is_blank(text_[at]))
            ++at;
        const char quote = at < text_.size() ? text_[at] : '\0';
        const bool quoted = quote == '"' || quote == '\'';
        at += quoted;
        std::size_t end = quoted ? text_.find(quote, at) : text_.find_first_of(" \t\r\n>", at);
        end = std::min(end, text_.size());
        at_ = std::min(end + quoted, text_.size());
        return decoded(text_.substr(at, end - at));
    }

    std::string_view text_;
    pugi::xml_document& document_;
    std::size_t at_ = 0;
    std::vector<pugi::xml_node> open_; // the document and the elements that are still open
    bool cut_off_ = false;             // inside the last end tag
};

} // namespace

std::vector<pugi::xml_node> read_leniently(std::string_view text, pugi::xml_document& document)
{
    document.reset();
    return Reader(text, document).read();
}

} // namespace baotin::parsers::xml
