#include "archive/chain.hpp"

#include "parsers/article.hpp"
#include "parsers/hash.hpp"

#include <optional>

namespace baotin::archive {
namespace {

/// Every part is preceded by its length, so that no two different revisions spell the same bytes.
class Spelling {
public:
    Spelling(std::string_view form, std::size_t about)
    {
        bytes_.reserve(about);
        bytes_ = form;
    }

    void add(std::string_view part)
    {
        bytes_ += std::to_string(part.size());
        bytes_ += ':';
        bytes_ += part;
    }
    void add(const std::optional<std::string>& part)
    {
        if (!part) {
            bytes_ += "-:";
        } else {
            add(std::string_view(*part));
        }
    }
    void add(std::int64_t number) { add(std::string_view(std::to_string(number))); }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

} // namespace

std::string chain_link(std::string_view previous, const Revision& revision)
{
    const bool by_hash = revision.page_hash.has_value();
    Spelling spelling(by_hash ? "baotin revision 2\n" : "baotin revision 1\n",
                      by_hash ? 2048 : revision.text.body.size() + 2048);
    spelling.add(previous);
    spelling.add(revision.article);
    spelling.add(std::int64_t{revision.number});
    spelling.add(std::string_view(revision.url));
    spelling.add(std::int64_t{revision.seen_at.time_since_epoch().count()});
    spelling.add(std::string_view(revision.reading));
    spelling.add(std::int64_t{revision.reparsed});
    spelling.add(revision.significance ? to_string(*revision.significance) : std::string_view());
    spelling.add(std::string_view(revision.content_hash));
    if (!by_hash) spelling.add(std::string_view(revision.text.title));
    if (!by_hash) spelling.add(std::string_view(revision.text.summary));
    spelling.add(revision.text.author);
    spelling.add(revision.text.published_at);
    if (!by_hash) spelling.add(std::string_view(revision.text.body));
    spelling.add(std::int64_t(revision.text.captions.size()));
    for (const auto& caption : revision.text.captions) {
        spelling.add(std::string_view(caption));
    }
    if (by_hash) spelling.add(std::string_view(*revision.page_hash));
    return parsers::sha256_hex(spelling.bytes());
}

bool is_as_recorded(std::string_view previous, const Revision& revision)
{
    const bool text_agrees =
        !revision.page_hash || parsers::content_hash(revision.text) == revision.content_hash;
    return text_agrees && chain_link(previous, revision) == revision.chain;
}

std::string ledger_entry(std::string_view previous, std::string_view chain)
{
    return parsers::sha256_hex(std::string(previous).append(chain));
}

} // namespace baotin::archive
