#include "parsers/article.hpp"

#include "parsers/article_fields.hpp"
#include "parsers/boilerplate.hpp"
#include "parsers/generic.hpp"
#include "parsers/generic_fields.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/metadata.hpp"
#include "parsers/text/canonical.hpp"

#include <algorithm>

namespace baotin::parsers {
namespace {

constexpr std::size_t kShortBody = 200;

/// Fills an ArticleReading: the site's rules first, then what the page states about itself, then guesses.
class ArticleReader {
public:
    ArticleReader(const html::Tree& tree, const ArticleRules& rules, std::string_view url, Time reference)
        : tree_(tree), rules_(rules), url_(url), reference_(reference), fields_(tree.root(), rules)
    {
    }

    ArticleReading read()
    {
        reading_.canonical_url = read_canonical_url(tree_, url_);
        by_rules();
        note_rule_matches();
        switch (rules_.fallback) {
        case Fallback::generic:
            fill_in();
            break;
        case Fallback::none:
            break;
        }
        reading_.removed = fields_.removed_texts();
        warn();
        return std::move(reading_);
    }

private:
    void by_rules();
    void note_rule_matches();
    void fill_in();
    void fill_in_body();
    void take_out_captions();
    void source(std::string field, Origin origin, std::string selector)
    {
        reading_.sources.push_back({std::move(field), origin, std::move(selector)});
    }
    void use(const char* field, Origin origin, std::string& into, const std::optional<Stated>& stated)
    {
        if (!into.empty() || !stated || stated->text.empty()) return;
        into = stated->text;
        source(field, origin, stated->where);
    }
    void use(const char* field, Origin origin, std::optional<std::string>& into,
             const std::optional<Stated>& stated)
    {
        if (into || !stated || stated->text.empty()) return;
        into = stated->text;
        source(field, origin, stated->where);
    }
    void warn();

    const html::Tree& tree_;
    const ArticleRules& rules_;
    std::string_view url_;
    Time reference_;
    FieldReader fields_;
    ArticleReading reading_;
};

void ArticleReader::by_rules()
{
    auto& text = reading_.text;
    if (rules_.fallback == Fallback::generic && rules_.captions.empty()) take_out_captions();
    if (auto found = fields_.first(rules_.title)) {
        text.title = std::move(found->text);
        source("title", Origin::rule, found->selector);
    }
    if (auto found = fields_.all(rules_.summary)) {
        text.summary = std::move(found->text);
        source("summary", Origin::rule, found->selector);
    }
    if (auto found = fields_.first(rules_.author)) {
        text.author = without_author_label(found->text);
        if (text.author->empty())
            text.author.reset();
        else
            source("author", Origin::rule, found->selector);
    }
    if (auto found = fields_.published(rules_.published, reference_)) {
        text.published_at = std::move(found->text);
        reading_.published_is_volatile = found->relative_date;
        source("published_at", Origin::rule, found->selector);
    }
    if (auto found = fields_.all(rules_.body)) {
        text.body = std::move(found->text);
        source("body", Origin::rule, found->selector);
    }
    if (auto captions = fields_.captions(); !captions.empty()) {
        text.captions = std::move(captions);
        source("captions", Origin::rule, rules_.captions.front().source());
    }
}

void ArticleReader::note_rule_matches()
{
    auto note = [&](const char* field, const std::vector<html::Selector>& selectors) {
        if (!selectors.empty()) reading_.rule_matches.push_back({field, reading_.by_rule(field)});
    };
    note("title", rules_.title);
    note("summary", rules_.summary);
    note("author", rules_.author);
    note("published_at", rules_.published);
    note("body", rules_.body);
}

/// Without a rule for captions, what is plainly one inside the rules' body is taken out of it.
void ArticleReader::take_out_captions()
{
    Elements bodies;
    bodies.add(select_all(rules_.body, tree_.root()));
    if (bodies.empty()) return;
    static const auto any = html::Selector::compile("figcaption, [class*=caption i], td").value();
    for (const auto& match : any.select(tree_.root())) {
        if (!is_caption(match.node) || bodies.has(match.node) || !bodies.hold(match.node)) continue;
        auto line = canonical_line(fields_.text(match, true));
        fields_.add_captions(match.node);
        auto& captions = reading_.text.captions;
        if (!line.empty() && std::ranges::find(captions, line) == captions.end())
            captions.push_back(std::move(line));
    }
    if (!reading_.text.captions.empty()) source("captions", Origin::generic, "figcaption");
}

void ArticleReader::fill_in()
{
    auto& text = reading_.text;
    if (text.title.empty() || text.summary.empty() || !text.author || !text.published_at) {
        auto stated = read_metadata(tree_, url_, reference_);
        if (stated.title) stated.title->text = without_site_name(stated.title->text, tree_);
        use("title", Origin::metadata, text.title, stated.title);
        if (text.title.empty()) use("title", Origin::generic, text.title, find_title(tree_));
        if (text.summary.empty()) use("summary", Origin::generic, text.summary, find_summary(tree_));
        use("summary", Origin::metadata, text.summary, stated.summary);
        use("author", Origin::metadata, text.author, stated.author);
        if (!text.author) use("author", Origin::generic, text.author, find_author(tree_));
        use("published_at", Origin::metadata, text.published_at, stated.published_at);
        if (!text.published_at) {
            use("published_at", Origin::generic, text.published_at, find_published(tree_, reference_));
            reading_.published_is_volatile = true;
        }
    }
    if (text.body.empty()) fill_in_body();
}

void ArticleReader::fill_in_body()
{
    auto content = find_content(tree_);
    if (!content) return;
    auto body = read_content(content, reading_.text.title,
                             [this](html::Node node) { return fields_.removed().has(node); });
    if (fields_.removed().hold(content) || body.text.empty()) return;
    reading_.text.body = std::move(body.text);
    std::string where(content.tag());
    if (!content.id().empty()) where += "#" + std::string(content.id());
    source("body", Origin::generic, where);
    if (reading_.text.captions.empty() && !body.captions.empty()) {
        reading_.text.captions = std::move(body.captions);
        source("captions", Origin::generic, "figcaption");
    }
}

void ArticleReader::warn()
{
    const auto& text = reading_.text;
    auto warn_if = [&](bool empty, const char* what) {
        if (empty) reading_.warnings.emplace_back(what);
    };
    warn_if(text.title.empty(), "no title was found");
    warn_if(text.summary.empty(), "no summary was found");
    warn_if(!text.author, "no author was found");
    warn_if(!text.published_at, "no date of publication was found");
    warn_if(text.body.empty(), "no body was found");
    auto letters = std::ranges::count_if(
        text.body, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    warn_if(!text.body.empty() && static_cast<std::size_t>(letters) < kShortBody,
            "body has fewer than 200 characters");
}

} // namespace

bool ArticleReading::by_rule(std::string_view field) const
{
    return std::ranges::any_of(sources, [&](const FieldSource& source) {
        return source.field == field && source.origin == Origin::rule;
    });
}

ArticleReading read_article(const html::Tree& tree, const ArticleRules& rules, std::string_view url,
                            Time reference)
{
    return ArticleReader(tree, rules, url, reference).read();
}

} // namespace baotin::parsers
