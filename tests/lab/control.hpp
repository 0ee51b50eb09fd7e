#pragma once

#include "http_server.hpp"
#include "site_lab.hpp"
#include "webhook_receiver.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::lab {

/// Drives a lab over HTTP, so that a shell script can: `POST /edit?site=…&key=…&from=…&to=…`. Answers plain
/// lines of fields parted by tabs, or 400 and what is wrong. The names of commands and parameters are those
/// of `baotin-lab`.
class Control {
public:
    Control(SiteLab& lab, WebhookReceiver& receiver); ///< both must outlive it

    /// On the thread of the server that asks; any thread.
    Reply answer(const Request& request);

private:
    class Parameters;
    std::string run(std::string_view command, const Parameters& parameters, const std::string& body);
    std::string run_on_site(std::string_view command, const Parameters& parameters, const std::string& body);
    std::string run_on_article(std::string_view command, const SiteLab::Article& article,
                               const Parameters& parameters);
    void behave(const Parameters& parameters);
    std::string hits(std::string_view site) const;
    std::string line_of(const SiteLab::Article& article) const;

    SiteLab& lab_;
    WebhookReceiver& receiver_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// `a=b&c=d`, percent-encoded; the other way is Control's.
std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters);

} // namespace baotin::lab
