#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::lab {

/// What a path of a lab site answers instead of its page.
struct Behaviour {
    enum class Kind {
        normal,
        status,     ///< `status`, with `retry_after` where set
        slow,       ///< the page, a few bytes at a time, over `duration`
        silent,     ///< accepts the request and never answers
        cut_off,    ///< the head of the page, then the connection is closed
        reset,      ///< TCP reset
        too_large,  ///< 50 MB of page
        random,     ///< random bytes as text/html
        nested,     ///< 100,000 nested tags
        challenge,  ///< the D1N stub, until its cookie comes: then the page
        error_page, ///< the web server's own page for `status`, answered with 200
        login,      ///< a login form, answered with 200
        endless,    ///< a page without end
        bomb,       ///< 64 MB in 64 kB of gzip
        tired,      ///< the page; from the eleventh request of a connection on a TCP reset
        redirect    ///< `status` 301 or 302 to `target`
    };
    Kind kind = Kind::normal;
    int status = 503;
    std::optional<std::string> retry_after;
    std::chrono::milliseconds duration{0};
    std::string target;
};

/// One request as a lab site saw it.
struct Hit {
    std::string path;
    std::string user_agent;
    std::string if_none_match;
    int status = 0; ///< 0: silent or reset
    std::chrono::steady_clock::time_point at;
    std::string cookie; ///< the Cookie header, as sent
};

/// The five seed sites, played by a real HTTP server on loopback ports: hand-built pages in the shape of the
/// real ones, carrying the seeds' full text. Runs on a thread of its own; every member may be called from any
/// thread.
///
/// Site ids are those of `config/sites.d`: bocongan, congan-haiphong, congan-sonla, thst, congthuong.
class SiteLab {
public:
    SiteLab();
    ~SiteLab();
    SiteLab(const SiteLab&) = delete;
    SiteLab& operator=(const SiteLab&) = delete;

    [[nodiscard]] std::vector<std::string> site_ids() const;
    [[nodiscard]] std::string base(std::string_view site) const; ///< `http://127.0.0.1:PORT`

    /// Writes `directory/baotin.toml` and `directory/sites.d/`: the shipped site files of `shipped` with
    /// their hosts replaced by the lab's, `allow_private = true`, and `[visit]` set to `visit` (TOML lines,
    /// e.g. `every = "1s"\ndelay = "0s"`); `main` is appended to baotin.toml (hooks, web). The store is
    /// `directory/baotin.db`.
    void write_config(const std::filesystem::path& directory, const std::filesystem::path& shipped,
                      std::string_view visit, std::string_view main) const;

    struct Article {
        std::string site;
        std::string key; ///< identifies it in the calls below
        std::string path;
        std::string title;
    };
    /// What stands on the sites from the start: each site's seed and a few older articles.
    /// And what was published since; without what was removed; newest first.
    [[nodiscard]] std::vector<Article> articles(std::string_view site) const;
    [[nodiscard]] Article seed(std::string_view site) const;

    /// On top of the listing and feed, published now, without summary and author. Each line of `body` is a
    /// paragraph;
    /// `[ảnh] …` is a picture with its caption, `[chữ to] …` a paragraph with a drop cap.
    Article publish(std::string_view site, std::string_view title, std::string_view body);
    /// Wherever `from` occurs in title, summary, author, a paragraph or a caption; throws where it does not.
    void edit(const Article& article, std::string_view from, std::string_view to);
    void remove(const Article& article, int status = 404); ///< off the listing; its URL answers 404 or 410
    void restore(const Article& article);
    Article move(const Article& article,
                 bool redirect = true); ///< to a new path; the old one redirects (301) or answers 404

    /// `path` with or without its query; `*`: the whole site, `/robots.txt` too. The nearest one said counts,
    /// so a path that was told to be normal stays so when the site falls over.
    void behave(std::string_view site, std::string_view path, Behaviour behaviour);
    void set_robots(std::string_view site, std::string_view text);
    void
    set_counters(bool moving); ///< view counters and visitors online change with every request (default: yes)
    void rotate_related();     ///< other adverts and related boxes from now on
    void set_charset(std::string_view site,
                     std::string_view charset); ///< utf-8, windows-1258: pages are served in it
    void
    set_validators(std::string_view site,
                   bool send); ///< ETag and Last-Modified, answering 304 (default: no, since counters move)

    /// Answers addresses that do not exist, and removed articles, with 200 and a page in the site's dress.
    void set_soft_404(std::string_view site, bool soft);

    /// Renames every class of the site's pages: `title` becomes `moi-title`. Its feed stays as it is.
    void set_redesigned(std::string_view site, bool redesigned);

    [[nodiscard]] std::vector<Hit> hits(std::string_view site) const; ///< at most the last 200,000
    [[nodiscard]] int
    most_at_once(std::string_view site) const; ///< the highest number of requests in flight at one time

private:
    class Sites;
    std::unique_ptr<Sites> sites_;
};

} // namespace baotin::lab
