#include "parsers/url_shape.hpp"

#include "parsers/text/ascii.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace baotin::parsers {
namespace {

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators)
{
    std::vector<std::string_view> pieces;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto end = std::min(text.find_first_of(separators, begin), text.size());
        if (end > begin) pieces.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return pieces;
}

bool is_year(std::string_view digits)
{
    return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

UrlShape::Id id_of(std::string_view digits)
{
    if (digits.empty()) return UrlShape::Id::none;
    if (digits.size() >= 12) return UrlShape::Id::stamp;
    return digits.size() < 4 || is_year(digits) ? UrlShape::Id::small : UrlShape::Id::number;
}

/// The digits by which a piece of a slug is an id: `5047470`, `post18832`, `i759213`, `d2021`.
std::string_view digits_of(std::string_view piece)
{
    auto digits = std::ranges::find_if(piece, is_digit) - piece.begin();
    auto tail = piece.substr(static_cast<std::size_t>(digits));
    bool only_digits = !tail.empty() && std::ranges::all_of(tail, is_digit);
    return only_digits && digits <= 6 ? tail : std::string_view();
}

/// Segments under which sites keep what is not one article: of Vietnamese and of other sites.
constexpr auto kUtilitySegments = std::to_array<std::string_view>(
    {"tag",        "tags",        "topic",      "topics",      "author",    "authors", "tac-gia",
     "search",     "tim-kiem",    "login",      "dang-nhap",   "register",  "rss",     "feed",
     "video",      "videos",      "podcast",    "podcasts",    "event",     "events",  "su-kien",
     "collection", "category",    "categories", "chu-de",      "chuyen-de", "page",    "trang",
     "timeline",   "tin-tuc-24h", "user",       "users",       "account",   "contact", "lien-he",
     "quang-cao",  "hashtag",     "tu-khoa",    "dong-su-kien"});

bool is_utility(const std::vector<std::string_view>& segments)
{
    return std::ranges::any_of(segments, [](std::string_view segment) {
        auto name = lowered(segment.substr(0, segment.rfind('.')));
        bool page = name.starts_with("trang-") || name.starts_with("page-");
        return (page && std::ranges::any_of(name, is_digit) && name.size() < 10) ||
               std::ranges::find(kUtilitySegments, name) != kUtilitySegments.end();
    });
}

bool is_dated(const std::vector<std::string_view>& segments)
{
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].size() == 10 && is_year(segments[i].substr(0, 4)) && !is_digit(segments[i][4]))
            return true;
        if (i + 1 < segments.size() && is_year(segments[i]) && std::ranges::all_of(segments[i + 1], is_digit))
            return true;
    }
    return false;
}

/// `?id=1234`, `ItemID=77`, `newsid`, `p=123`: how sites without rewritten addresses name an article.
UrlShape::Id id_in_query(std::string_view query)
{
    auto best = UrlShape::Id::none;
    for (auto parameter : split(query, "&")) {
        auto equals = parameter.find('=');
        if (equals == parameter.npos) continue;
        auto name = lowered(parameter.substr(0, equals));
        auto value = parameter.substr(equals + 1);
        bool names_one = name.ends_with("id") || name == "p" || name.starts_with("news") || name == "n";
        bool section = name.starts_with("cat") || name.starts_with("tab") || name.starts_with("page");
        if (names_one && !section && std::ranges::all_of(value, is_digit))
            best = std::max(best, id_of(value));
    }
    return best;
}

void read_segment(std::string_view segment, UrlShape& shape)
{
    std::size_t words = 0;
    auto id = UrlShape::Id::none;
    auto pieces = split(segment, "-_.+");
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto digits = digits_of(pieces[i]);
        // An id stands at the end or the beginning; a number between words belongs to the headline.
        bool at_edge = i == 0 || i + 1 == pieces.size();
        if ((at_edge || id_of(digits) == UrlShape::Id::stamp) && id_of(digits) > id) {
            id = id_of(digits);
            shape.mark = lowered(pieces[i].substr(0, pieces[i].size() - digits.size()));
        }
        words += std::ranges::any_of(pieces[i], is_letter) && (digits.empty() || !at_edge);
    }
    shape.slug_words = std::max(shape.slug_words, words);
    shape.id = std::max(shape.id, id);
}

} // namespace

std::optional<UrlShape> shape_of(std::string_view normal)
{
    auto parts = split_url(normal);
    if (!parts) return std::nullopt;
    auto segments = split(parts->path, "/");
    if (segments.empty() && parts->query.empty()) return std::nullopt;
    UrlShape shape;
    shape.host = parts->host.starts_with("www.") ? parts->host.substr(4) : parts->host;
    shape.depth = segments.size();
    if (segments.size() > 1) shape.directory = lowered(segments.front());
    shape.utility = is_utility(segments);
    shape.dated = is_dated(segments);
    if (!segments.empty()) {
        auto& last = segments.back();
        if (auto dot = last.rfind('.');
            dot != last.npos && last.size() - dot <= 6 && is_letter(last.back())) {
            shape.extension = lowered(last.substr(dot));
            last = last.substr(0, dot);
        }
    }
    for (auto segment : segments)
        read_segment(segment, shape);
    shape.id = std::max(shape.id, id_in_query(parts->query));
    return shape;
}

std::string UrlShape::key() const
{
    if (id == Id::stamp) return fmt::format("{}|stamp", extension);
    if (id == Id::number)
        return fmt::format("{}|{}|{}number{}", host, extension, mark, dated ? "|dated" : "");
    if (dated) return fmt::format("{}|{}|dated", host, extension);
    return fmt::format("{}|{}|{}|{}", host, extension, directory, depth);
}

} // namespace baotin::parsers
