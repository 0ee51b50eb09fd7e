#pragma once

#include "archive/lesson.hpp"
#include "parsers/article.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::crawler {

using parsers::Time;

/// What a site says at an address that cannot exist.
struct NotFoundAnswer {
    enum class Kind {
        honest, ///< 404 or 410: its pages that are gone say so
        soft,   ///< a page
        unknown ///< neither: it failed or was forbidden; to be tried again
    };
    Kind kind = Kind::unknown;
    std::string address;               ///< soft: where it redirected to; empty: it answered at once
    std::string title;                 ///< soft: folded; empty where the page gave no reading
    std::vector<std::uint32_t> sketch; ///< soft: of its text, sorted
    bool operator==(const NotFoundAnswer&) const = default;
};

/// The soft answer of a page that was read; long texts are not kept: such a site shows real articles there,
/// which must not be taken for its not-found page.
NotFoundAnswer soft_answer(const parsers::ArticleText& text, std::string address);

/// An address beside `article` (normalised) of the same shape, which cannot exist: letters of its slug, its
/// number and the numbers of its query replaced. Another one for another `seed`.
std::string improbable_sibling(std::string_view article, std::uint64_t seed);

/// Does an article's page say what `answer` says? Then one sentence for its visit's detail.
std::optional<std::string> soft_404_at(const NotFoundAnswer& answer, std::string_view asked,
                                       std::string_view ended);
std::optional<std::string> soft_404_in(const NotFoundAnswer& answer, const parsers::ArticleText& text);

/// What is known of each site's not-found pages, and when it is looked into again: with the first article
/// read, then weekly, a day after a try that told nothing, and soon where the site seems rebuilt.
///
/// Lives on the loop; takes `now` and asks no clock.
class SoftNotFound {
public:
    static constexpr const char* kLesson = "soft-404";

    /// What the archive remembers, at the start. What was learned since stays.
    void load(const std::vector<archive::Lesson>& lessons);

    [[nodiscard]] bool is_due(const std::string& site, Time now) const;
    /// Takes the site as asked, so that two visits at once do not both ask.
    void asking(const std::string& site, Time now);
    /// `jitter` in [0, 1). Answers what to keep.
    archive::Lesson learn(const std::string& site, NotFoundAnswer answer, Time now, double jitter);
    /// The site's rules stopped matching: perhaps it was rebuilt.
    void suspect_redesign(const std::string& site, Time now);

    /// Null where nothing is known.
    [[nodiscard]] const NotFoundAnswer* answer_of(const std::string& site) const;

private:
    struct Known {
        NotFoundAnswer answer;
        Time asked{};
        Time next{};
    };
    std::map<std::string, Known> sites_;
};

/// As a lesson's value, and back; nothing where it is not one of ours.
std::string to_json(const NotFoundAnswer& answer, Time next);
struct NotFoundLesson {
    NotFoundAnswer answer;
    Time next{};
};
std::optional<NotFoundLesson> read_not_found_lesson(std::string_view json);

} // namespace baotin::crawler
