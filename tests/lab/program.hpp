#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace baotin::lab {

/// A program of others that a test runs beside ours; what it prints goes to a file. Killed when it goes.
class Program {
public:
    /// Starts `words[0]` (looked up in PATH) in `folder`, with `environment` (`NAME=value`) added to ours.
    Program(std::vector<std::string> words, const std::filesystem::path& folder,
            std::vector<std::string> environment = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    [[nodiscard]] std::string output() const; ///< stdout and stderr so far
    /// Waits until `text` stands in the output; false when `patience` runs out or the program ends first.
    bool prints(const std::string& text, std::chrono::milliseconds patience);
    /// Waits for the end and answers the exit code; -1 when `patience` ran out.
    int wait_for_end(std::chrono::milliseconds patience);

private:
    std::filesystem::path output_;
    pid_t pid_ = -1;
    int exit_code_ = -1;
};

/// A folder in which Node finds the packages that `package.json` of a folder of this project asks for,
/// installed by `npm ci` once a build. Empty, with `why` said, where npm cannot reach its registry: then
/// there is nothing to test with. Throws where it fails otherwise.
std::filesystem::path node_folder(const std::filesystem::path& asked_by, std::string& why);

} // namespace baotin::lab
