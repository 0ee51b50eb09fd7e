#include "parsers/text/charset_labels.hpp"

#include <algorithm>

namespace baotin::parsers {

namespace {

constexpr std::size_t npos = std::string_view::npos;

using enum CharsetKind;

/// The sets, and the labels by which servers name them (each list ends with a blank). WHATWG's names where it
/// has one.
struct Row {
    Charset charset;
    std::string_view labels;
};

constexpr Row kCharsets[] = {
    {{"utf-8", "", utf8}, " utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 "},
    {{"utf-16le", "UTF-16LE", utf16},
     " utf-16le utf-16 unicode ucs-2 iso-10646-ucs-2 csunicode unicodefeff "},
    {{"utf-16be", "UTF-16BE", utf16}, " utf-16be unicodefffe "},
    {{"windows-1258", "CP1258", single_byte}, " windows-1258 cp1258 x-cp1258 "},
    {{"x-tcvn3", "TCVN5712-1", single_byte},
     " x-tcvn3 tcvn3 tcvn tcvn-5712 tcvn5712 tcvn5712-1 tcvn5712-1:1993 x-viet-tcvn5712 x-viet-tcvn vscii "
     "abc "},
    {{"viscii", "VISCII", single_byte}, " viscii viscii1.1-1 csviscii x-viet-viscii "},
    {{"x-vni-win", "", vni}, " x-vni-win x-viet-vni vni vni-win vni-windows "},
    {{"windows-1252", "CP1252", single_byte},
     " windows-1252 cp1252 x-cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 latin1 "
     "l1 cp819 ibm819 csisolatin1 ascii us-ascii "
     "ansi_x3.4-1968 x-user-defined "},
    {{"iso-8859-2", "ISO-8859-2", single_byte}, " iso-8859-2 iso8859-2 latin2 l2 "},
    {{"iso-8859-3", "ISO-8859-3", single_byte}, " iso-8859-3 latin3 l3 "},
    {{"iso-8859-4", "ISO-8859-4", single_byte}, " iso-8859-4 latin4 l4 "},
    {{"iso-8859-5", "ISO-8859-5", single_byte}, " iso-8859-5 cyrillic "},
    {{"iso-8859-6", "ISO-8859-6", single_byte}, " iso-8859-6 arabic asmo-708 ecma-114 "},
    {{"iso-8859-8", "ISO-8859-8", single_byte}, " iso-8859-8 iso-8859-8-i hebrew visual logical "},
    {{"iso-8859-10", "ISO-8859-10", single_byte}, " iso-8859-10 latin6 l6 "},
    {{"iso-8859-13", "ISO-8859-13", single_byte}, " iso-8859-13 "},
    {{"iso-8859-14", "ISO-8859-14", single_byte}, " iso-8859-14 "},
    {{"iso-8859-16", "ISO-8859-16", single_byte}, " iso-8859-16 "},
    {{"iso-8859-7", "ISO-8859-7", single_byte}, " iso-8859-7 greek greek8 sun_eu_greek ecma-118 elot_928 "},
    {{"iso-8859-15", "ISO-8859-15", single_byte}, " iso-8859-15 iso8859-15 latin9 latin-9 l9 "},
    {{"windows-1250", "CP1250", single_byte}, " windows-1250 cp1250 x-cp1250 "},
    {{"windows-1251", "CP1251", single_byte}, " windows-1251 cp1251 x-cp1251 "},
    {{"windows-1253", "CP1253", single_byte}, " windows-1253 cp1253 x-cp1253 "},
    {{"windows-1254", "CP1254", single_byte},
     " windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 latin5 l5 "},
    {{"windows-1255", "CP1255", single_byte}, " windows-1255 cp1255 x-cp1255 "},
    {{"windows-1256", "CP1256", single_byte}, " windows-1256 cp1256 x-cp1256 "},
    {{"windows-1257", "CP1257", single_byte}, " windows-1257 cp1257 x-cp1257 "},
    {{"windows-874", "CP874", single_byte}, " windows-874 dos-874 tis-620 iso-8859-11 "},
    {{"koi8-r", "KOI8-R", single_byte}, " koi8-r koi8 koi koi8_r cskoi8r "},
    {{"koi8-u", "KOI8-U", single_byte}, " koi8-u koi8-ru "},
    {{"ibm866", "CP866", single_byte}, " ibm866 866 cp866 csibm866 "},
    {{"macintosh", "MACINTOSH", single_byte}, " macintosh mac x-mac-roman csmacintosh "},
    {{"x-mac-cyrillic", "MAC-CYRILLIC", single_byte}, " x-mac-cyrillic x-mac-ukrainian "},
    {{"gbk", "GB18030", multi_byte},
     " gbk gb2312 gb_2312 gb_2312-80 gb18030 x-gbk cp936 chinese csgb2312 iso-ir-58 "},
    {{"big5", "BIG5-HKSCS", multi_byte}, " big5 big5-hkscs cn-big5 csbig5 x-x-big5 "},
    {{"shift_jis", "CP932", multi_byte},
     " shift_jis shift-jis sjis x-sjis ms_kanji ms932 csshiftjis windows-31j "},
    {{"euc-jp", "EUC-JP", multi_byte}, " euc-jp x-euc-jp cseucpkdfmtjapanese "},
    {{"euc-kr", "CP949", multi_byte},
     " euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean cseuckr uhc windows-949 cp949 "},
};

std::string lower(std::string_view text)
{
    std::string result{text};
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return result;
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// Labels of every `name = value` in `text`, which is in lower case. Several may stand in one value, with
/// commas.
void collect(std::string_view text, std::string_view name, std::vector<std::string>& labels)
{
    for (std::size_t at = text.find(name); at != npos; at = text.find(name, at)) {
        at += name.size();
        while (at < text.size() && is_blank(text[at]))
            ++at;
        if (at == text.size() || text[at] != '=') continue;
        ++at;
        while (at < text.size() && (is_blank(text[at]) || text[at] == '"' || text[at] == '\''))
            ++at;
        const std::size_t end = std::min(text.find_first_of("\"' \t\r\n;>/?", at), text.size());
        for (std::string_view value = text.substr(at, end - at); !value.empty();) {
            const std::string_view label = value.substr(0, value.find(','));
            value.remove_prefix(std::min(label.size() + 1, value.size()));
            if (!label.empty()) labels.emplace_back(label);
        }
    }
}

/// Walks over the attributes of a tag, as WHATWG's prescan does ("get an attribute"); `text` is in lower
/// case.
class Attributes {
public:
    Attributes(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    struct Attribute {
        std::string_view name, value;
    };
    /// Empty name: the tag has ended; behind() is then behind it.
    Attribute next()
    {
        while (at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == '/'))
            ++at_;
        if (at_ >= text_.size() || text_[at_] == '>') return {};
        const std::size_t begin = at_++; // a `=` at the beginning is part of the name
        while (at_ < text_.size() && !is_blank(text_[at_]) && text_.find_first_of("=/>", at_) != at_)
            ++at_;
        Attribute attribute{text_.substr(begin, at_ - begin), {}};
        std::size_t ahead = at_;
        while (ahead < text_.size() && is_blank(text_[ahead]))
            ++ahead;
        if (ahead < text_.size() && text_[ahead] == '=') {
            at_ = ahead + 1;
            attribute.value = value();
        }
        return attribute;
    }
    [[nodiscard]] std::size_t behind() const { return at_; }

private:
    std::string_view value()
    {
        while (at_ < text_.size() && is_blank(text_[at_]))
            ++at_;
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        const bool quoted = quote == '"' || quote == '\'';
        at_ += quoted;
        const std::size_t begin = at_;
        const std::size_t end = quoted ? text_.find(quote, at_) : text_.find_first_of(" \t\n\r\f>", at_);
        at_ = std::min(end, text_.size());
        const std::string_view value = text_.substr(begin, at_ - begin);
        at_ += quoted && at_ < text_.size();
        return value;
    }

    std::string_view text_;
    std::size_t at_;
};

/// `<p` or `</p`.
bool begins_tag(std::string_view text)
{
    const std::size_t at = text.starts_with("</") ? 2 : 1;
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z';
}

void add_labels(std::string_view value, std::vector<std::string>& labels)
{
    while (!value.empty()) {
        std::string_view label = value.substr(0, value.find(','));
        value.remove_prefix(std::min(label.size() + 1, value.size()));
        while (!label.empty() && is_blank(label.front()))
            label.remove_prefix(1);
        while (!label.empty() && is_blank(label.back()))
            label.remove_suffix(1);
        if (!label.empty()) labels.emplace_back(label);
    }
}

/// `<meta charset=…>`, or `content` where `http-equiv` says that it is a content type.
void read_meta(Attributes& attributes, std::vector<std::string>& labels)
{
    bool is_type = false;
    std::string_view content;
    for (auto attribute = attributes.next(); !attribute.name.empty(); attribute = attributes.next()) {
        if (attribute.name == "charset") add_labels(attribute.value, labels);
        if (attribute.name == "content") content = attribute.value;
        is_type = is_type || (attribute.name == "http-equiv" && attribute.value == "content-type");
    }
    if (is_type) collect(content, "charset", labels);
}

} // namespace

const Charset* find_charset(std::string_view label)
{
    if (label.empty() || label.size() > 32 || label.find(' ') != npos) return nullptr;
    const std::string word = ' ' + lower(label) + ' ';
    for (const Row& row : kCharsets)
        if (row.labels.find(word) != npos) return &row.charset;
    return nullptr;
}

std::vector<std::string> labels_of_content_type(std::string_view value)
{
    std::vector<std::string> labels;
    collect(lower(value), "charset", labels);
    return labels;
}

std::vector<std::string> labels_of_document(std::string_view bytes)
{
    const std::string lowered = lower(bytes.substr(0, 1024));
    const std::string_view head = lowered;
    std::vector<std::string> labels;
    for (std::size_t at = head.find('<'); at != npos; at = head.find('<', at)) {
        const std::string_view tag = head.substr(at);
        if (tag.starts_with("<!--")) {
            const std::size_t end = head.find("-->", at + 2); // `<!-->` is a whole one
            at = end == npos ? head.size() : end + 3;
        } else if (begins_tag(tag)) {
            const std::size_t name = std::min(tag.find_first_of(" \t\n\r\f/>", 2), tag.size());
            Attributes attributes(head, at + name);
            if (tag.substr(0, name) == "<meta") read_meta(attributes, labels);
            while (!attributes.next().name.empty()) {
            }
            at = attributes.behind();
        } else {
            if (tag.starts_with("<?xml")) collect(tag.substr(0, tag.find('>')), "encoding", labels);
            ++at;
        }
    }
    return labels;
}

} // namespace baotin::parsers
