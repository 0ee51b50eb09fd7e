#include "nghttpd.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <signal.h>
#include <stdexcept>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace baotin::net::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* program = "/usr/sbin/nghttpd";

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

std::uint16_t free_port()
{
    auto address = loopback(0);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool bound = ::bind(socket, generic, size) == 0 && ::getsockname(socket, generic, &size) == 0;
    ::close(socket);
    if (!bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

std::filesystem::path new_folder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "baotin-h2-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    return pattern;
}

} // namespace

Nghttpd::Nghttpd(const Certificate& certificate) : folder_(new_folder()), port_(free_port())
{
    const auto key = (folder_ / "key.pem").string();
    certificate.write_key(key);
    auto port = std::to_string(port_);
    auto root = "--htdocs=" + folder_.string();
    std::string words[] = {program, "--address=127.0.0.1", root, port, key, certificate.file()};
    char* arguments[std::size(words) + 1] = {};
    for (std::size_t word = 0; word < std::size(words); ++word)
        arguments[word] = words[word].data();
    process_ = ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that crashes leaves no server behind
        ::execv(program, arguments);
        ::_exit(127);
    }
    for (int tries = 0; tries < 1000 && !answers(); ++tries) {
        if (::waitpid(process_, nullptr, WNOHANG) != 0)
            throw std::runtime_error("nghttpd has ended: is Debian's nghttp2-server installed?");
        std::this_thread::sleep_for(10ms);
    }
}

Nghttpd::~Nghttpd()
{
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(folder_);
}

bool Nghttpd::answers() const
{
    const auto address = loopback(port_);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool answered = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return answered;
}

void Nghttpd::put(const std::string& name, std::string_view body) const
{
    std::ofstream(folder_ / name, std::ios::binary) << body;
}

std::string Nghttpd::url(std::string_view name) const
{
    return "https://127.0.0.1:" + std::to_string(port_) + "/" + std::string(name);
}

} // namespace baotin::net::test
