#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"
#include "parsers/text/similarity.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <map>
#include <vector>

namespace baotin::archive::sqlite {
namespace {

/// A change of what makes a story is a new edition: stories of another one are made anew.
constexpr int story_edition = 1;
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
    std::vector<std::uint64_t> sample; ///< of that text
};

StoriesJoined SqliteWriter::join_stories(std::size_t limit, const Router* router)
{
    struct Row {
        std::int64_t revision = 0;
        ArticleId article = 0;
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
    if (done == 0) clear_stories();
    std::vector<Row> rows;
    {
        auto row = connection_.query(
            "SELECT id, article, body, seen_at FROM revision WHERE id > ?1 ORDER BY id LIMIT ?2", done,
            limit);
        while (row.step())
            rows.push_back({row.integer(0), row.integer(1), row.text(2), row.time(3)});
    }
    StoriesJoined joined{.revisions = rows.size(), .deliveries = 0};
    if (rows.empty()) return joined;
    for (const auto& row : rows) {
        if (!router && row.revision > told) {
            joined.revisions = 0; // they wait for who can tell of them
            break;
        }
        const bool spread = join_story(row.article, row.body);
        if (spread && row.revision > told)
            joined.deliveries += tell_of_spread(row.article, row.seen_at, *router);
        done = row.revision;
    }
    connection_.run("UPDATE story_progress SET revision = ?1, told = max(told, ?1), edition = ?2", done,
                    story_edition);
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
    std::optional<Joined> joined;
    bool spread = false;
    if (!story_of(article)) {
        joined = nearest(likeness);
        if (joined) spread = add_to_story(article, *joined);
    }
    std::vector<std::uint64_t> known = joined ? joined->sample : std::vector<std::uint64_t>();
    known.insert(known.end(), likeness.common.begin(), likeness.common.end());
    std::ranges::sort(known);
    std::vector<std::uint64_t> fresh;
    std::ranges::set_difference(likeness.sample, known, std::back_inserter(fresh));
    for (auto shingle : fresh)
        connection_.run("INSERT INTO story_sample (shingle, article) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                        std::bit_cast<std::int64_t>(shingle), article);
    return spread;
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

/// The text, of those that are likely, that has most in common.
std::optional<SqliteWriter::Joined> SqliteWriter::nearest(const Likeness& likeness)
{
    std::optional<Joined> best;
    for (const auto& candidate : likeness.candidates) {
        const auto other = load_article(connection_, candidate.article);
        if (!other) continue;
        const auto shingles = parsers::shingles_of(other->text.body);
        const auto overlap = parsers::overlap(likeness.shingles, shingles);
        if (!parsers::is_same_story(overlap) || (best && best->share >= overlap.share())) continue;
        best = Joined{candidate.article, overlap.share(), parsers::sample_of(shingles)};
    }
    return best;
}

std::optional<StoryId> SqliteWriter::story_of(ArticleId article)
{
    auto row = connection_.query("SELECT story FROM story_article WHERE article = ?1", article);
    if (!row.step()) return std::nullopt;
    return row.integer(0);
}

bool SqliteWriter::add_to_story(ArticleId article, const Joined& joined)
{
    auto story = story_of(joined.by);
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

int SqliteWriter::tell_of_spread(ArticleId id, Time at, const Router& router)
{
    const auto article = load_article(connection_, id);
    const auto story = story_of(id);
    const auto first = story ? load_article(connection_, *story) : std::nullopt;
    if (!article || !first) return 0;
    Event event;
    event.type = EventType::story_spread;
    event.at = at;
    event.site = article->site;
    event.story = StoryOrigin{first->id, first->site, first->url, first->text.title, first->first_seen_at};
    {
        auto row = connection_.query(
            "SELECT p.backfill FROM article a JOIN page p ON p.id = a.page WHERE a.id = ?1", id);
        event.backfill = row.step() && row.flag(0);
    }
    return raise(std::move(event), &*article, router);
}

} // namespace baotin::archive::sqlite
