#pragma once

#include "config/site.hpp"
#include "crawler/memory.hpp"
#include "crawler/page_reader.hpp"
#include "crawler/parse_pool.hpp"
#include "crawler/polite_fetch.hpp"
#include "crawler/soft_404.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace baotin::crawler {

/// Learns what each site says at an address that cannot exist, by asking for one, and tells by that when an
/// article's page says it too.
///
/// Lives on the loop. All that it is made of must outlive it.
class NotFoundProbe {
public:
    NotFoundProbe(PoliteFetch& fetch, ParsePool& pool, Memory& memory, PageLimits limits, Clock& clock);

    void load(const std::vector<archive::Lesson>& lessons) { known_.load(lessons); }

    [[nodiscard]] bool is_due(const std::string& site) const { return known_.is_due(site, clock_.now()); }
    /// Asks for a neighbour of the article at `url`, which was just read as `text`, within the caller's turn.
    boost::asio::awaitable<void> look(std::string url, parsers::ArticleText text,
                                      std::shared_ptr<const config::Site> site, Turn& turn);
    void suspect_redesign(const std::string& site) { known_.suspect_redesign(site, clock_.now()); }

    /// Why the page is a soft 404, one sentence: by where it led, and by what it says.
    [[nodiscard]] std::optional<std::string> by_address(const std::string& site, std::string_view asked,
                                                        std::string_view ended) const;
    [[nodiscard]] std::optional<std::string> by_text(const std::string& site,
                                                     const parsers::ArticleText& text) const;

private:
    /// Nothing where we are shutting down.
    boost::asio::awaitable<std::optional<NotFoundAnswer>>
    ask(std::string url, std::shared_ptr<const config::Site> site, Turn& turn);

    PoliteFetch& fetch_;
    ParsePool& pool_;
    Memory& memory_;
    PageLimits limits_;
    Clock& clock_;
    SoftNotFound known_;
    std::minstd_rand random_{clock_.seed()}; // addresses and jitter; nothing secret
};

} // namespace baotin::crawler
