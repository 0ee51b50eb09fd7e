#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/file.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace baotin::lab {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Program::Program(std::vector<std::string> words, const fs::path& folder, std::vector<std::string> environment)
{
    auto pattern = (fs::temp_directory_path() / "baotin-program-XXXXXX").string();
    const int file = ::mkstemp(pattern.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    output_ = pattern;
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) {
        if (::chdir(folder.c_str()) != 0) ::_exit(126);
        for (auto& variable : environment)
            ::putenv(variable.data());
        ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
        ::dup2(file, STDOUT_FILENO);
        ::dup2(file, STDERR_FILENO);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(file);
}

Program::~Program()
{
    if (exit_code_ < 0 && ::kill(pid_, SIGKILL) == 0) ::waitpid(pid_, nullptr, 0);
    std::error_code ignored;
    fs::remove(output_, ignored);
}

std::string Program::output() const
{
    std::ifstream stream(output_, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool Program::prints(const std::string& text, std::chrono::milliseconds patience)
{
    const auto deadline = Clock::now() + patience;
    while (output().find(text) == std::string::npos) {
        if (Clock::now() > deadline || wait_for_end(0ms) >= 0)
            return output().find(text) != std::string::npos;
        std::this_thread::sleep_for(10ms);
    }
    return true;
}

int Program::wait_for_end(std::chrono::milliseconds patience)
{
    const auto deadline = Clock::now() + patience;
    for (;;) {
        int status = 0;
        if (exit_code_ < 0 && ::waitpid(pid_, &status, WNOHANG) == pid_)
            exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (exit_code_ >= 0 || Clock::now() > deadline) return exit_code_;
        std::this_thread::sleep_for(2ms);
    }
}

fs::path node_folder(const fs::path& asked_by, std::string& why)
{
    auto name = asked_by.string();
    std::ranges::replace(name, '/', '-');
    const auto folder = fs::path(BAOTIN_NODE_FOLDER) / name;
    fs::create_directories(folder);
    // Several test programs may come at once.
    const int lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0 || ::flock(lock, LOCK_EX) != 0) throw std::runtime_error("cannot lock " + folder.string());
    const struct Unlock {
        int descriptor;
        ~Unlock() { ::close(descriptor); }
    } unlock{lock};
    if (fs::exists(folder / "installed")) return folder;
    for (const auto* file : {"package.json", "package-lock.json"})
        fs::copy_file(fs::path(BAOTIN_SOURCE_DIR) / asked_by / file, folder / file,
                      fs::copy_options::overwrite_existing);
    Program npm({"npm", "ci", "--no-audit", "--no-fund", "--prefer-offline"}, folder);
    if (npm.wait_for_end(120s) == 0) {
        std::ofstream(folder / "installed") << "by npm ci\n";
        return folder;
    }
    for (const auto* trouble : {"ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH"})
        if (npm.output().find(trouble) != std::string::npos) {
            why = "npm cannot reach its registry: " + npm.output();
            return {};
        }
    throw std::runtime_error("npm ci failed: " + npm.output());
}

} // namespace baotin::lab
