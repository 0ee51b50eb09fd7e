#include "config/site_file.hpp"

#include "config/article_block.hpp"
#include "config/fields.hpp"
#include "config/transport_block.hpp"
#include "config/visit_block.hpp"
#include "parsers/page_regions.hpp"

#include <array>

namespace baotin::config {

namespace {

constexpr std::int64_t kMostPages = 1'000;
constexpr std::array<std::string_view, 3> kKinds{"police", "press", "government"};
constexpr std::array<std::string_view, 3> kSourceKeys{"listing", "feed", "sitemap"};

void read_identity(Table& root, SiteFile& file)
{
    Site& site = *file.site;
    if (const auto id = root.need("id", "\"congan-haiphong\"")) {
        const auto text = as_site_id(*id);
        if (text && *text == kGenericSite)
            id->refuse("\"generic\" is reserved for the site without rules; choose another id");
        else if (text) {
            site.id = *text;
            file.id_place = id->place();
        }
    }
    if (const auto name = root.need("name", "\"Công an thành phố Hải Phòng\""))
        put(site.name, name->text("the site's name for readers"));
    if (const auto home = root.need("home", "\"https://congan.haiphong.gov.vn/\""))
        put(site.home, as_url(*home));
    if (const auto kind = root.take("kind"))
        if (const auto index = as_choice(*kind, kKinds)) site.kind = static_cast<SiteKind>(*index);
    if (const auto province = root.take("province")) site.province = as_province(*province);
    if (const auto checked = root.take("checked")) site.checked = checked->date();
}

/// `listing`, `feed` or `sitemap`: exactly one of them.
std::optional<Value> read_address(Table& block, Source& source)
{
    std::optional<Value> first;
    bool several = false;
    for (std::size_t i = 0; i < kSourceKeys.size(); ++i) {
        auto value = block.take(kSourceKeys[i]);
        if (!value) continue;
        if (first && !several)
            value->refuse(fmt::format("this [[source]] has a {} already; give the {} a [[source]] of its own",
                                      first->key(), value->key()));
        several = first.has_value();
        if (first) continue;
        source.kind = static_cast<SourceKind>(i);
        first = std::move(value);
    }
    if (!first) {
        block.refuse("this [[source]] says not where: it needs one of listing, feed or sitemap");
        return {};
    }
    if (const auto url = as_url(*first)) source.url = *url;
    return first;
}

std::optional<parsers::html::Selector> as_link_selector(const Value& value)
{
    auto selector = as_selector(value);
    if (!selector || !selector->selects_text()) return selector;
    value.refuse(fmt::format("{} names where a link leads, not its text: leave ::text away", value.key()));
    return {};
}

void read_listing(Table& block, Source& source, bool has_address)
{
    const auto links = block.take("links");
    const auto next = block.take("next");
    const auto pages = block.take("pages");
    if (!has_address) return;
    if (source.kind != SourceKind::listing) {
        for (const auto& value : {links, next, pages})
            if (value)
                value->refuse(fmt::format("{} is for a listing; a {} needs none", value->key(),
                                          to_string(source.kind)));
        return;
    }
    if (!links)
        block.refuse(
            "missing key \"links\" in [[source]]: the selector of a listing's article links, such as "
            "links = \".news-list h3 a\"");
    auto link_selector = links ? as_link_selector(*links) : std::nullopt;
    auto next_selector = next ? as_link_selector(*next) : std::nullopt;
    if (link_selector)
        source.rules = parsers::ListingRules{*std::move(link_selector), std::move(next_selector)};
    if (source.rules)
        source.regions = std::make_shared<parsers::html::RegionPlan>(parsers::plan_regions(*source.rules));
    if (!pages) return;
    if (const auto count = pages->number(1, kMostPages)) source.pages = static_cast<int>(*count);
    if (source.pages > 1 && !next)
        pages->refuse("pages needs next: the selector of the link to the next page");
}

std::vector<Source> read_sources(Table& root, SiteFile& places)
{
    std::vector<Source> sources;
    for (Table& block : root.tables("source")) {
        Source source;
        const auto address = read_address(block, source);
        read_listing(block, source, address.has_value());
        block.refuse_unknown_keys();
        if (address && !source.url.empty()) places.sources.push_back({source.url, address->place()});
        sources.push_back(std::move(source));
    }
    if (!root.has("source"))
        root.refuse("no [[source]]: say where the site announces articles, a listing, feed or sitemap");
    return sources;
}

} // namespace

SiteFile read_site_file(const std::filesystem::path& file, Problems& problems)
{
    SiteFile read{std::make_shared<Site>(), {}, {}};
    Site& site = *read.site;
    site.file = file.lexically_normal().string();
    site.id = file.stem().string();
    const auto document = Document::open(file, problems);
    if (!document) return read;
    Table root(*document, document->root(), "");
    read_identity(root, read);
    site.sources = read_sources(root, read);
    read_articles(root, site);
    site.regions = std::make_shared<parsers::html::RegionPlan>(parsers::plan_regions(site.rules));
    if (auto visit = root.table("visit")) {
        read_visit(*visit, site.visit);
        visit->refuse_unknown_keys();
    }
    read_transport(root, site.transport);
    root.refuse_unknown_keys();
    return read;
}

} // namespace baotin::config
