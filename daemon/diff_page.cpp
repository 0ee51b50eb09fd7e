#include "daemon/diff_page.hpp"

#include "parsers/text/diff.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <sstream>

namespace baotin::daemon {
namespace {

constexpr auto kStyle = "body { font: 1.1em/1.6 serif; max-width: 42em; margin: 2em auto; padding: 0 1em; "
                        "color-scheme: light dark }\n"
                        ".text { white-space: pre-line }\n"
                        "del { color: #a00; background: #fdd } ins { color: #050; background: #dfd; "
                        "text-decoration: none }\n"
                        "@media (prefers-color-scheme: dark) { del { background: #400; color: #faa } ins { "
                        "background: #030; color: #afa } }";

pugi::xml_node add(pugi::xml_node parent, const char* name, const std::string& text = {})
{
    auto node = parent.append_child(name);
    if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(text.c_str());
    return node;
}

void add_pieces(pugi::xml_node field, const archive::FieldChange& change)
{
    using Kind = parsers::DiffPiece::Kind;
    for (const auto& piece : parsers::diff_words(change.before, change.after)) {
        switch (piece.kind) {
        case Kind::same:
            field.append_child(pugi::node_pcdata).set_value(piece.text.c_str());
            break;
        case Kind::removed:
            add(field, "del", piece.text);
            break;
        case Kind::added:
            add(field, "ins", piece.text);
            break;
        }
    }
}

} // namespace

std::string diff_page(const archive::Revision& before, const archive::Revision& after,
                      const std::vector<archive::FieldChange>& changes)
{
    pugi::xml_document page;
    page.append_child(pugi::node_doctype).set_value("html");
    auto html = page.append_child("html");
    html.append_attribute("lang") = "vi";
    auto head = html.append_child("head");
    head.append_child("meta").append_attribute("charset") = "utf-8";
    add(head, "title", after.text.title);
    add(head, "style", kStyle);
    auto body = html.append_child("body");
    add(body, "h1", after.text.title);
    auto link = add(add(body, "p"), "a", after.url);
    link.append_attribute("href") = after.url.c_str();
    add(body, "p",
        fmt::format("Revision {} ({}) to {} ({})", before.number, parsers::rfc3339(before.seen_at),
                    after.number, parsers::rfc3339(after.seen_at)));
    if (changes.empty()) add(body, "p", "No difference.");
    for (const auto& change : changes) {
        add(body, "h2", change.field);
        auto text = body.append_child("div");
        text.append_attribute("class") = "text";
        add_pieces(text, change);
    }
    std::ostringstream out;
    page.save(out, "", pugi::format_raw | pugi::format_no_declaration);
    return out.str();
}

} // namespace baotin::daemon
