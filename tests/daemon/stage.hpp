#pragma once

#include "tests/daemon/daemon_process.hpp"
#include "tests/lab/site_lab.hpp"
#include "tests/lab/webhook_receiver.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::testing_daemon {

/// A throw-away folder that goes with the test.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

void write_file(const std::filesystem::path& file, std::string_view text);

/// Waits until `condition` holds; false when `patience` runs out first.
bool eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds patience = std::chrono::seconds(30));

/// The five lab sites, a webhook receiver, and a configuration of the shipped site files for both in a folder
/// of its own. Sites are visited every half second, so that what happens on them is seen at once.
class Stage : public testing::Test {
protected:
    Stage();

    /// Writes the configuration anew: `hook` are further TOML lines of the hook `newsroom` (further tables
    /// may follow), `visit` of every site's `[visit]`.
    void configure(std::string_view hook = "", std::string_view visit = "");

    std::unique_ptr<DaemonProcess> start_daemon();
    /// Until every article that stands on the sites is recorded.
    bool wait_for_backfill();

    [[nodiscard]] Finished run(std::vector<std::string> words) const;
    /// The objects that `baotin WORDS --json` prints; fails the test where it does not exit with 0.
    [[nodiscard]] std::vector<boost::json::object> json(std::vector<std::string> words) const;
    /// The archive's article of this title, if there is exactly one.
    [[nodiscard]] std::optional<boost::json::object> article(std::string_view title) const;
    [[nodiscard]] std::vector<std::string> event_types() const;

    [[nodiscard]] bool received(std::string_view type, std::string_view words,
                                std::chrono::milliseconds patience = std::chrono::seconds(30)) const;
    [[nodiscard]] std::size_t count_received(std::string_view type) const;
    [[nodiscard]] std::size_t articles_on_sites() const;

    [[nodiscard]] std::filesystem::path file(std::string_view name) const { return folder.path() / name; }

    Folder folder;
    lab::SiteLab lab;
    lab::WebhookReceiver receiver;
};

std::string text(const boost::json::object& object, std::string_view key);

} // namespace baotin::testing_daemon
