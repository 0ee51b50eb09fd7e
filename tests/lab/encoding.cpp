#include "encoding.hpp"

#include <fmt/format.h>
#include <libdeflate.h>
#include <openssl/evp.h>

#include <cerrno>
#include <iconv.h>
#include <memory>
#include <stdexcept>

namespace baotin::lab {
namespace {

struct CloseIconv {
    using pointer = iconv_t;
    void operator()(iconv_t handle) const { iconv_close(handle); }
};

/// The code point at the start of `text`, which is valid UTF-8, and its length.
std::pair<unsigned, std::size_t> code_point(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned value = lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length && i < text.size(); ++i)
        value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    return {value, length};
}

} // namespace

std::string to_charset(std::string_view text, std::string_view charset)
{
    const iconv_t handle = iconv_open(std::string(charset).c_str(), "UTF-8");
    if (handle == reinterpret_cast<iconv_t>(-1))
        throw std::invalid_argument(fmt::format("unknown charset \"{}\"", charset));
    const std::unique_ptr<iconv_t, CloseIconv> closer(handle);
    std::string out;
    std::string buffer(64 * 1024, '\0');
    char* from = const_cast<char*>(text.data()); // iconv's signature; it does not write there
    std::size_t left = text.size();
    while (left > 0) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t result = iconv(handle, &from, &left, &to, &room);
        const int error = errno;
        out.append(buffer.data(), buffer.size() - room);
        if (result != static_cast<std::size_t>(-1) || error == E2BIG) continue;
        const auto [value, length] = code_point({from, left});
        out += fmt::format("&#{};", value);
        from += std::min(length, left);
        left -= std::min(length, left);
    }
    char* to = buffer.data();
    std::size_t room = buffer.size();
    iconv(handle, nullptr, nullptr, &to, &room); // a letter may still wait for its tone mark
    out.append(buffer.data(), buffer.size() - room);
    return out;
}

std::string gzip(std::string_view body)
{
    constexpr int kFastest = 1;
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(kFastest), &libdeflate_free_compressor);
    std::string out(libdeflate_gzip_compress_bound(compressor.get(), body.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor.get(), body.data(), body.size(), out.data(), out.size()));
    return out;
}

std::string base64(std::string_view bytes)
{
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int written =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(written));
    return out;
}

std::string from_base64(std::string_view text)
{
    if (text.empty() || text.size() % 4 != 0) return {};
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    if (text.substr(0, text.size() - padding).find('=') != std::string_view::npos)
        return {}; // OpenSSL reads it as an A
    std::string out(3 * (text.size() / 4), '\0');
    const int written =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (written < 0) return {};
    out.resize(static_cast<std::size_t>(written) - padding);
    return out;
}

} // namespace baotin::lab
