#include "parsers/html/tree_builder.hpp"
#include "parsers/text/charset.hpp"
#include "promise.hpp"
#include "tests/parsers/html/tree_description.hpp"

#include <memory_resource>

/// Input: a line that says nothing, then a page. The trees that we build are Gumbo's, node by node.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace baotin;
    auto input = fuzz::view(data, size);
    (void)fuzz::take_line(input);
    auto html = parsers::decode(std::string(input), "text/html; charset=utf-8").text;
    std::pmr::monotonic_buffer_resource memory;
    if (const auto* root = parsers::html::build_tree(html, memory))
        fuzz::must_equal(parsers::html::described(root), parsers::html::described_by_gumbo(html),
                         "the tree is Gumbo's");
    return 0;
}
