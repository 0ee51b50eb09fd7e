#include "parsers/text/diff.hpp"

#include "crawler/change.hpp"
#include "daemon/commands.hpp"
#include "daemon/diff_page.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace baotin::daemon {
namespace {

namespace json = boost::json;
using parsers::DiffPiece;

const archive::Revision& revision_of(const std::vector<archive::Revision>& revisions, int number)
{
    auto found = std::ranges::find(revisions, number, &archive::Revision::number);
    if (found != revisions.end()) return *found;
    throw CommandError(fmt::format("the article has revisions 1 to {}, no {}", revisions.size(), number),
                       ExitCode::problem);
}

std::string_view name_of(DiffPiece::Kind kind)
{
    switch (kind) {
    case DiffPiece::Kind::same:
        return "same";
    case DiffPiece::Kind::removed:
        return "removed";
    case DiffPiece::Kind::added:
        return "added";
    }
    return "";
}

/// Removed words as [-…-], added ones as {+…+}; coloured on a terminal.
void print_pieces(const std::vector<DiffPiece>& pieces)
{
    for (const auto& piece : pieces) {
        switch (piece.kind) {
        case DiffPiece::Kind::same:
            fmt::print("{}", piece.text);
            break;
        case DiffPiece::Kind::removed:
            fmt::print("{}", paint("[-" + piece.text + "-]", Colour::red));
            break;
        case DiffPiece::Kind::added:
            fmt::print("{}", paint("{+" + piece.text + "+}", Colour::green));
            break;
        }
    }
    fmt::print("\n");
}

json::array pieces_json(const std::vector<DiffPiece>& pieces)
{
    json::array list;
    for (const auto& piece : pieces)
        list.push_back(json::object{{"kind", name_of(piece.kind)}, {"text", piece.text}});
    return list;
}

} // namespace

ExitCode diff(const Common& common, const DiffWords& words)
{
    if (words.html && common.json)
        throw CommandError("--html and --json do not go together: choose one", ExitCode::usage);
    auto config = load_config_without_secrets(common);
    auto id = article_id(words.id);
    auto store = open_archive(*config);
    auto revisions = store->reader()->revisions(id);
    if (revisions.empty()) throw CommandError(fmt::format("there is no article {}", id), ExitCode::problem);
    int last = revisions.back().number;
    const auto& before = revision_of(revisions, words.from.value_or(std::max(1, last - 1)));
    const auto& after = revision_of(revisions, words.to.value_or(last));
    auto change = crawler::compare(before.text, after.text);
    if (words.html) {
        fmt::print("{}", diff_page(before, after, change.fields));
        return ExitCode::ok;
    }

    json::array fields;
    if (!common.json) {
        fmt::print("article {}, revision {} ({}) to {} ({})\n", id, before.number,
                   parsers::rfc3339(before.seen_at), after.number, parsers::rfc3339(after.seen_at));
        if (change.fields.empty()) fmt::print("no difference\n");
    }
    for (const auto& field : change.fields) {
        auto pieces = parsers::diff_words(field.before, field.after);
        if (common.json) {
            fields.push_back(json::object{{"field", field.field}, {"pieces", pieces_json(pieces)}});
        } else {
            fmt::print("\n{}\n", paint(field.field, Colour::bold));
            print_pieces(pieces);
        }
    }
    if (common.json) {
        print_json(
            {{"id", words.id},
             {"from", before.number},
             {"to", after.number},
             {"significance", change.fields.empty() ? json::value(nullptr)
                                                    : json::value(archive::to_string(change.significance))},
             {"changes", std::move(fields)}});
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
