#pragma once

#include "http_server.hpp"
#include "site_lab.hpp"
#include "site_pages.hpp"

#include <cstdint>
#include <ctime>
#include <deque>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::lab {

/// One site of the lab: its articles, its moods and what it was asked. Any thread.
class Site {
public:
    /// Reads `source/pages/ID.html` and `source/seeds/ID.txt`; the first article there is the seed.
    Site(const SiteShape& shape, const std::filesystem::path& source, HttpServer& server);

    [[nodiscard]] const std::string& id() const { return shape_.id; }
    [[nodiscard]] const std::string& base() const { return base_; }
    [[nodiscard]] int most_at_once() const { return door_->most_at_once; }
    [[nodiscard]] std::vector<SiteLab::Article> articles() const;
    [[nodiscard]] SiteLab::Article seed() const;
    [[nodiscard]] std::vector<Hit> hits() const;

    SiteLab::Article publish(std::string_view title, std::string_view body);
    void edit(std::string_view key, std::string_view from, std::string_view to);
    void remove(std::string_view key, int status);
    void restore(std::string_view key);
    SiteLab::Article move(std::string_view key, bool redirect);

    void behave(std::string_view path, Behaviour behaviour);
    void set_robots(std::string_view text);
    void set_counters(bool moving);
    void set_rotation(unsigned rotation);
    void set_charset(std::string_view charset);
    void set_validators(bool send);
    void set_soft_404(bool soft);
    void set_redesigned(bool redesigned);

private:
    /// A page as rendered, but for its counters.
    struct Page {
        std::vector<std::string> literals; ///< one more than slots
        std::string slots;
        std::string content_type;
        std::uint64_t change = UINT64_MAX; ///< the state of the site that it shows
        std::uint64_t hash = 0;
        std::time_t modified = 0;
        std::uint64_t made_at = UINT64_MAX; ///< the visit whose counters stand in `plain` and `zipped`
        std::shared_ptr<const std::string> plain, zipped;
    };

    Reply answer(const Request& request);
    Reply page_for(const Request& request);
    Reply not_found(const Request& request, int status);
    Reply reply_with(Page& page, const Request& request);
    void render(Page& page, std::string_view content_type, const std::string& text);
    std::shared_ptr<const std::string> body_of(Page& page, bool zipped) const;
    [[nodiscard]] std::string count(char slot) const;
    Reply document_reply(const Document& document, const Request& request);
    [[nodiscard]] const Behaviour* behaviour_for(const Request& request) const;
    [[nodiscard]] std::vector<const Standing*> live() const;
    [[nodiscard]] SiteLab::Article describe(const Standing& article) const;
    Standing& find(std::string_view key);
    void give_path(Standing& article);
    void note(const Request& request, const Reply& reply);

    const SiteShape& shape_;
    const std::filesystem::path source_;
    mutable std::mutex mutex_;     ///< guards all below but for base_ and door_
    std::list<Standing> articles_; ///< newest first
    int seed_number_ = 0;
    int last_number_ = 0;
    std::map<std::string, int, std::less<>>
        addresses_; ///< path → number of the article, also where it stood once
    std::map<std::string, Behaviour, std::less<>> behaviours_;
    std::string robots_;
    std::string charset_ = "utf-8";
    bool counters_ = true;
    bool validators_ = false;
    bool soft_404_ = false;
    bool redesigned_ = false;
    std::uint64_t visits_ = 0;
    std::time_t modified_;
    std::uint64_t changes_ = 0;
    std::map<std::string, Page, std::less<>> pages_; ///< by path and page number
    std::deque<Hit> hits_;
    std::string base_;
    std::unique_ptr<SitePages> render_;
    std::shared_ptr<const Door> door_;
};

} // namespace baotin::lab
