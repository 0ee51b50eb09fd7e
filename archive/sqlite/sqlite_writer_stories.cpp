#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"
#include "parsers/text/similarity.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <vector>

namespace baotin::archive::sqlite {
namespace {

constexpr std::size_t most_waiting = 1024; ///< events that waited for roles, told at once
/// Stories that have a shingle in common by chance. What more of them have is a phrase of offices: it is no
/// way to a story.
constexpr int most_by_a_shingle = 24;
/// Texts that are compared with a new one, the likeliest first. More are likely only by phrases.
constexpr std::size_t most_compared = 8;
/// Shingles of the sample that two texts of one story have in common, but where the sample is small.
constexpr std::size_t least_in_sample = 2, small_sample = 6;

struct Candidate {
    ArticleId article = 0;
    std::size_t shared = 0; ///< shingles of the sample
};

} // namespace

/// What one text shares with others.
struct SqliteWriter::Likeness {
    std::vector<std::uint64_t> shingles, sample;
    std::vector<std::uint64_t> common; ///< of the sample: phrases that many stories have
    std::vector<Candidate> candidates; ///< the likeliest first
};

struct SqliteWriter::Joined {
    ArticleId by = 0; ///< the article by whose text
    double share = 0;
};

StoriesJoined SqliteWriter::join_stories(std::size_t limit, const Router* router)
{
    struct Row {
        std::int64_t revision = 0;
        ArticleId article = 0;
        int number = 0;
        bool reparsed = false;
        std::string body;
        Time seen_at{};
    };
    std::int64_t done = 0, told = 0;
    {
        auto progress = connection_.query("SELECT revision, told, edition FROM story_progress");
        progress.step();
        told = progress.integer(1);
        if (progress.number(2) == story_edition) done = progress.integer(0);
    }
    const bool anew = done == 0;
    std::vector<Row> rows;
    {
        auto row = connection_.query(
            "SELECT id, article, number, reparsed, body, seen_at FROM revision WHERE id > ?1 "
            "ORDER BY id LIMIT ?2",
            done, limit);
        while (row.step())
            rows.push_back(
                {row.integer(0), row.integer(1), row.number(2), row.flag(3), row.text(4), row.time(5)});
    }
    StoriesJoined joined{.revisions = rows.size(), .deliveries = 0};
    if (anew && !rows.empty()) clear_stories();
    for (const auto& row : rows) {
        if (!router && row.revision > told) {
            joined.revisions = 0; // they wait for who can tell of them
            break;
        }
        const bool spread = join_story(row.article, row.body);
        const bool news = row.revision > told && !row.reparsed; // what our rules alone change is none
        if (spread && news)
            joined.deliveries += tell_of_spread(row.article, row.number == 1, row.seen_at, *router);
        done = row.revision;
    }
    if (!rows.empty())
        connection_.run("UPDATE story_progress SET revision = ?1, told = max(told, ?1), edition = ?2", done,
                        story_edition);
    if (router) joined.deliveries += tell_what_waited(*router);
    return joined;
}

void SqliteWriter::clear_stories()
{
    connection_.run("DELETE FROM story_article");
    connection_.run("DELETE FROM story_sample");
    connection_.run("UPDATE story_progress SET revision = 0, edition = ?1", story_edition);
}

/// Puts an article with this text into its story, if there is one. True where that brings the story to a site
/// that did not have it.
bool SqliteWriter::join_story(ArticleId article, std::string_view body)
{
    const auto likeness = likeness_of(article, body);
    auto story = story_of(connection_, article);
    bool spread = false;
    if (!story) {
        const auto joined = nearest(likeness);
        if (joined) spread = add_to_story(article, *joined);
        if (joined) story = story_of(connection_, article);
    }
    for (auto shingle : likeness.sample) {
        if (std::ranges::binary_search(likeness.common, shingle)) continue;
        if (story && finds_story(shingle, *story)) continue;
        connection_.run("INSERT INTO story_sample (shingle, article) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                        std::bit_cast<std::int64_t>(shingle), article);
    }
    return spread;
}

/// A story is found by a shingle of any of its articles: one of them is enough, however many they are.
bool SqliteWriter::finds_story(std::uint64_t shingle, StoryId story)
{
    auto row = connection_.query("SELECT 1 FROM story_sample s JOIN story_article m ON m.article = s.article "
                                 "WHERE s.shingle = ?1 AND m.story = ?2 LIMIT 1",
                                 std::bit_cast<std::int64_t>(shingle), story);
    return row.step();
}

SqliteWriter::Likeness SqliteWriter::likeness_of(ArticleId article, std::string_view body)
{
    Likeness likeness;
    likeness.shingles = parsers::shingles_of(body);
    likeness.sample = parsers::sample_of(likeness.shingles);
    std::map<ArticleId, std::size_t> shared;
    for (auto shingle : likeness.sample) {
        std::vector<ArticleId> found;
        auto row = connection_.query("SELECT article FROM story_sample WHERE shingle = ?1 LIMIT ?2",
                                     std::bit_cast<std::int64_t>(shingle), most_by_a_shingle);
        while (row.step())
            found.push_back(row.integer(0));
        if (found.size() == most_by_a_shingle) {
            likeness.common.push_back(shingle);
            continue;
        }
        for (auto other : found)
            if (other != article) ++shared[other];
    }
    const auto needed = likeness.sample.size() <= small_sample ? 1 : least_in_sample;
    for (const auto& [other, count] : shared)
        if (count >= needed) likeness.candidates.push_back({other, count});
    std::ranges::stable_sort(likeness.candidates, std::greater(), &Candidate::shared);
    if (likeness.candidates.size() > most_compared) likeness.candidates.resize(most_compared);
    return likeness;
}

/// The text, of those that are likely, that has most in common; where it is in a story, the text by which
/// that began has to have it, too. A roundup that holds two stories does not make one of them.
std::optional<SqliteWriter::Joined> SqliteWriter::nearest(const Likeness& likeness)
{
    const auto overlap_with = [&](ArticleId other) {
        const auto article = load_article(connection_, other);
        return article ? parsers::overlap(likeness.shingles, parsers::shingles_of(article->text.body))
                       : parsers::Overlap();
    };
    std::optional<Joined> best;
    for (const auto& candidate : likeness.candidates) {
        const auto overlap = overlap_with(candidate.article);
        if (!parsers::is_same_story(overlap) || (best && best->share >= overlap.share())) continue;
        const auto story = story_of(connection_, candidate.article);
        if (story && *story != candidate.article && !parsers::is_same_story(overlap_with(*story))) continue;
        best = Joined{candidate.article, overlap.share()};
    }
    return best;
}

bool SqliteWriter::add_to_story(ArticleId article, const Joined& joined)
{
    auto story = story_of(connection_, joined.by);
    if (!story) {
        story = joined.by;
        connection_.run("INSERT INTO story_article (article, story, share) VALUES (?1, ?1, NULL)", *story);
    }
    bool here_before = false;
    {
        auto row =
            connection_.query("SELECT 1 FROM story_article s JOIN article a ON a.id = s.article WHERE "
                              "s.story = ?1 AND a.site = (SELECT site FROM article WHERE id = ?2) LIMIT 1",
                              *story, article);
        here_before = row.step();
    }
    connection_.run("INSERT INTO story_article (article, story, share) VALUES (?1, ?2, ?3)", article, *story,
                    joined.share);
    return !here_before;
}

int SqliteWriter::tell_of_spread(ArticleId id, bool is_new, Time at, const Router& router)
{
    const auto article = load_article(connection_, id);
    const auto story = story_of(connection_, id);
    const auto first = story ? load_article(connection_, *story) : std::nullopt;
    if (!article || !first || article->state != ArticleState::live) return 0;
    Event event;
    event.type = EventType::story_spread;
    event.at = at;
    event.site = article->site;
    event.role = StoryRole::repeat;
    event.story = StoryOrigin{first->id, first->site, first->url, first->text.title, first->first_seen_at};
    if (is_new) {
        auto row = connection_.query(
            "SELECT p.backfill FROM article a JOIN page p ON p.id = a.page WHERE a.id = ?1", id);
        event.backfill = row.step() && row.flag(0);
    }
    return raise(std::move(event), &*article, router);
}

/// Events whose article's role was not known when they were raised, and is now.
int SqliteWriter::tell_what_waited(const Router& router)
{
    struct Waiting {
        Event event;
        ArticleId article = 0;
    };
    std::vector<Waiting> known;
    {
        auto row = connection_.query(
            "SELECT e.cursor, e.type, e.at, e.site, e.backfill, w.article, (SELECT r.significance FROM "
            "revision r WHERE r.article = w.article AND r.seen_at = e.at AND r.reparsed = 0) "
            "FROM event_waiting w JOIN event e ON e.cursor = w.event ORDER BY w.event");
        while (row.step() && known.size() < most_waiting) {
            Event event;
            event.cursor = row.integer(0);
            event.role = story_role(connection_, row.integer(5));
            const auto type = parse_event_type(row.text(1));
            if (!event.role || !type) continue;
            event.type = *type;
            event.at = row.time(2);
            event.site = row.text(3);
            event.backfill = row.flag(4);
            if (type == EventType::article_changed) event.significance = parse_significance(row.text(6));
            known.push_back({std::move(event), row.integer(5)});
        }
    }
    int deliveries = 0;
    for (const auto& [event, id] : known) {
        if (const auto article = article_as_of(id, event.at))
            deliveries += queue(router.route(event, &*article), event, id);
        connection_.run("DELETE FROM event_waiting WHERE event = ?1", event.cursor);
    }
    return deliveries;
}

/// With the text that it had then.
std::optional<Article> SqliteWriter::article_as_of(ArticleId id, Time at)
{
    auto article = load_article(connection_, id);
    if (!article || article->revision == 1) return article;
    static const auto sql = "SELECT " + revision_columns +
                            " FROM revision r LEFT JOIN evidence e ON e.revision = r.id WHERE r.article = ?1 "
                            "AND r.seen_at <= ?2 ORDER BY r.number DESC LIMIT 1";
    auto row = connection_.query(sql, id, at);
    if (row.step()) article->text = read_revision(row).text;
    return article;
}

} // namespace baotin::archive::sqlite
