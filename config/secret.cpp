#include "config/secret.hpp"

#include "config/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sys/stat.h>

namespace baotin::config {

namespace {

constexpr std::string_view kPrefix = "whsec_", kPrivatePrefix = "whsk_", kPublicPrefix = "whpk_";
constexpr std::size_t kSeed = 32;                          // RFC 8032 §5.1.5
constexpr std::size_t kShortestKey = 24, kLongestKey = 64; // Standard Webhooks, "Signature scheme"
constexpr std::size_t kLargestSecretFile = 4'096;
constexpr std::string_view kMakeOne = "make one with: baotin hooks new-secret";
constexpr std::size_t kMostKeys = 4;

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

/// Appends the bytes that `text` stands for; false where it is no base64.
bool decode_base64(std::string_view text, std::string& bytes)
{
    if (text.size() % 4 != 0) return false;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        const int six = sextet(c);
        if (six < 0) return false;
        bits = (bits << 6 | static_cast<unsigned>(six)) & 0xFFFFFF;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> held & 0xFF);
    }
    return true;
}

/// The words of a secret's text.
std::vector<std::string_view> words_of(std::string_view text)
{
    std::vector<std::string_view> words;
    for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
        words.push_back(text.substr(0, text.find_first_of(" \t\r\n")));
        text.remove_prefix(words.back().size());
    }
    return words;
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

std::vector<SigningKey> decode_all(const Value& value, std::string_view text)
{
    auto words = words_of(text);
    if (words.empty()) words.emplace_back();
    if (words.size() > kMostKeys)
        value.refuse(
            fmt::format("there are {} secrets; a hook signs with at most {}", words.size(), kMostKeys));
    std::vector<SigningKey> keys;
    for (std::size_t i = 0; i < words.size() && words.size() <= kMostKeys; ++i) {
        auto key = decode_secret(words[i]);
        const auto which = words.size() > 1 ? fmt::format("secret {} of {}: ", i + 1, words.size()) : "";
        if (!key)
            value.refuse(which + key.error());
        else if (std::ranges::find(keys, *key) != keys.end())
            value.refuse(which + "it stands there twice");
        else
            keys.push_back(*std::move(key));
    }
    return keys;
}

} // namespace

std::expected<SigningKey, std::string> decode_secret(std::string_view text)
{
    const auto wrong = [](std::string_view what) {
        return std::unexpected(fmt::format("the secret{}; {}", what, kMakeOne));
    };
    if (text.empty()) return wrong(" is empty");
    if (text.starts_with(kPublicPrefix))
        return wrong(" is a public key (whpk_…), with which nothing can be signed: it is the receiver's");
    const bool asymmetric = text.starts_with(kPrivatePrefix);
    if (!asymmetric && !text.starts_with(kPrefix)) return wrong(" does not begin with whsec_ or whsk_");

    std::expected<SigningKey, std::string> key(std::in_place);
    key->kind = asymmetric ? SigningKey::Kind::ed25519 : SigningKey::Kind::hmac_sha256;
    if (!decode_base64(text.substr(text.find('_') + 1), key->bytes))
        return wrong(fmt::format("'s part after {} is no base64", asymmetric ? kPrivatePrefix : kPrefix));
    const auto size = key->bytes.size();
    if (asymmetric && size != kSeed && size != 2 * kSeed)
        return wrong(fmt::format(" holds {} bytes, an Ed25519 key has {} or {}", size, kSeed, 2 * kSeed));
    if (!asymmetric && (size < kShortestKey || size > kLongestKey))
        return wrong(fmt::format(" holds {} bytes, Standard Webhooks wants {} to {}", size, kShortestKey,
                                 kLongestKey));
    if (asymmetric) key->bytes.resize(kSeed); // the public key follows from it
    return key;
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

std::vector<SigningKey> read_hook_secrets(Table& hook, Secrets secrets)
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
        given->refuse("one place for secrets is enough: secret_file, secret_env or secret_credential");
        return {};
    }
    if (secrets == Secrets::unread) return {};
    const auto text = file       ? read_secret_file(*file, hook.folder())
                      : variable ? read_environment(*variable)
                                 : read_credential(*credential);
    return text ? decode_all(*given, *text) : std::vector<SigningKey>{};
}

} // namespace baotin::config
