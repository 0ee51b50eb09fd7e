#include "config/secret.hpp"

#include "config/nearest.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <sys/stat.h>

namespace baotin::config {

namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kShortestKey = 24, kLongestKey = 64; // Standard Webhooks, "Signature scheme"
constexpr std::size_t kLargestSecretFile = 4'096;
constexpr std::string_view kMakeOne = "make one with: echo \"whsec_$(openssl rand -base64 32)\"";

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

int sextet(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

std::optional<std::string> decode_base64(std::string_view text)
{
    if (text.size() % 4 != 0) return {};
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    std::string bytes;
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        const int six = sextet(c);
        if (six < 0) return {};
        bits = (bits << 6 | static_cast<unsigned>(six)) & 0xFFFFFF;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> held & 0xFF);
    }
    return bytes;
}

bool others_can_read(const std::filesystem::path& file)
{
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IROTH | S_IWOTH)) != 0;
}

std::optional<std::string> read_environment(const Value& value)
{
    const auto name = value.text("the name of an environment variable such as \"BAOTIN_NEWSROOM\"");
    if (!name) return {};
    const char* text = std::getenv(name->c_str());
    if (text) return std::string(trimmed(text));
    value.refuse(fmt::format("the environment has no variable {}", in_quotes(*name)));
    return {};
}

std::optional<std::string> read_credential(const Value& value)
{
    const auto name = value.text("the name of a systemd credential such as \"newsroom\"");
    if (!name) return {};
    if (name->find('/') != std::string::npos || *name == "." || *name == "..") {
        value.refuse(fmt::format("{} is no name of a credential: it holds no /", in_quotes(*name)));
        return {};
    }
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (!folder) {
        value.refuse(fmt::format("there are no credentials here ($CREDENTIALS_DIRECTORY is not set); put "
                                 "LoadCredential={}:FILE into the unit and start it by systemd",
                                 *name));
        return {};
    }
    const auto text = read_small_file(std::filesystem::path(folder) / *name, kLargestSecretFile);
    if (text) return std::string(trimmed(*text));
    value.refuse(fmt::format("credential {}: {}; put LoadCredential={}:FILE into the unit", in_quotes(*name),
                             text.error(), *name));
    return {};
}

} // namespace

std::expected<std::string, std::string> decode_secret(std::string_view text)
{
    if (text.empty()) return std::unexpected(fmt::format("the secret is empty; {}", kMakeOne));
    if (!text.starts_with(kPrefix))
        return std::unexpected(fmt::format("the secret does not begin with whsec_; {}", kMakeOne));
    auto key = decode_base64(text.substr(kPrefix.size()));
    if (!key)
        return std::unexpected(fmt::format("the secret's part after whsec_ is no base64; {}", kMakeOne));
    if (key->size() < kShortestKey || key->size() > kLongestKey)
        return std::unexpected(fmt::format("the secret holds {} bytes, Standard Webhooks wants {} to {}; {}",
                                           key->size(), kShortestKey, kLongestKey, kMakeOne));
    return *std::move(key);
}

std::optional<std::string> read_secret_file(const Value& value, const std::filesystem::path& folder)
{
    const auto name = value.text("the path of a file");
    if (!name) return {};
    const std::filesystem::path file = folder / *name; // an absolute path replaces the folder
    const auto text = read_small_file(file, kLargestSecretFile);
    if (!text)
        value.refuse(fmt::format("{} {}: {}", value.key(), in_quotes(file.string()), text.error()));
    else if (others_can_read(file))
        value.refuse(fmt::format("{} {} can be read by every user of this machine; chmod 600 it", value.key(),
                                 in_quotes(file.string())));
    else
        return std::string(trimmed(*text));
    return {};
}

std::optional<std::string> read_hook_secret(Table& hook)
{
    if (const auto inlined = hook.take("secret"))
        inlined->refuse(
            "a secret does not belong into this file, which many may read; write it to a file of its own "
            "and name that with secret_file");
    const auto file = hook.take("secret_file");
    const auto variable = hook.take("secret_env");
    const auto credential = hook.take("secret_credential");
    const auto& given = file ? file : variable ? variable : credential;
    if (!given) {
        if (!hook.has("secret"))
            hook.refuse("this [[hook]] has no secret to sign with: it needs secret_file, secret_env or "
                        "secret_credential");
        return {};
    }
    if (file.has_value() + variable.has_value() + credential.has_value() > 1) {
        given->refuse("one secret is enough: secret_file, secret_env or secret_credential");
        return {};
    }
    const auto text = file       ? read_secret_file(*file, hook.folder())
                      : variable ? read_environment(*variable)
                                 : read_credential(*credential);
    if (!text) return {};
    auto key = decode_secret(*text);
    if (key) return *std::move(key);
    given->refuse(key.error());
    return {};
}

} // namespace baotin::config
