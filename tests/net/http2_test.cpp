#include "certificate.hpp"
#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <atomic>

namespace baotin::net {
namespace {

using namespace test;

enum FrameType : unsigned char { data = 0, headers = 1, settings = 4 };

std::string frame(FrameType type, char flags, const std::string& stream, const std::string& payload)
{
    std::string bytes{'\0', static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size()),
                      static_cast<char>(type), flags};
    return bytes + stream + payload;
}

int choose_h2(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
              unsigned size, void*)
{
    static constexpr unsigned char h2[] = {2, 'h', '2'};
    unsigned char* found = nullptr;
    const bool agreed =
        SSL_select_next_proto(&found, length, h2, sizeof h2, offered, size) == OPENSSL_NPN_NEGOTIATED;
    *chosen = found;
    return agreed ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// As much of RFC 9113 as answers every request with `:status: 200` and five bytes.
void speak_h2(Peer& peer, std::atomic<int>& answered)
{
    const std::string nobody(4, '\0');
    if (!peer.read(24).starts_with("PRI * HTTP/2.0")) return;
    peer.send(frame(settings, 0, nobody, ""));
    for (std::string head; (head = peer.read(9)).size() == 9;) {
        const auto byte = [&head](std::size_t at) { return static_cast<unsigned char>(head[at]); };
        peer.read(static_cast<std::size_t>(byte(0)) << 16 | static_cast<std::size_t>(byte(1)) << 8 | byte(2));
        if (byte(3) == settings && (byte(4) & 1) == 0) peer.send(frame(settings, 1, nobody, ""));
        if (byte(3) != headers) continue;
        const auto stream = head.substr(5);
        ++answered;
        peer.send(frame(headers, 4, stream, "\x88") + frame(data, 1, stream, "by h2"));
    }
}

TEST(Http2, IsSpokenWhereTheServerOffersIt)
{
    const Certificate certificate;
    auto context = certificate.server_context();
    SSL_CTX_set_alpn_select_cb(context.get(), &choose_h2, nullptr);
    std::atomic<int> answered = 0;
    RawServer server([&](Peer& peer) { speak_h2(peer, answered); }, std::move(context));
    HttpOptions options;
    options.ca_file = certificate.file();
    ClientLoop loop(options);
    const auto first = loop.get(server.url());
    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(first->body, "by h2");
    const auto second = loop.get(server.url());
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_TRUE(second->reused_connection);
    EXPECT_EQ(answered, 2);
    EXPECT_EQ(server.connections(), 1);
}

} // namespace
} // namespace baotin::net
