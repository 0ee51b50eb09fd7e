#pragma once

#include "archive/recorder.hpp"

#include <boost/asio/awaitable.hpp>

namespace baotin::crawler {

/// Where what visits teach about hosts and sites outlives a restart. Lives on the loop.
class Memory {
public:
    virtual ~Memory() = default;
    virtual boost::asio::awaitable<void> keep(archive::HostState host) = 0;
    virtual boost::asio::awaitable<void> keep(archive::RobotsFile robots) = 0;
    virtual boost::asio::awaitable<void> keep(archive::Lesson lesson) = 0;
};

/// The archive's. `recorder` must outlive it.
class ArchiveMemory final : public Memory {
public:
    explicit ArchiveMemory(archive::Recorder& recorder) : recorder_(recorder) {}
    boost::asio::awaitable<void> keep(archive::HostState host) override;
    boost::asio::awaitable<void> keep(archive::RobotsFile robots) override;
    boost::asio::awaitable<void> keep(archive::Lesson lesson) override;

private:
    archive::Recorder& recorder_;
};

/// Forgets at once: for commands that open no archive.
class NoMemory final : public Memory {
public:
    boost::asio::awaitable<void> keep(archive::HostState host) override;
    boost::asio::awaitable<void> keep(archive::RobotsFile robots) override;
    boost::asio::awaitable<void> keep(archive::Lesson lesson) override;
};

} // namespace baotin::crawler
