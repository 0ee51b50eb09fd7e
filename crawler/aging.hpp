#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::crawler {

/// How the edits of a site's articles fade with age: edits an hour of an average article, by its age in
/// hours. Learned from every look at an article; before that, young articles are edited most and one in ten
/// ever. A value.
class Aging {
public:
    Aging();

    /// Edits expected of an average article between two ages.
    [[nodiscard]] double edits(double from, double to) const;
    /// The integral of √rate between two ages.
    [[nodiscard]] double roots(double from, double to) const;
    /// The age at which the integral of √rate since `from` reaches `wanted`, at most `latest`.
    [[nodiscard]] double age_after(double from, double wanted, double latest) const;

    /// A look at age `to` found the text changed or not since the look at age `from`.
    void learn(double from, double to, bool changed);

    [[nodiscard]] std::string json() const;
    static std::optional<Aging> parse(std::string_view json); ///< nothing where it is not json()'s

private:
    static constexpr std::size_t kAges = 9;
    template <class Visit>
    void each_age(double from, double to, Visit visit) const;
    void refresh();

    std::array<double, kAges> seen_{};    // edits
    std::array<double, kAges> watched_{}; // article-hours
    std::array<double, kAges> rate_{};
};

} // namespace baotin::crawler
