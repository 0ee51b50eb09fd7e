#pragma once

#include "parsers/timestamp.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace baotin::sim {

using parsers::Time;
using std::chrono::milliseconds;

/// What an article says, as the archive's canonical text will have it.
struct Text {
    std::string title, summary, author, caption;
    std::vector<std::string> paragraphs;
    bool operator==(const Text&) const = default;

    [[nodiscard]] std::string body() const; ///< paragraphs separated by one line break
    [[nodiscard]] std::string field(const std::string& name) const;
};

struct Version {
    Time at;
    Text text;
};

/// The article's page answers 404 or 410 meanwhile.
struct Absence {
    Time from, until;
    int status = 404;
};

struct Address {
    Time since;
    std::string path;
    bool redirects = true; ///< the address before leads here with 301; else it answers 404
};

/// An article as it really is, at every time: written down before the simulation begins.
struct TrueArticle {
    std::string token;              ///< stands in every title of it: `tin số 00042`
    std::vector<Version> versions;  ///< the first is its publication
    std::vector<Absence> absences;  ///< in order
    std::vector<Address> addresses; ///< the first from its publication on
    bool forbidden = false;         ///< robots.txt does not want it asked for

    [[nodiscard]] Time published() const { return versions.front().at; }
    [[nodiscard]] std::size_t version_at(Time time) const;
    [[nodiscard]] const Address& address_at(Time time) const;
    [[nodiscard]] const Absence* absence_at(Time time) const; ///< null: it is there
};

enum class Trouble { silent, refused, server_error, pushed_back, all_not_found, challenge };

struct Outage {
    Time from, until;
    Trouble what = Trouble::silent;
    int status = 503;
    std::chrono::seconds retry_after{0}; ///< of `pushed_back`; 0: it does not say
};

enum class Validating { none, honest, lying };

/// A publisher as it really is.
struct TrueSite {
    std::string id;
    std::string host;
    std::string folder;               ///< of all its pages: two sites may share a host
    std::optional<Time> moves_to_www; ///< since then the host answers 301 to the same path of www.host
    std::optional<std::string> budget;
    milliseconds delay{2000};
    std::optional<std::chrono::seconds> crawl_delay;
    bool has_robots = true;
    Validating validating = Validating::none;
    bool counters = true; ///< visit counters inside every page, another figure on each request
    bool listing = true, feed = false, sitemap = false;
    std::vector<TrueArticle> articles; ///< by publication
    std::vector<Outage> outages;

    [[nodiscard]] std::string host_at(Time time) const;
    [[nodiscard]] std::string url_at(const TrueArticle& article, Time time) const;
    [[nodiscard]] const Outage* outage_at(Time time) const;
    [[nodiscard]] bool troubled(Time from, Time until) const; ///< any outage in between
    [[nodiscard]] std::string budget_of(const std::string& host_key) const;
};

/// Everything that happens, written down before it does: the ledger that every event is held against.
struct Truth {
    Time start, end;
    std::vector<TrueSite> sites;

    [[nodiscard]] const TrueSite* site(const std::string& id) const;
};

/// The `tin số 00042` in a title; empty where there is none.
std::string token_in(const std::string& title);

} // namespace baotin::sim
