#include "crawler/not_found_probe.hpp"

#include "crawler/page_reader.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;
using Kind = NotFoundAnswer::Kind;

constexpr std::chrono::milliseconds kLongestWait = 2min; // a slower host is not asked for this

} // namespace

NotFoundProbe::NotFoundProbe(PoliteFetch& fetch, ParsePool& pool, Memory& memory, PageLimits limits,
                             Clock& clock)
    : fetch_(fetch), pool_(pool), memory_(memory), limits_(limits), clock_(clock)
{
}

boost::asio::awaitable<void> NotFoundProbe::look(std::string url, parsers::ArticleText text,
                                                 std::shared_ptr<const config::Site> site, Turn& turn)
{
    auto delay = turn.delay();
    if (!known_.is_due(site->id, clock_.now()) || delay > kLongestWait) co_return;
    known_.asking(site->id, clock_.now());
    auto sibling = improbable_sibling(url, random_());
    auto answer = co_await ask(std::move(sibling), site, turn);
    if (!answer) co_return;
    // The article itself at an address that cannot be its own: it was no such address, or what was read
    // before was no article. Either way nothing is learned.
    if (soft_404_in(*answer, text)) *answer = NotFoundAnswer{};
    if (answer->kind == Kind::soft)
        spdlog::info("{} answers addresses that cannot exist with a page: \"{}\"", site->id, answer->title);
    auto jitter = std::uniform_real_distribution<double>(0, 1)(random_);
    auto lesson = known_.learn(site->id, std::move(*answer), clock_.now(), jitter);
    co_await memory_.keep(std::move(lesson));
}

boost::asio::awaitable<std::optional<NotFoundAnswer>>
NotFoundProbe::ask(std::string url, std::shared_ptr<const config::Site> site, Turn& turn)
{
    archive::Page nowhere;
    nowhere.url = url;
    auto asked = url;
    auto fetched = co_await fetch_.fetch(std::move(nowhere), site, std::move(url), false, turn);
    NotFoundAnswer answer;
    if (!fetched) {
        if (fetched.error().cancelled) co_return std::nullopt;
        if (fetched.error().outcome == archive::Outcome::gone) answer.kind = Kind::honest;
        co_return answer;
    }
    auto ended = fetched->url == asked ? std::string() : fetched->url;
    auto wire = wire_page(std::move(fetched->response), std::move(fetched->url));
    auto read = [&wire, &site, now = clock_.now(), limits = limits_] {
        return read_article_page(wire, *site, now, limits);
    };
    auto page = co_await pool_.run(std::move(read));
    if (page) {
        answer = soft_answer(page->reading.text, std::move(ended));
    } else {
        // Told apart without our help, unless it is the whole site that is guarded just now.
        bool guarded = page.error().outcome == archive::Outcome::challenged;
        answer.kind = guarded ? Kind::unknown : Kind::soft;
        answer.address = std::move(ended);
    }
    co_return answer;
}

std::optional<std::string> NotFoundProbe::by_address(const std::string& site, std::string_view asked,
                                                     std::string_view ended) const
{
    const auto* answer = known_.answer_of(site);
    return answer ? soft_404_at(*answer, asked, ended) : std::nullopt;
}

std::optional<std::string> NotFoundProbe::by_text(const std::string& site,
                                                  const parsers::ArticleText& text) const
{
    const auto* answer = known_.answer_of(site);
    return answer ? soft_404_in(*answer, text) : std::nullopt;
}

} // namespace baotin::crawler
