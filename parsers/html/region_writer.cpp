#include "parsers/html/region_writer.hpp"

#include "parsers/html/tokens.hpp"

#include <algorithm>
#include <utility>

namespace baotin::parsers::html {

RegionWriter::RegionWriter(std::string_view html, const RegionPlan& plan, OpenTags& open)
    : html_(html), plan_(plan), open_(open)
{
    XXH3_64bits_reset(&hash_);
}

bool RegionWriter::take(const SeenTag& seen, OpenTag& element, bool is_void)
{
    bool inside_hidden = hidden_ > 0 && shown_ == 0;
    bool kept = (region_ == 0 || inside_hidden) && is_kept(seen);
    auto number = open_.size() + 1;
    if (region_ == 0) {
        if (!kept) return false;
        begin_region(seen, element.begin);
        if (is_void) {
            copy_to(element.end);
            region_ = 0;
        }
        return true;
    }
    bool code = seen.tag == GUMBO_TAG_SCRIPT || seen.tag == GUMBO_TAG_STYLE;
    if (kept) {
        copy_to(element.begin);
        if (!is_void) shown_ = number;
    } else if (code && may_leave_out() && plan_.leaves_code_out() && !plan_.may_match_inside(seen) &&
               !is_kept(seen)) {
        copy_to_gap(element.begin);
        element.left_out = true;
    } else if (hidden_ == 0 && !is_void && plan_.is_hidden(seen, open_.seen, effort_)) {
        copy_to(element.begin);
        hidden_ = number;
    }
    return kept;
}

/// Ancestors stay as bare tags: selectors look at them.
void RegionWriter::begin_region(const SeenTag& seen, std::size_t at)
{
    for (std::size_t i = 0; i < open_.size(); ++i) {
        auto& ancestor = open_.tags[i];
        if (ancestor.written) continue;
        doubt_ = doubt_ || plan_.is_risky(open_.seen[i]) || open_.seen[i].tag == GUMBO_TAG_TEMPLATE;
        bool implied = ancestor.begin == ancestor.end;
        // What began the body is cut away, and what is kept may be a tag that the head would take.
        if (implied && open_.seen[i].tag == GUMBO_TAG_BODY) write("<body>");
        write(html_.substr(ancestor.begin, ancestor.end - ancestor.begin));
        ancestor.written = true;
    }
    doubt_ = doubt_ || plan_.is_risky(seen);
    region_ = open_.size() + 1;
    copied_ = at;
}

void RegionWriter::close(std::size_t at, std::size_t tag_end, bool alone)
{
    const auto number = open_.size();
    const auto& gone = open_.tags.back();
    if (gone.left_out) copied_ = std::max(copied_, tag_end);
    if (number == region_ || number == hidden_ || number == shown_) copy_to(at);
    if (number == shown_) shown_ = 0;
    if (number == hidden_) hidden_ = 0;
    if (number == region_) {
        // An end tag of ours would not do the same where elements inside are open.
        doubt_ = doubt_ || !alone;
        write_end_tag(open_.seen.back());
        region_ = 0;
    } else if (gone.written && region_ == 0) {
        write_end_tag(open_.seen.back());
    }
}

void RegionWriter::leave_out(std::size_t begin, std::size_t end)
{
    // The document type decides how a table behaves in a paragraph.
    if (open_.empty()) write(html_.substr(begin, end - begin));
    if (!may_leave_out()) return;
    copy_to_gap(begin);
    copied_ = end;
}

/// Text before and behind the gap must not join: `<` and `b`, `&` and `lt;`.
void RegionWriter::copy_to_gap(std::size_t begin)
{
    copy_to(begin);
    if (begin > 0 && html_[begin - 1] != '>' && !is_space(html_[begin - 1])) write("<!---->");
}

std::optional<Regions> RegionWriter::finish()
{
    // A region that reaches to the end: who knows where it was meant to end?
    if (doubt_ || region_ > 0) return std::nullopt;
    return Regions{std::move(out_), XXH3_64bits_digest(&hash_)};
}

void RegionWriter::write(std::string_view text)
{
    out_ += text;
    if (hidden_ == 0 || shown_ > 0) XXH3_64bits_update(&hash_, text.data(), text.size());
}

void RegionWriter::write_end_tag(const SeenTag& seen)
{
    auto tag = seen.tag;
    // Implied ones end by themselves; `</body>` and `</html>` close nothing.
    if (seen.inside.data() == nullptr || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) return;
    ((out_ += "</") += seen.name) += '>';
}

void RegionWriter::copy_to(std::size_t end)
{
    if (region_ == 0 || end <= copied_) return;
    write(html_.substr(copied_, end - copied_));
    copied_ = end;
}

} // namespace baotin::parsers::html
