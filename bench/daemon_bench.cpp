// The whole daemon against the site lab on loopback: what a first pass over new articles costs, and what a
// visit to an unchanged page costs (304, and the same bytes). Prints one line a case; asserts nothing.
//
//   build/release/bench/daemon_bench [ARTICLES-PER-SITE] [SECONDS-PER-CASE]

#include "tests/daemon/daemon_process.hpp"
#include "tests/lab/blocking_client.hpp"
#include "tests/lab/site_lab.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using baotin::lab::SiteLab;
using baotin::testing_daemon::DaemonProcess;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// What the operating system and the daemon itself say of it at one moment.
struct Reading {
    Clock::time_point at;
    double cpu_seconds = 0;
    long peak_kilobytes = 0;
    double visits = 0;
    double commits = 0;
};

std::string contents(const fs::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

double cpu_seconds(pid_t process)
{
    std::istringstream fields(contents(fmt::format("/proc/{}/stat", process)));
    std::string skipped;
    for (int i = 0; i < 13; ++i)
        fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

long peak_kilobytes(pid_t process)
{
    auto status = contents(fmt::format("/proc/{}/status", process));
    auto at = status.find("VmHWM:");
    return at == std::string::npos ? 0 : std::atol(status.c_str() + at + 6);
}

/// The sum of a metric's samples, whatever their labels.
double metric(const std::string& text, const std::string& name)
{
    double sum = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(name + "{") || line.starts_with(name + " "))
            sum += std::atof(line.c_str() + line.rfind(' '));
    }
    return sum;
}

Reading read_now(const DaemonProcess& daemon, const std::string& web)
{
    auto metrics = baotin::lab::BlockingClient(web).get("/metrics").body;
    return {Clock::now(), cpu_seconds(daemon.pid()), peak_kilobytes(daemon.pid()),
            metric(metrics, "baotin_visits_total"), metric(metrics, "baotin_recorder_commits_total")};
}

std::string web_address(const DaemonProcess& daemon)
{
    auto log = daemon.log();
    auto at = log.find("web on ");
    auto address = log.substr(at + 7, log.find_first_of(" \n", at + 7) - at - 7);
    return "http://" + address;
}

void print(const std::string& name, const Reading& before, const Reading& after)
{
    auto seconds = std::chrono::duration<double>(after.at - before.at).count();
    auto visits = after.visits - before.visits;
    auto cpu = (after.cpu_seconds - before.cpu_seconds) * 1e6 / visits;
    fmt::print("{:<34} {:>8.0f} {:>10.0f} {:>12.0f} {:>10.1f} {:>9.0f}\n", name, visits, visits / seconds,
               cpu, static_cast<double>(after.peak_kilobytes) / 1024, after.commits - before.commits);
    std::fflush(stdout);
}

/// Publishes so many articles a site, two paragraphs of the site's seed each.
void fill(SiteLab& lab, int articles)
{
    for (const auto& site : lab.site_ids()) {
        for (int i = 0; i < articles; ++i) {
            lab.publish(site, fmt::format("Bản tin số {} của ngày hôm nay", i + 1),
                        fmt::format("Nội dung bản tin số {}: Công an tỉnh đã triển khai các phương án bảo "
                                    "đảm an ninh, trật tự.\n"
                                    "Lực lượng chức năng tăng cường tuần tra, kiểm soát trên địa bàn.",
                                    i + 1));
        }
    }
}

/// Waits until `visits` more were made, or the time is over.
Reading watch(const DaemonProcess& daemon, const std::string& web, double visits,
              std::chrono::seconds patience)
{
    auto first = read_now(daemon, web);
    auto deadline = Clock::now() + patience;
    auto latest = first;
    while (latest.visits - first.visits < visits && Clock::now() < deadline) {
        std::this_thread::sleep_for(50ms);
        latest = read_now(daemon, web);
    }
    return latest;
}

void run_case(const std::string& name, bool counters, bool validators, int articles,
              std::chrono::seconds patience)
{
    auto pattern = (fs::temp_directory_path() / "baotin-bench-XXXXXX").string();
    fs::path folder = ::mkdtemp(pattern.data());
    {
        SiteLab lab;
        lab.set_counters(counters);
        for (const auto& site : lab.site_ids())
            lab.set_validators(site, validators);
        fill(lab, articles);
        lab.write_config(folder, fs::path(BAOTIN_SOURCE_DIR) / "config" / "sites.d",
                         "every = \"1s\"\nrecheck = \"100ms\"\ndelay = \"0s\"\nmin = \"100ms\"", "");
        DaemonProcess daemon(folder);
        if (!daemon.wait_until_ready())
            throw std::runtime_error("the daemon did not start:\n" + daemon.log());
        auto web = web_address(daemon);
        auto start = read_now(daemon, web);
        auto first = watch(daemon, web, articles * 5.0, 120s);
        print(name + ", first pass", start, first);
        auto later = watch(daemon, web, 1e9, patience);
        print(name + ", revisits", first, later);
        daemon.send(SIGTERM);
        daemon.wait_for_end(10s);
    }
    fs::remove_all(folder);
}

} // namespace

int main(int argc, char** argv)
{
    int articles = argc > 1 ? std::atoi(argv[1]) : 200;
    auto patience = std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 10);
    fmt::print("{:<34} {:>8} {:>10} {:>12} {:>10} {:>9}\n", "case", "visits", "visits/s", "CPU us/visit",
               "peak MiB", "commits");
    run_case("304", false, true, articles, patience);
    run_case("same bytes", false, false, articles, patience);
    run_case("counters move", true, false, articles, patience);
}
