#pragma once

#include "config/hook.hpp"
#include "config/problem.hpp"
#include "config/site.hpp"

#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace baotin::config {

struct Store {
    std::string url = "sqlite:///var/lib/baotin/baotin.db"; ///< as written
    std::filesystem::path sqlite_file =
        "/var/lib/baotin/baotin.db"; ///< a relative path is relative to baotin.toml
    std::chrono::milliseconds keep_pages = std::chrono::days(90);
    std::size_t keep_pages_size = std::size_t{1}
                                  << 30; ///< bytes of one site's stored pages, as they are kept
};

struct Crawler {
    std::string user_agent = "baotin (+mailto:ops@example.org)";
    int connections = 64;       ///< requests in flight over all hosts
    bool allow_private = false; ///< may sites live on private or loopback addresses?
    std::chrono::milliseconds timeout = std::chrono::seconds(60); ///< for one whole request
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    std::chrono::milliseconds first_byte_timeout =
        std::chrono::seconds(30);                                       ///< from the request to its answer
    std::chrono::milliseconds stall_timeout = std::chrono::seconds(20); ///< without progress in a body
    std::size_t max_page = 8u << 20;    ///< bytes of a page, both as sent and inflated
    std::size_t max_header = 64u << 10; ///< bytes of all headers of an answer
    std::size_t max_ratio = 100;        ///< inflated to sent; parsers::kFreeOfRatio bytes are free of it
    int max_redirects = 5;              ///< of one visit

    /// What robots.txt groups are matched with: the letters of user_agent before the first space or slash.
    [[nodiscard]] std::string product_token() const;
};

struct Web {
    std::string address = "127.0.0.1";
    unsigned short port = 8680;
    std::optional<std::string>
        token;              ///< from token_file, unless unread; required on any address but loopback
    std::string public_url; ///< under which others reach it, without a slash at its end; empty: not said

    /// `public_url`, else what `listen` says; empty where that names no port.
    [[nodiscard]] std::string base_url() const;
};

/// Everything that baotin.toml and sites.d/ say. An immutable snapshot: reload makes a new one.
struct Config {
    std::filesystem::path file;
    Store store;
    Crawler crawler;
    Web web;
    std::vector<Hook> hooks;
    std::vector<std::shared_ptr<const Site>> sites; ///< by id

    [[nodiscard]] std::shared_ptr<const Site> site(std::string_view id) const; ///< null where there is none
    [[nodiscard]] const Hook* hook(std::string_view name) const;
};

using Snapshot = std::shared_ptr<const Config>;

/// Reads `file` and every `*.toml` of the `sites.d/` beside it. All problems at once, ordered by file and
/// line. Reads secrets from the files, environment and credentials that hooks and `[web]` name, unless told
/// not to: then nothing is asked of them but that their place is named. Changes nothing.
std::expected<Snapshot, Problems> load(const std::filesystem::path& file, Secrets secrets = Secrets::read);

/// Reads one site file, for `baotin try` without an installed configuration.
std::expected<std::shared_ptr<const Site>, Problems> load_site(const std::filesystem::path& file);

/// The built-in site `generic`: no rules.
std::shared_ptr<const Site> generic_site();

} // namespace baotin::config
