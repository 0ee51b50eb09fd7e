#include "parsers/article.hpp"
#include "parsers/article_fields.hpp"
#include "parsers/base_url.hpp"
#include "parsers/boilerplate.hpp"
#include "parsers/generic.hpp"
#include "parsers/generic_fields.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/metadata.hpp"
#include "parsers/pictures.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/url.hpp"

#include <algorithm>
#include <utility>

namespace baotin::parsers {
namespace {

constexpr std::size_t kShortBody = 200; // characters

/// Does a page look as this generation says? By its body, else by its title.
bool fits(const Generation& rules, html::Node root)
{
    FieldReader fields(root, rules);
    return (rules.body.empty() ? fields.first(rules.title) : fields.all(rules.body)).has_value();
}

} // namespace

std::size_t generation_of(const ArticleRules& rules, html::Node root)
{
    if (rules.generations.size() < 2) return 0;
    auto found =
        std::ranges::find_if(rules.generations, [&](const Generation& one) { return fits(one, root); });
    return found == rules.generations.end() ? 0 : static_cast<std::size_t>(found - rules.generations.begin());
}

namespace {

const Generation& generation(const ArticleRules& rules, std::size_t index)
{
    static const Generation none;
    return rules.generations.empty() ? none : rules.generations[index];
}

/// Fills an ArticleReading: the site's rules first, then what the page states about itself, then guesses.
class ArticleReader {
public:
    ArticleReader(const html::Tree& tree, const ArticleRules& rules, std::size_t index, std::string_view url,
                  Time reference)
        : tree_(tree),
          rules_(generation(rules, index)),
          fallback_(rules.fallback),
          url_(url),
          base_(base_url(tree.root(), url)),
          reference_(reference),
          fields_(tree.root(), rules_)
    {
        reading_.generation = index;
    }

    ArticleReading read()
    {
        reading_.canonical_url = read_canonical_url(tree_, url_);
        by_rules();
        note_rule_matches();
        switch (fallback_) {
        case Fallback::generic:
            fill_in();
            break;
        case Fallback::none:
            break;
        }
        find_pictures();
        find_more();
        reading_.removed = fields_.removed_texts();
        warn();
        return std::move(reading_);
    }

private:
    void by_rules();
    void dates_by_rules();
    void note_rule_matches();
    void fill_in();
    void fill_in_body(const std::optional<Stated>& stated);
    void take_out_captions();
    void find_pictures();
    void find_more();
    void warn();

    void source(std::string field, Origin origin, std::string selector)
    {
        reading_.sources.push_back({std::move(field), origin, std::move(selector)});
    }
    template <typename Text>
    void take(const char* field, Text& into, std::optional<Found> found)
    {
        if (!found) return;
        into = std::move(found->text);
        source(field, Origin::rule, std::move(found->selector));
    }
    static bool is_missing(const std::string& text) { return text.empty(); }
    static bool is_missing(const std::optional<std::string>& text) { return !text; }
    template <typename Text>
    void use(const char* field, Origin origin, Text& into, const std::optional<Stated>& stated)
    {
        if (!is_missing(into) || !stated || stated->text.empty()) return;
        into = stated->text;
        source(field, origin, stated->where);
    }
    [[nodiscard]] bool is_removed(html::Node node) const { return fields_.removed().has(node); }

    const html::Tree& tree_;
    const Generation& rules_;
    Fallback fallback_;
    std::string_view url_;
    std::string base_;
    Time reference_;
    FieldReader fields_;
    html::Node content_;                     ///< the element whose text the generic reader took for the body
    std::vector<std::string> stated_images_; ///< by the page's head
    ArticleReading reading_;
};

void ArticleReader::by_rules()
{
    auto& text = reading_.text;
    if (fallback_ == Fallback::generic && rules_.captions.empty()) take_out_captions();
    take("title", text.title, fields_.first(rules_.title));
    take("summary", text.summary, fields_.all(rules_.summary));
    if (auto author = fields_.first(rules_.author)) {
        author->text = without_author_label(author->text);
        if (!author->text.empty()) take("author", text.author, std::move(author));
    }
    dates_by_rules();
    take("body", text.body, fields_.all(rules_.body));
    if (auto captions = fields_.captions(); !captions.empty()) {
        text.captions = std::move(captions);
        source("captions", Origin::rule, rules_.captions.front().source());
    }
    take("section", reading_.particulars.section, fields_.last(rules_.section));
}

void ArticleReader::dates_by_rules()
{
    auto published = fields_.date(rules_.published, reference_);
    reading_.published_is_volatile = published && published->relative_date;
    take("published_at", reading_.text.published_at, std::move(published));
    take("modified_at", reading_.particulars.modified_at, fields_.date(rules_.modified, reference_));
}

void ArticleReader::note_rule_matches()
{
    for (const auto& [field, rules] : fields_of(rules_))
        if (!rules->empty()) reading_.rule_matches.push_back({field, reading_.by_rule(field)});
}

/// Without a rule for captions, what is plainly one inside the rules' body is taken out of it.
void ArticleReader::take_out_captions()
{
    Elements bodies;
    for (const auto& rule : rules_.body)
        bodies.add(rule.selector().select(tree_.root()));
    if (bodies.empty()) return;
    static const auto any = html::Selector::compile("figcaption, [class*=caption i], td").value();
    DistinctLines captions;
    for (const auto& match : any.select(tree_.root())) {
        if (!is_caption(match.node) || bodies.has(match.node) || !bodies.hold(match.node)) continue;
        captions.add(canonical_line(fields_.text(match, true)));
        fields_.add_captions(match.node);
    }
    reading_.text.captions = captions.take();
    if (!reading_.text.captions.empty()) source("captions", Origin::generic, "figcaption");
}

void ArticleReader::fill_in()
{
    auto& text = reading_.text;
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
    if (text.body.empty()) fill_in_body(stated.body);
    auto& more = reading_.particulars;
    use("section", Origin::metadata, more.section, stated.section);
    use("modified_at", Origin::metadata, more.modified_at, stated.modified_at);
    stated_images_ = std::move(stated.images);
}

void ArticleReader::fill_in_body(const std::optional<Stated>& stated)
{
    auto content = find_content(tree_);
    GenericBody body;
    if (content && !fields_.removed().hold(content))
        body =
            read_content(content, reading_.text.title, [this](html::Node node) { return is_removed(node); });
    // Some pages show their text by script only, and state it for search engines.
    if (stated && body.text.size() < kShortBody && stated->text.size() > 2 * kShortBody) {
        use("body", Origin::metadata, reading_.text.body, stated);
        return;
    }
    if (body.text.empty()) return;
    content_ = content;
    reading_.text.body = std::move(body.text);
    std::string where(content.tag());
    if (!content.id().empty()) where += "#" + std::string(content.id());
    source("body", Origin::generic, where);
    if (reading_.text.captions.empty() && !body.captions.empty()) {
        reading_.text.captions = std::move(body.captions);
        source("captions", Origin::generic, "figcaption");
    }
}

void ArticleReader::find_pictures()
{
    auto& images = reading_.particulars.images;
    auto removed = [this](html::Node node) { return is_removed(node); };
    for (const auto& rule : rules_.images) {
        for (const auto& match : rule.selector().select(tree_.root())) {
            if (fields_.removed().hold(match.node)) continue;
            if (match.is_whole()) {
                add_pictures(match.node, base_, removed, images);
                continue;
            }
            auto url = normalise_url(fields_.text(rule, match, true), base_);
            if (url && images.size() < kMostPictures && std::ranges::find(images, *url) == images.end())
                images.push_back(std::move(*url));
        }
        if (images.empty()) continue;
        source("images", Origin::rule, rule.source());
        return;
    }
    if (!rules_.images.empty() && fallback_ == Fallback::none) return;
    for (const auto& rule : rules_.body)
        for (const auto& match : rule.selector().select(tree_.root()))
            if (!fields_.removed().hold(match.node)) add_pictures(match.node, base_, removed, images);
    if (content_) add_pictures(content_, base_, removed, images);
    if (!images.empty()) {
        source("images", Origin::generic, "img in the body");
    } else if (!stated_images_.empty()) {
        images = std::move(stated_images_);
        source("images", Origin::metadata, "og:image");
    }
}

void ArticleReader::find_more()
{
    for (const auto& match : select_all(rules_.more, tree_.root())) {
        auto reference = match.node.attribute(match.attribute.empty() ? "href" : match.attribute);
        auto next = reference && !reference->empty() ? normalise_url(*reference, base_) : std::nullopt;
        if (!next || next == normalise_url(url_) || !same_site(*next, url_)) continue;
        reading_.more = std::move(next);
        return;
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
    constexpr std::size_t bytes_a_character = 4; // at most: a longer body need not be counted
    auto letters =
        std::ranges::count_if(std::string_view(text.body).substr(0, bytes_a_character * kShortBody),
                              [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    warn_if(!text.body.empty() && static_cast<std::size_t>(letters) < kShortBody,
            "body has fewer than 200 characters");
}

} // namespace

ArticleReading read_article(const html::Tree& tree, const ArticleRules& rules, std::string_view url,
                            Time reference)
{
    return ArticleReader(tree, rules, generation_of(rules, tree.root()), url, reference).read();
}

} // namespace baotin::parsers
