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
    {{"utf-8", "", utf8}, " utf-8 utf8 unicode-1-1-utf-8 "},
    {{"utf-16le", "UTF-16LE", utf16}, " utf-16le utf-16 unicode ucs-2 iso-10646-ucs-2 "},
    {{"utf-16be", "UTF-16BE", utf16}, " utf-16be "},
    {{"windows-1258", "CP1258", single_byte}, " windows-1258 cp1258 x-cp1258 "},
    {{"x-tcvn3", "TCVN5712-1", single_byte},
     " x-tcvn3 tcvn3 tcvn tcvn-5712 tcvn5712 tcvn5712-1 tcvn5712-1:1993 x-viet-tcvn5712 x-viet-tcvn vscii "
     "abc "},
    {{"viscii", "VISCII", single_byte}, " viscii viscii1.1-1 csviscii x-viet-viscii "},
    {{"x-vni-win", "", vni}, " x-vni-win x-viet-vni vni vni-win vni-windows "},
    {{"windows-1252", "CP1252", single_byte},
     " windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 ascii us-ascii "
     "ansi_x3.4-1968 x-user-defined "},
    {{"iso-8859-2", "ISO-8859-2", single_byte}, " iso-8859-2 latin2 "},
    {{"iso-8859-5", "ISO-8859-5", single_byte}, " iso-8859-5 "},
    {{"iso-8859-7", "ISO-8859-7", single_byte}, " iso-8859-7 "},
    {{"iso-8859-15", "ISO-8859-15", single_byte}, " iso-8859-15 latin9 latin-9 "},
    {{"windows-1250", "CP1250", single_byte}, " windows-1250 cp1250 "},
    {{"windows-1251", "CP1251", single_byte}, " windows-1251 cp1251 "},
    {{"windows-1253", "CP1253", single_byte}, " windows-1253 cp1253 "},
    {{"windows-1254", "CP1254", single_byte}, " windows-1254 cp1254 iso-8859-9 latin5 "},
    {{"windows-1255", "CP1255", single_byte}, " windows-1255 cp1255 "},
    {{"windows-1256", "CP1256", single_byte}, " windows-1256 cp1256 "},
    {{"windows-1257", "CP1257", single_byte}, " windows-1257 cp1257 "},
    {{"windows-874", "CP874", single_byte}, " windows-874 tis-620 iso-8859-11 "},
    {{"koi8-r", "KOI8-R", single_byte}, " koi8-r koi8 "},
    {{"gbk", "GB18030", multi_byte}, " gbk gb2312 gb_2312-80 gb18030 x-gbk cp936 "},
    {{"big5", "BIG5-HKSCS", multi_byte}, " big5 big5-hkscs cn-big5 x-x-big5 "},
    {{"shift_jis", "CP932", multi_byte}, " shift_jis shift-jis sjis x-sjis windows-31j "},
    {{"euc-jp", "EUC-JP", multi_byte}, " euc-jp x-euc-jp "},
    {{"euc-kr", "CP949", multi_byte}, " euc-kr ks_c_5601-1987 uhc windows-949 cp949 "},
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
    const std::string head = lower(bytes.substr(0, 1024));
    std::vector<std::string> labels;
    for (std::size_t at = head.find('<'); at != npos; at = head.find('<', at + 1)) {
        const std::string_view tag = std::string_view{head}.substr(at);
        if (tag.starts_with("<!--")) {
            at = std::min(head.find("-->", at + 4), head.size() - 1);
            continue;
        }
        const std::string_view inside = tag.substr(0, tag.find('>'));
        if (tag.starts_with("<?xml"))
            collect(inside, "encoding", labels);
        else if (tag.starts_with("<meta"))
            collect(inside, "charset", labels);
    }
    return labels;
}

} // namespace baotin::parsers
