#pragma once

#include "crawler/memory.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace baotin::crawler {

/// The web of a test: what each URL answers, and what was asked for. Nobody answers at an unknown URL.
class FakeWeb final : public net::Fetcher {
public:
    using Answer = std::expected<net::Response, net::FetchFailure>;

    void answers(const std::string& url, int status, std::string body = {}, net::Headers headers = {})
    {
        net::Response response;
        response.status = status;
        response.body = std::move(body);
        response.headers = std::move(headers);
        answers_.insert_or_assign(url, Answer(std::move(response)));
    }
    void redirects(const std::string& url, std::string target, int status = 301)
    {
        answers(url, status, {}, {{"location", std::move(target)}});
    }
    void fails(const std::string& url, net::FetchError error)
    {
        answers_.insert_or_assign(url, Answer(std::unexpected(net::FetchFailure{error, "so it goes"})));
    }

    boost::asio::awaitable<std::expected<net::Response, net::FetchFailure>>
    fetch(net::Request request) override
    {
        asked.push_back(request.url);
        auto found = answers_.find(request.url);
        if (found != answers_.end()) co_return found->second;
        net::FetchFailure nobody{net::FetchError::unreachable, "nobody is there"};
        co_return std::unexpected(std::move(nobody));
    }

    std::vector<std::string> asked; ///< in order

private:
    std::map<std::string, Answer> answers_;
};

/// Remembers what an archive would.
class FakeMemory final : public Memory {
public:
    boost::asio::awaitable<void> keep(archive::HostState host) override
    {
        hosts.insert_or_assign(host.host, host);
        co_return;
    }
    boost::asio::awaitable<void> keep(archive::RobotsFile robots) override
    {
        files.insert_or_assign(robots.origin, robots);
        co_return;
    }
    boost::asio::awaitable<void> keep(archive::Lesson lesson) override
    {
        lessons.insert_or_assign(lesson.site + " " + lesson.what, lesson);
        co_return;
    }

    std::map<std::string, archive::HostState> hosts;
    std::map<std::string, archive::RobotsFile> files;
    std::map<std::string, archive::Lesson> lessons;
};

/// Runs a coroutine to its end. Throws what it throws.
template <class Answer>
Answer run(boost::asio::awaitable<Answer> work)
{
    boost::asio::io_context loop;
    std::optional<Answer> answer;
    std::exception_ptr failure;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr thrown, Answer result) {
        failure = thrown;
        if (!failure) answer.emplace(std::move(result));
    });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*answer);
}

} // namespace baotin::crawler
