#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

/// Mutates an input of rules and a page as people's slips do: tags lost, doubled, moved, renamed, put in
/// where they do not belong. Bytes are for libFuzzer's own mutators.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t most);

namespace baotin::fuzz {
namespace {

constexpr auto kNames = std::to_array<std::string_view>({"div",
                                                         "p",
                                                         "span",
                                                         "a",
                                                         "b",
                                                         "i",
                                                         "em",
                                                         "strong",
                                                         "font",
                                                         "nobr",
                                                         "h1",
                                                         "h2",
                                                         "ul",
                                                         "ol",
                                                         "li",
                                                         "dl",
                                                         "dt",
                                                         "dd",
                                                         "table",
                                                         "tbody",
                                                         "thead",
                                                         "tr",
                                                         "td",
                                                         "th",
                                                         "caption",
                                                         "col",
                                                         "colgroup",
                                                         "form",
                                                         "button",
                                                         "select",
                                                         "option",
                                                         "optgroup",
                                                         "textarea",
                                                         "input",
                                                         "script",
                                                         "style",
                                                         "title",
                                                         "noscript",
                                                         "iframe",
                                                         "svg",
                                                         "math",
                                                         "desc",
                                                         "mi",
                                                         "template",
                                                         "object",
                                                         "article",
                                                         "section",
                                                         "center",
                                                         "blockquote",
                                                         "pre",
                                                         "listing",
                                                         "address",
                                                         "figure",
                                                         "figcaption",
                                                         "br",
                                                         "hr",
                                                         "img",
                                                         "image",
                                                         "meta",
                                                         "link",
                                                         "base",
                                                         "body",
                                                         "html",
                                                         "head",
                                                         "frameset",
                                                         "frame",
                                                         "plaintext",
                                                         "xmp",
                                                         "noembed",
                                                         "noframes",
                                                         "marquee",
                                                         "applet",
                                                         "ruby",
                                                         "rt",
                                                         "rp",
                                                         "menuitem",
                                                         "time",
                                                         "x-y",
                                                         "X-Z",
                                                         "isindex",
                                                         "u",
                                                         "foreignobject",
                                                         "annotation-xml",
                                                         "fieldset",
                                                         "details",
                                                         "summary",
                                                         "main",
                                                         "header",
                                                         "footer",
                                                         "nav"});
constexpr auto kAttributes = std::to_array<std::string_view>({"class=c",
                                                              "class=\"c d\"",
                                                              "class='e'",
                                                              "id=m",
                                                              "class=box",
                                                              "class=title",
                                                              "class=body",
                                                              "href=/x-1.htm",
                                                              "href='https://congan.example/y-2.htm'",
                                                              "data-x=1",
                                                              "style=display:none",
                                                              "hidden",
                                                              "color=red",
                                                              "itemprop=datePublished",
                                                              "datetime=2021-05-20",
                                                              "content=1",
                                                              "CLASS=C",
                                                              "class=c&#100;",
                                                              "a=\"1 > 2\"",
                                                              "/",
                                                              "a=b/",
                                                              "='",
                                                              "rel=canonical",
                                                              "type=hidden",
                                                              "encoding=text/html",
                                                              "name=description"});
constexpr auto kTexts =
    std::to_array<std::string_view>({"word",
                                     " ",
                                     "\n",
                                     "7",
                                     "20/11/2026 14:24",
                                     "&lt;",
                                     "&amp;nbsp;",
                                     "&#0;",
                                     "<!-- c -->",
                                     "<!-- </div> -->",
                                     "<!-->",
                                     "<![CDATA[x]]>",
                                     "<!doctype html>",
                                     "<?x?>",
                                     "</>",
                                     "< ",
                                     "<!--<script>",
                                     "</script>",
                                     "]]>",
                                     "<script>'</div>'</script>",
                                     "<style>p{}</style>",
                                     "\"",
                                     "'",
                                     ">",
                                     "<",
                                     "<br/>",
                                     "</br>",
                                     "</p>",
                                     "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">"});
constexpr auto kRules =
    std::to_array<std::string_view>({".c",
                                     ".d p; h1",
                                     "h1; .c; !.box",
                                     ".title; .body; !.body .box; !script",
                                     "#m > .c; .e",
                                     "section .c b; td.d",
                                     ".d li:nth-child(2); .c > p:first-child; ul.e li + li",
                                     "body > div.c; tr > td.d",
                                     "div:has(> p.c); p:contains('w')",
                                     "table > tbody > tr > td; head > meta[content]",
                                     "[data-x]; #m; x-y.d",
                                     ".c:not(.d); article.d :not(b)",
                                     "[class*=C i]; [id^=m]",
                                     "h1; .c; generic",
                                     ".c p; a; !.c a",
                                     "a; .c::attr(href); p::text",
                                     ".c:empty; p:last-child",
                                     ".title; .c:nth-last-child(2 of .d); !p.box",
                                     "time; .c; generic; !.d",
                                     "form .c; .d",
                                     ".c ~ .d; .d",
                                     "site tuoitre",
                                     "site dantri",
                                     "site vnexpress",
                                     "site congan",
                                     "site bocongan",
                                     "site cand",
                                     "site znews"});

/// One mutation at a time, of a page that is a text with tags.
class Slip {
public:
    Slip(std::string text, unsigned seed) : text_(std::move(text)), random_(seed) {}
    std::string made()
    {
        switch (below(11)) {
        case 0:
            erase(some_tag());
            break;
        case 1:
            insert(piece(some_tag()));
            break;
        case 2:
            insert(new_tag());
            break;
        case 3:
            insert("</" + std::string(one_of(kNames)) + ">");
            break;
        case 4:
            insert(one_of(kTexts));
            break;
        case 5:
            rename(some_tag());
            break;
        case 6:
            add_attribute(some_tag());
            break;
        case 7:
            wrap();
            break;
        case 8:
            move();
            break;
        case 9:
            insert(piece(between_tags()));
            break;
        case 10:
            other_rules();
            break;
        }
        return std::move(text_);
    }

private:
    struct Range {
        std::size_t begin, end;
    };
    std::size_t below(std::size_t most) { return most == 0 ? 0 : random_() % most; }
    template <std::size_t N>
    std::string_view one_of(const std::array<std::string_view, N>& all)
    {
        return all[below(N)];
    }
    /// Where the page begins, behind its rules.
    [[nodiscard]] std::size_t page() const { return std::min(text_.find('\n'), text_.size() - 1) + 1; }

    Range some_tag()
    {
        auto begin = text_.find('<', page() + below(text_.size() - page()));
        if (begin == text_.npos) begin = text_.find('<', page());
        auto end = begin == text_.npos ? text_.npos : text_.find('>', begin);
        if (end == text_.npos) return {text_.size(), text_.size()};
        return {begin, end + 1};
    }
    /// Before a tag, mostly; anywhere, rarely.
    std::size_t place()
    {
        if (below(8) == 0) return page() + below(text_.size() - page() + 1);
        auto tag = some_tag();
        return below(2) == 0 ? tag.begin : tag.end;
    }
    Range between_tags()
    {
        auto a = some_tag(), b = some_tag();
        if (a.begin > b.begin) std::swap(a, b);
        return {a.begin, b.end};
    }
    [[nodiscard]] std::string piece(Range range) const
    {
        return text_.substr(range.begin, range.end - range.begin);
    }
    void erase(Range range) { text_.erase(range.begin, range.end - range.begin); }
    void insert(std::string_view piece) { text_.insert(place(), piece); }
    std::string new_tag()
    {
        auto tag = "<" + std::string(one_of(kNames));
        for (auto count = below(3); count > 0; --count)
            (tag += ' ') += one_of(kAttributes);
        return tag += '>';
    }
    void rename(Range tag)
    {
        if (tag.begin == tag.end) return;
        auto begin = tag.begin + (text_[tag.begin + 1] == '/' ? 2 : 1);
        auto end = std::min(text_.find_first_of(" />\n\t", begin), tag.end - 1);
        if (end > begin) text_.replace(begin, end - begin, one_of(kNames));
    }
    void add_attribute(Range tag)
    {
        if (tag.begin == tag.end) return;
        auto end = std::min(text_.find_first_of(" />\n\t", tag.begin + 2), tag.end - 1);
        text_.insert(end, " " + std::string(one_of(kAttributes)));
    }
    void wrap()
    {
        auto range = between_tags();
        auto name = std::string(one_of(kNames));
        text_.insert(range.end, "</" + name + ">");
        text_.insert(range.begin, "<" + name + " " + std::string(one_of(kAttributes)) + ">");
    }
    void move()
    {
        auto tag = some_tag();
        auto taken = piece(tag);
        erase(tag);
        insert(taken);
    }
    void other_rules()
    {
        auto line = std::min(text_.find('\n'), text_.size());
        text_.replace(0, line, one_of(kRules));
        if (text_.find('\n') == text_.npos) text_ += '\n';
    }

    std::string text_;
    std::minstd_rand random_;
};

} // namespace
} // namespace baotin::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size, std::size_t most,
                                               unsigned seed)
{
    if (size == 0 || seed % 8 == 0) return LLVMFuzzerMutate(bytes, size, most);
    std::string text(reinterpret_cast<const char*>(bytes), size);
    for (unsigned slips = 1 + seed / 8 % 3; slips > 0; --slips)
        text = baotin::fuzz::Slip(std::move(text), seed * 31 + slips).made();
    text.resize(std::min(text.size(), most));
    std::memcpy(bytes, text.data(), text.size());
    return text.size();
}
