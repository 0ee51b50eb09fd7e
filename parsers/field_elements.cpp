#include "parsers/field_elements.hpp"

#include "parsers/author_names.hpp"
#include "parsers/boilerplate.hpp"
#include "parsers/date.hpp"
#include "parsers/generic.hpp"
#include "parsers/generic_fields.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/selector_writer.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"

#include <algorithm>

namespace baotin::parsers {
namespace {

constexpr std::size_t kLongestField = 4096; // bytes; a summary is shorter

/// Do two readings of a moment agree, where one may lack the seconds or the hour?
bool is_same_moment(const std::string& a, const std::string& b)
{
    constexpr std::size_t kDay = 10, kMinute = 16;
    auto length = std::min({a.size(), b.size(), kMinute});
    return length >= kDay && a.substr(0, length) == b.substr(0, length);
}

/// Without spaces and separators: `An Bình - Hà Chi` and `An Bình, Hà Chi` are the same authors.
std::string squeezed(const std::string& text)
{
    std::string letters;
    for (char c : fold(text))
        if (static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            letters += c;
    return letters;
}

/// The page states its summary cut, or without the dateline that it shows.
bool shows_summary(const std::string& shown, std::string stated)
{
    constexpr std::size_t kShortest = 40;
    while (stated.ends_with(".") || stated.ends_with(" "))
        stated.pop_back();
    return stated.size() >= kShortest && shown.size() < 2 * stated.size() + kShortest &&
           shown.find(stated) != std::string::npos;
}

/// Looks through the elements of a page for those that show a field, the innermost of each text.
class Finder {
public:
    Finder(const ArticleReading& reading, FieldElements& found) : found_(found)
    {
        const auto& text = reading.text;
        title_ = fold(text.title);
        summary_ = fold(text.summary);
        author_ = squeezed(text.author.value_or(""));
        first_author_ = squeezed(text.author.value_or("").substr(0, text.author.value_or("").find(',')));
        published_ = text.published_at.value_or("");
    }

    void look_through(html::Node root)
    {
        static const auto elements = html::Selector::compile("body *").value();
        for (const auto& match : elements.select(root)) {
            if (html::is_longer(match.node, kLongestField)) continue;
            auto text = canonical_line(html::visible_text(match.node, {}));
            if (!text.empty()) judge(match.node, text);
        }
    }

private:
    static void keep(std::vector<html::Node>& elements, html::Node element)
    {
        // In document order an inner element comes after the one around it, and says it more narrowly.
        if (!elements.empty() && FieldElements::is_in(element, {elements.back()})) elements.pop_back();
        elements.push_back(element);
    }
    void judge(html::Node element, const std::string& text)
    {
        constexpr std::size_t kLongestDate = 120, kLongestAuthor = 200;
        auto folded = fold(text);
        if (!title_.empty() && folded == title_) keep(found_.title, element);
        if (shows_summary(folded, summary_)) keep(found_.summary, element);
        if (!published_.empty() && text.size() <= kLongestDate)
            if (auto date = read_date(text, Time{}); date && is_same_moment(*date, published_))
                keep(found_.published, element);
        if (author_.empty() || text.size() > kLongestAuthor) return;
        auto name = clean_author(text, {});
        auto letters = name ? squeezed(*name) : std::string();
        if (letters == author_) keep(found_.author, element);
        if (letters == first_author_ && letters != author_) keep(found_.author, element);
    }

    FieldElements& found_;
    std::string title_, summary_, author_, first_author_, published_;
};

bool is_named_body(html::Node element)
{
    for (auto hook : {"data-role", "data-slot"})
        if (element.attribute(hook) == "content") return true;
    return is_named_content(element);
}

/// The content, and the elements around and inside it that hold the same text but no other field; of these
/// the ones whose names say that they do, if any.
std::vector<html::Node> same_text(html::Node content, const std::vector<html::Node>& other_fields)
{
    constexpr int kSteps = 3;
    auto size_of = [](html::Node element) { return html::visible_text(element, is_boilerplate).size(); };
    auto letters = size_of(content);
    std::vector<html::Node> found{content};
    auto same = [&](html::Node element) {
        if (std::ranges::any_of(other_fields,
                                [&](html::Node field) { return FieldElements::is_in(field, {element}); }))
            return false;
        auto size = size_of(element);
        return size * 100 >= letters * 97 && size * 100 <= letters * 103;
    };
    auto above = content.parent();
    for (int i = 0; i < kSteps && above && above.tag() != "body" && same(above); ++i, above = above.parent())
        found.push_back(above);
    auto inside = content;
    for (int i = 0; i < kSteps && inside; ++i) {
        html::Node next;
        for (auto child = inside.first_child(); child && !next; child = child.next())
            if (child.is_element() && same(child)) next = child;
        if (next) found.push_back(next);
        inside = next;
    }
    if (std::ranges::any_of(found, is_named_body))
        std::erase_if(found, [](html::Node element) { return !is_named_body(element); });
    return found;
}

/// A link in the text may show the author's name, and the first paragraph the summary: no rule for either.
void take_out_of_the_text(FieldElements& found)
{
    for (auto* elements : {&found.published, &found.author, &found.summary})
        std::erase_if(*elements, [&](html::Node element) { return found.is_in_body(element.parent()); });
}

void find_parts(html::Node content, FieldElements& found)
{
    html::visible_text(content, [&](html::Node node) {
        if (is_caption(node)) {
            found.captions.push_back(node);
            return true;
        }
        if (!is_boilerplate(node)) return false;
        found.boxes.push_back(node);
        return true;
    });
}

} // namespace

bool FieldElements::is_in(html::Node node, const std::vector<html::Node>& elements)
{
    for (; node; node = node.parent())
        if (std::ranges::find(elements, node) != elements.end()) return true;
    return false;
}

FieldElements find_field_elements(const html::Tree& tree, const ArticleReading& reading)
{
    FieldElements found;
    Finder(reading, found).look_through(tree.root());
    if (auto content = find_content(tree); content && !reading.text.body.empty()) {
        auto others = found.title;
        for (const auto* elements : {&found.published, &found.summary})
            if (!elements->empty()) others.push_back(elements->front());
        found.body = same_text(content, others);
        find_parts(content, found);
        take_out_of_the_text(found);
    }
    return found;
}

std::optional<std::string> group_selector(html::Node element)
{
    if (element.tag() == "figcaption" || element.tag() == "aside") return std::string(element.tag());
    for (const auto& candidate : html::selector_candidates(element))
        if (candidate.find_first_of(": #") == candidate.npos &&
            candidate.find_first_of(".[") != candidate.npos)
            return candidate;
    return std::nullopt;
}

} // namespace baotin::parsers
