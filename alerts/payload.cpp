#include "alerts/payload.hpp"

#include "alerts/article_json.hpp"
#include "alerts/cut.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

namespace baotin::alerts {

namespace json = boost::json;

namespace {

/// Of the words that a change removed, and of those that it added: bytes as JSON.
constexpr std::size_t most_words = 300;
/// Of the address and the title where a story began: bytes as JSON.
constexpr std::size_t most_of_origin = 1'500;

json::object site_json(std::string_view id, const config::Config& config)
{
    auto site = config.site(id);
    json::object object;
    object.emplace("id", id);
    // A site may have left the configuration while its last visit was on the way.
    object.emplace("name", site ? std::string_view(site->name) : id);
    object.emplace("kind", site ? json::value(config::to_string(site->kind)) : json::value(nullptr));
    object.emplace("province",
                   site && site->province ? json::value(site->province->name) : json::value(nullptr));
    return object;
}

std::string enveloped(const archive::Event& event, json::object data)
{
    json::object envelope;
    envelope.emplace("type", archive::to_string(event.type));
    envelope.emplace("timestamp", parsers::rfc3339(event.at));
    envelope.emplace("data", std::move(data));
    return json::serialize(envelope);
}

struct Change : archive::FieldChange {
    std::string removed, added; ///< the words that differ
};

/// What a body tells of an article: its own copies, so that they can be cut.
struct Telling {
    archive::Article article;
    std::vector<Change> changes;
    bool truncated = false;
};

/// Where the whole text is, as long as it is the latest or not; null where we do not know our own address.
json::value full_text_url(const archive::Article& article, const config::Config& config)
{
    auto base = config.web.base_url();
    if (base.empty()) return nullptr;
    return json::value(fmt::format("{}/api/articles/{}?revision={}", base, article.id, article.revision));
}

Change described(const archive::FieldChange& change)
{
    auto passages = differing_sentences(change.before, change.after);
    auto words = differing_words(passages.before, passages.after, most_words);
    Change described{change, std::move(words.before), std::move(words.after)};
    return described;
}

json::object story_json(const archive::StoryOrigin& story, const config::Config& config)
{
    json::object first;
    first.emplace("site", site_json(story.site, config));
    first.emplace("id", std::to_string(story.id));
    first.emplace("url", head_of(story.url, most_of_origin));
    first.emplace("title", head_of(story.title, most_of_origin));
    first.emplace("first_seen_at", parsers::rfc3339(story.first_seen_at));
    json::object told;
    told.emplace("id", std::to_string(story.id));
    told.emplace("first", std::move(first));
    return told;
}

std::string worded(const archive::Event& event, const Telling& telling, const config::Config& config)
{
    json::array changes;
    changes.reserve(telling.changes.size());
    for (const auto& change : telling.changes) {
        json::object object;
        object.emplace("field", change.field);
        object.emplace("before", change.before);
        object.emplace("after", change.after);
        object.emplace("removed", change.removed);
        object.emplace("added", change.added);
        changes.emplace_back(std::move(object));
    }
    json::object data;
    data.emplace("site", site_json(event.site, config));
    data.emplace("article", article_json(telling.article));
    if (event.story) data.emplace("story", story_json(*event.story, config));
    data.emplace("changes", std::move(changes));
    data.emplace("significance", event.significance ? json::value(archive::to_string(*event.significance))
                                                    : json::value(nullptr));
    data.emplace("full_text_url", full_text_url(telling.article, config));
    if (event.backfill) data.emplace("backfill", true);
    if (telling.truncated) data.emplace("truncated", true);
    return enveloped(event, std::move(data));
}

void cut(std::string& text, std::size_t room)
{
    text.resize(head_of(text, room).size());
}

/// Texts of a Telling, in the order of the contract, which may be cut.
std::vector<std::string*> long_texts(Telling& telling)
{
    std::vector<std::string*> texts = {&telling.article.text.body};
    for (auto& change : telling.changes) {
        texts.push_back(&change.before);
        texts.push_back(&change.after);
    }
    return texts;
}

/// Bytes of the body without its long texts.
std::size_t size_of_the_rest(const archive::Event& event, const Telling& telling,
                             const config::Config& config)
{
    auto rest = telling;
    for (auto* text : long_texts(rest))
        text->clear();
    return worded(event, rest, config).size();
}

void keep_differing_sentences(Telling& telling)
{
    for (auto& change : telling.changes) {
        auto passages = differing_sentences(change.before, change.after);
        std::string before(passages.before), after(passages.after);
        change.before = std::move(before);
        change.after = std::move(after);
    }
}

/// As many of them, from the first, as need no more than `room` bytes.
void keep_first(std::vector<std::string>& texts, std::size_t room)
{
    std::size_t kept = 0;
    for (; kept < texts.size() && json_size(texts[kept]) + 3 <= room; ++kept)
        room -= json_size(texts[kept]) + 3;
    texts.resize(kept);
}

/// No real article has such a title; a broken site rule may make one.
void cut_short_fields(Telling& telling)
{
    auto& text = telling.article.text;
    cut(telling.article.url, 3'000);
    cut(text.title, 1'500);
    cut(text.summary, 3'000);
    if (text.author) cut(*text.author, 500);
    auto& particulars = telling.article.particulars;
    if (particulars.section) cut(*particulars.section, 500);
    keep_first(text.captions, 3'000);
    keep_first(particulars.images, 3'000);
    for (auto& change : telling.changes) {
        cut(change.removed, 100);
        cut(change.added, 100);
    }
}

/// Gives body, before and after an even share of what the rest leaves; false, and nothing cut, where that is
/// next to nothing.
bool share_out(const archive::Event& event, Telling& telling, const config::Config& config)
{
    auto texts = long_texts(telling);
    std::vector<std::size_t> sizes;
    std::size_t all = 0;
    for (const auto* text : texts)
        all += sizes.emplace_back(json_size(*text));
    auto rest = size_of_the_rest(event, telling, config);
    if (rest + 1 > payload_limit) return false;

    auto share = fair_share(sizes, payload_limit - 1 - rest);
    constexpr std::size_t least_share = 600;
    bool enough = share >= least_share || all <= payload_limit - 1 - rest;
    if (enough)
        for (auto* text : texts)
            cut(*text, share);
    return enough;
}

std::string article_payload(const archive::Event& event, const archive::Article& article,
                            const config::Config& config)
{
    Telling telling{article, {}, false};
    for (const auto& change : event.changes)
        telling.changes.push_back(described(change));
    std::size_t long_ones = 0;
    for (const auto* text : long_texts(telling))
        long_ones += text->size();
    if (long_ones < payload_limit) { // else it need not be tried
        auto body = worded(event, telling, config);
        if (body.size() < payload_limit) return body;
    }

    telling.truncated = true;
    keep_differing_sentences(telling);
    if (!share_out(event, telling, config)) {
        cut_short_fields(telling);
        if (!share_out(event, telling, config))
            for (auto* text : long_texts(telling))
                text->clear();
    }
    return worded(event, telling, config);
}

std::string incident_payload(const archive::Event& event, const config::Config& config)
{
    const archive::Incident none;
    const auto& incident = event.incident ? *event.incident : none;
    std::optional<std::string> until;
    if (incident.until) until = parsers::rfc3339(*incident.until);

    json::object told;
    told.emplace("id", std::to_string(incident.id));
    told.emplace("since", parsers::rfc3339(incident.since));
    told.emplace("until", until ? json::value(*until) : json::value(nullptr));
    told.emplace("what", incident.what);
    auto detail = head_of(incident.detail, payload_limit / 2);
    told.emplace("detail", detail);

    json::object data;
    if (incident.hook.empty()) {
        data.emplace("site", site_json(event.site, config));
    } else {
        json::object hook;
        hook.emplace("name", incident.hook);
        data.emplace("hook", std::move(hook));
    }
    data.emplace("incident", std::move(told));
    if (detail.size() < incident.detail.size()) data.emplace("truncated", true);
    return enveloped(event, std::move(data));
}

} // namespace

std::string compose_payload(const archive::Event& event, const archive::Article* article,
                            const config::Config& config)
{
    return article != nullptr ? article_payload(event, *article, config) : incident_payload(event, config);
}

} // namespace baotin::alerts
