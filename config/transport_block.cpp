#include "config/transport_block.hpp"

#include "config/fields.hpp"

#include <curl/urlapi.h>

#include <algorithm>
#include <array>
#include <memory>

namespace baotin::config {

namespace {

constexpr std::size_t kLargestCaFile = 4u << 20;
constexpr std::array<std::string_view, 3> kProxySchemes{"http", "socks5", "socks5h"};

/// baotin.toml's: above `sites.d/`; a site file that stands elsewhere (`baotin try --rules`) has its own.
std::filesystem::path main_folder(const Table& root)
{
    const auto folder = std::filesystem::absolute(root.folder()).lexically_normal();
    const auto own = folder.has_filename() ? folder : folder.parent_path();
    return own.filename() == "sites.d" ? own.parent_path() : own;
}

void read_ca_file(const Value& value, const std::filesystem::path& folder, Tls& tls)
{
    const auto name = value.text("the path of a PEM file");
    if (!name) return;
    const auto file = folder / *name; // an absolute path replaces the folder
    const auto text = read_small_file(file, kLargestCaFile);
    if (!text)
        value.refuse(fmt::format("ca_file {}: {}", in_quotes(file.string()), text.error()));
    else if (text->find("-----BEGIN CERTIFICATE-----") == std::string::npos)
        value.refuse(fmt::format("ca_file {} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)",
                                 in_quotes(file.string())));
    else
        tls.ca_file = file;
}

void read_tls(Table& block, const std::filesystem::path& folder, Tls& tls)
{
    const auto legacy = block.take("legacy_renegotiation");
    const auto verify = block.take("verify");
    const auto reason = block.take("reason");
    if (const auto file = block.take("ca_file")) read_ca_file(*file, folder, tls);
    if (legacy) put(tls.legacy_renegotiation, legacy->flag());
    if (verify) put(tls.verify, verify->flag());
    if (reason) put(tls.reason, reason->text("why this site's certificate is not verified"));
    if (!tls.verify && !reason)
        verify->refuse(
            "verify = false needs a reason: anybody between here and the site could write its articles; "
            "ca_file is the safe way");
    else if (tls.verify && reason)
        reason->refuse("reason says why verify = false; without that it says nothing");
}

class ProxyUrl {
public:
    explicit ProxyUrl(const std::string& text) : handle_(curl_url(), &curl_url_cleanup)
    {
        good_ = handle_ && curl_url_set(handle_.get(), CURLUPART_URL, text.c_str(),
                                        CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    }
    [[nodiscard]] std::string part(CURLUPart what) const
    {
        char* text = nullptr;
        if (!good_ || curl_url_get(handle_.get(), what, &text, 0) != CURLUE_OK) return {};
        const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
        return text;
    }

private:
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle_;
    bool good_ = false;
};

/// Never quotes what is wrong: it may hold a password.
void read_proxy(const Value& value, std::string& proxy)
{
    constexpr auto written = "\"http://HOST:PORT\", \"socks5://HOST:PORT\" or \"socks5h://HOST:PORT\"";
    const auto text = value.text(written);
    if (!text) return;
    const ProxyUrl url(*text);
    const auto path = url.part(CURLUPART_PATH);
    const bool blank = std::ranges::any_of(*text, [](unsigned char c) { return c <= ' ' || c == 0x7F; });
    const bool whole = !blank && text->find("://") != std::string::npos &&
                       !url.part(CURLUPART_HOST).empty() && !url.part(CURLUPART_PORT).empty() &&
                       (path.empty() || path == "/") && url.part(CURLUPART_QUERY).empty() &&
                       url.part(CURLUPART_FRAGMENT).empty();
    if (whole && std::ranges::find(kProxySchemes, url.part(CURLUPART_SCHEME)) != kProxySchemes.end())
        proxy = *text;
    else
        value.refuse(fmt::format(
            "proxy is written {}, with USER:PASSWORD@ before the host where it wants them", written));
}

} // namespace

void read_transport(Table& root, Transport& transport)
{
    if (const auto proxy = root.take("proxy")) read_proxy(*proxy, transport.proxy);
    auto tls = root.table("tls");
    if (!tls) return;
    read_tls(*tls, main_folder(root), transport.tls);
    tls->refuse_unknown_keys();
}

} // namespace baotin::config
