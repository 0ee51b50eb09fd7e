#include "daemon/file.hpp"

#include "daemon/exit_code.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

namespace baotin::daemon {

std::string read_file(const std::filesystem::path& file)
{
    if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        throw CommandError(fmt::format("{} is a folder", file.string()));
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw CommandError(fmt::format("{} cannot be read: {}", file.string(), std::strerror(errno)));
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace baotin::daemon
