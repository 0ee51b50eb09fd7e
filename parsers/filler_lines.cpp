#include "parsers/filler_lines.hpp"

#include "parsers/text/fold.hpp"

#include <algorithm>
#include <array>

namespace baotin::parsers {
namespace {

constexpr std::size_t kLongest = 160; // bytes: sentences of an article may begin alike

/// The whole line, but for a colon or full stops behind it.
constexpr auto kWhole = std::to_array<std::string_view>({"advertisement",
                                                         "advert",
                                                         "ad",
                                                         "ads",
                                                         "quang cao",
                                                         "publicidade",
                                                         "publicite",
                                                         "anzeige",
                                                         "реклама",
                                                         "comments",
                                                         "comment",
                                                         "binh luan",
                                                         "share",
                                                         "chia se",
                                                         "chia se luu",
                                                         "luu",
                                                         "related",
                                                         "related articles",
                                                         "related stories",
                                                         "tin lien quan",
                                                         "bai lien quan",
                                                         "tin bai lien quan",
                                                         "xem them",
                                                         "doc them",
                                                         "read more",
                                                         "story continues below advertisement",
                                                         "article continues below advertisement",
                                                         "continue reading",
                                                         "print",
                                                         "email",
                                                         "in bai nay",
                                                         "in bai viet",
                                                         "gui email",
                                                         "loading",
                                                         "more",
                                                         "baca juga",
                                                         "leia mais",
                                                         "leia tambem",
                                                         "mehr zum thema",
                                                         "ver mas",
                                                         "subscribe",
                                                         "sign up",
                                                         "you may also like",
                                                         "you might also like",
                                                         "iklan"});

constexpr auto kBegins = std::to_array<std::string_view>(
    {"like this story", "share this article", "share this story", "follow us on", "follow him on",
     "follow her on", "sign up for", "subscribe to", "click here to", "click here for",
     "tell us what you think", "this slideshow requires javascript", "related:", "read more:", "read also:",
     "also read:", "read next:", "see also:", "recommended:", "related roundup:", "related post:",
     "related article:", "related story:", "tempo de leitura:", "buyer's guide:", "related forum:",
     "have a tip?", "download our app", "moi ban doc theo doi", "moi quy ban doc", "moi doc gia",
     "moi ban doc xem", "xem them:", "doc them:", "xem them tai", ">> xem them", ">>> xem them",
     "tin lien quan:", "baca juga:", "leia tambem:", "leia mais:", "lee tambien:", "lire aussi",
     "lesen sie auch", "читайте также", "please enable javascript", "all rights reserved",
     // Counters and marks of Vietnamese CMS (NukeViet, VHV): they move on every visit.
     "tong so diem cua bai viet", "click de danh gia bai viet", "luot xem:", "so luot xem", "luot truy cap",
     "tong truy cap", "dang truy cap:", "truc tuyen:", "nhung tin moi hon", "nhung tin cu hon",
     "y kien ban doc", "tu khoa:", "tags:", "copyright ©", "© "});

} // namespace

bool is_filler_line(std::string_view line)
{
    if (line.size() > kLongest) return false;
    auto folded = fold(line);
    while (!folded.empty() && std::string_view(":. …»>").find(folded.back()) != std::string_view::npos)
        folded.pop_back();
    if (std::ranges::find(kWhole, folded) != kWhole.end()) return true;
    folded = fold(line);
    return std::ranges::any_of(kBegins, [&](std::string_view begin) { return folded.starts_with(begin); });
}

std::string without_filler_lines(const std::string& text)
{
    std::string kept;
    for (std::size_t begin = 0; begin < text.size();) {
        auto end = std::min(text.find('\n', begin), text.size());
        auto line = std::string_view(text).substr(begin, end - begin);
        if (!is_filler_line(line)) {
            if (!kept.empty()) kept += '\n';
            kept += line;
        }
        begin = end + 1;
    }
    return kept;
}

} // namespace baotin::parsers
