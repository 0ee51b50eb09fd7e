#include "parsers/json_ld.hpp"

#include "parsers/metadata.hpp"
#include "parsers/sloppy_json.hpp"
#include "parsers/text/utf8.hpp"
#include "promise.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

/// Input: what stands in a JSON-LD script, or a page's head with such scripts.
namespace baotin::fuzz {
namespace {

using namespace parsers;
constexpr auto kUrl = "https://congan.example/tin/mot-bai-viet-20260307080054340.htm";

void reads_json_as_json(const std::string& text)
{
    auto values = read_sloppy_json(text);
    boost::system::error_code error;
    auto strict = boost::json::parse(text, error);
    if (error || !(strict.is_object() || strict.is_array())) return;
    must(values.size() == 1, "one value is one value");
    must_equal(boost::json::serialize(values[0]), boost::json::serialize(strict), "JSON is read as JSON");
}

void must_state(const std::optional<Stated>& stated, std::string_view what)
{
    if (!stated) return;
    must_be_canonical(stated->text, what);
    must(!stated->text.empty() && !stated->where.empty(), fmt::format("{} says something, and where", what));
}

void reads_metadata(std::string html)
{
    auto tree = html::Tree::parse(std::move(html));
    if (!tree) return;
    auto reference = parse_rfc3339("2026-11-22T12:00:00+07:00").value();
    read_json_ld(*tree, kUrl, "Một bài viết");
    auto found = read_metadata(*tree, kUrl, reference);
    must_state(found.title, "a title");
    must_state(found.summary, "a summary");
    must_state(found.author, "an author");
    must_state(found.section, "a section");
    must_state(found.body, "a body");
    if (found.published_at) must_be_date(found.published_at->text, "published_at");
    if (found.modified_at) must_be_date(found.modified_at->text, "modified_at");
    for (const auto& image : found.images)
        must_be_normal_url(image, "an image");
    if (found.canonical_url) must_be_normal_url(*found.canonical_url, "the canonical URL");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto text = utf8::mended(view(bytes, size));
    if (text.starts_with('<')) {
        reads_metadata(std::move(text));
        return 0;
    }
    reads_json_as_json(text);
    reads_metadata(fmt::format("<h1>Một bài viết</h1><script type=application/ld+json>{}</script>", text));
    return 0;
}
