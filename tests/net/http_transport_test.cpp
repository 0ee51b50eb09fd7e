#include "certificate.hpp"
#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace baotin::net {
namespace {

using namespace test;
using testing::HasSubstr;

HttpOptions trusting(const Certificate& certificate)
{
    HttpOptions options;
    options.ca_file = certificate.file();
    return options;
}

Request by(Transport transport, std::string url)
{
    Request request;
    request.url = std::move(url);
    request.transport = std::make_shared<const Transport>(std::move(transport));
    return request;
}

Transport unverified()
{
    Transport transport;
    transport.verify = false;
    return transport;
}

Transport also_trusting(std::string ca_file)
{
    Transport transport;
    transport.ca_file = std::move(ca_file);
    return transport;
}

Transport legacy()
{
    Transport transport;
    transport.legacy_renegotiation = true;
    return transport;
}

TEST(BadTls, NamesACertificateThatHasExpired)
{
    const Certificate old(CertificateTerms{.begins = -48h, .ends = -24h});
    RawServer server(always(response("200 OK", "secret")), old.server_context());
    ClientLoop loop(trusting(old));
    const auto result = loop.get(server.url());
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail, HasSubstr("The server's certificate has expired"));
}

TEST(BadTls, NamesACertificateThatIsNotValidYet)
{
    const Certificate early(CertificateTerms{.begins = 24h, .ends = 48h});
    RawServer server(always(response("200 OK", "secret")), early.server_context());
    ClientLoop loop(trusting(early));
    const auto result = loop.get(server.url());
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail, HasSubstr("not valid yet"));
}

TEST(BadTls, NamesAnUnknownIssuer)
{
    const Certificate authority("DNS:authority.example");
    const Certificate leaf(CertificateTerms{.issuer = &authority});
    RawServer server(always(response("200 OK", "secret")), leaf.server_context());
    ClientLoop loop;
    const auto result = loop.get(server.url());
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail, HasSubstr("The issuer of the server's certificate is unknown"));
}

TEST(BadTls, NamesAnOldProtocol)
{
    const Certificate certificate;
    auto context = certificate.server_context();
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_VERSION);
    RawServer server(always(response("200 OK", "secret")), std::move(context));
    ClientLoop loop(trusting(certificate));
    const auto result = loop.get(server.url());
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail, HasSubstr("versions of TLS that are too old"));
}

TEST(CaFile, IsTrustedBesidesTheUsualAuthorities)
{
    const Certificate usual;
    const Certificate authority("DNS:authority.example");
    const Certificate leaf(CertificateTerms{.issuer = &authority});
    RawServer plain(always(response("200 OK", "plain")), usual.server_context());
    RawServer special(always(response("200 OK", "special")), leaf.server_context());
    ClientLoop loop(trusting(usual));
    EXPECT_EQ(outcome(loop.get(special.url())), "tls");
    for (const auto* url : {"plain", "special"}) {
        const auto& server = url == std::string("plain") ? plain : special;
        const auto result = loop.fetch(by(also_trusting(authority.file()), server.url()));
        ASSERT_TRUE(result) << url << ": " << result.error().detail;
        EXPECT_EQ(result->body, url);
    }
    EXPECT_EQ(outcome(loop.get(special.url())), "tls") << "neither the trust nor the connection is lent";
}

TEST(CaFile, StillWantsTheRightName)
{
    const Certificate certificate("DNS:other.example");
    RawServer server(always(response("200 OK", "secret")), certificate.server_context());
    ClientLoop loop;
    const auto result = loop.fetch(by(also_trusting(certificate.file()), server.url()));
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail, HasSubstr("another host name"));
}

/// The commonest fault of government servers: the certificates in between are not sent.
TEST(CaFile, MayHoldTheIntermediateThatTheServerDoesNotSend)
{
    const Certificate root("DNS:root.example");
    const Certificate intermediate(
        CertificateTerms{.alternative_names = "DNS:between.example", .issuer = &root, .authority = true});
    const Certificate leaf(CertificateTerms{.issuer = &intermediate});
    RawServer server(always(response("200 OK", "page")), leaf.server_context());
    ClientLoop loop(trusting(root));
    EXPECT_EQ(outcome(loop.get(server.url())), "tls");
    const auto result = loop.fetch(by(also_trusting(intermediate.file()), server.url()));
    EXPECT_EQ(outcome(result), "answered") << (result ? "" : result.error().detail);
}

TEST(CaFile, IsReadAgainWhenItHasChanged)
{
    const Certificate first, second;
    const auto file = std::filesystem::temp_directory_path() / ("baotin-ca-" + std::to_string(::getpid()));
    std::filesystem::copy_file(first.file(), file, std::filesystem::copy_options::overwrite_existing);
    RawServer server(once(response("200 OK", "page")), second.server_context());
    ClientLoop loop;
    EXPECT_EQ(outcome(loop.fetch(by(also_trusting(file), server.url()))), "tls");
    std::filesystem::copy_file(second.file(), file, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() + 2s);
    const auto renewed = loop.fetch(by(also_trusting(file), server.url()));
    EXPECT_EQ(outcome(renewed), "answered") << (renewed ? "" : renewed.error().detail);
    std::filesystem::remove(file);
    EXPECT_EQ(outcome(loop.fetch(by(also_trusting(file), server.url()))), "tls")
        << "a file that has gone trusts nobody";
}

TEST(Unverified, ReachesAServerThatNobodyVouchesFor)
{
    const Certificate old(
        CertificateTerms{.alternative_names = "DNS:other.example", .begins = -48h, .ends = -24h});
    RawServer server(always(response("200 OK", "page")), old.server_context());
    ClientLoop loop;
    EXPECT_EQ(outcome(loop.fetch(by(unverified(), server.url()))), "answered");
}

TEST(Unverified, LendsItsConnectionAndSessionToNobody)
{
    const Certificate certificate;
    RawServer server(always(response("200 OK", "page")), certificate.server_context());
    ClientLoop loop;
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(loop.fetch(by(unverified(), server.url())));
        EXPECT_EQ(outcome(loop.get(server.url())), "tls");
        EXPECT_EQ(outcome(loop.fetch(by(legacy(), server.url()))), "tls");
    }
    EXPECT_TRUE(loop.fetch(by(unverified(), server.url())).value().reused_connection)
        << "requests of equal transports share theirs";
}

/// Curl compares neither the context function nor what it sets.
TEST(LegacyRenegotiation, LendsItsConnectionToNobody)
{
    const Certificate certificate;
    RawServer server(always(response("200 OK", "page")), certificate.server_context());
    ClientLoop loop(trusting(certificate));
    ASSERT_TRUE(loop.fetch(by(legacy(), server.url())));
    EXPECT_FALSE(loop.get(server.url()).value().reused_connection);
    EXPECT_TRUE(loop.fetch(by(legacy(), server.url())).value().reused_connection);
    EXPECT_EQ(server.connections(), 2);
}

std::string length(std::size_t bytes, int of)
{
    std::string text;
    for (int at = of - 1; at >= 0; --at)
        text += static_cast<char>(bytes >> (8 * at));
    return text;
}

std::string handshake(char type, const std::string& body)
{
    const auto message = type + length(body.size(), 3) + body;
    return "\x16\x03\x03" + length(message.size(), 2) + message;
}

/// The first words of a TLS 1.2 server from before RFC 5746, which OpenSSL cannot play any more: its hello
/// has no extensions, and then comes its certificate.
RawServer::Script old_server(const Certificate& certificate)
{
    const auto hello = std::string("\x03\x03") + std::string(32, 'r') + '\0' + "\xC0\x2B" + '\0';
    const auto der = certificate.der();
    const auto chain = length(der.size(), 3) + der;
    return [words = handshake(2, hello) + handshake(11, length(chain.size(), 3) + chain)](Peer& peer) {
        peer.read(1);
        peer.send(words);
        peer.wait_for_close();
    };
}

TEST(LegacyRenegotiation, IsRefusedWithTheRemedy)
{
    const Certificate certificate;
    RawServer server(old_server(certificate));
    ClientLoop loop;
    const auto result = loop.get("https://127.0.0.1:" + std::to_string(server.port()) + "/");
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail,
                HasSubstr("`tls = { legacy_renegotiation = true }` in the site file allows it"));
}

/// The old server says no more than its certificate: that it was judged shows that the hello was taken.
TEST(LegacyRenegotiation, IsTakenWhereItIsAllowedAndTheCertificateIsStillJudged)
{
    const Certificate certificate;
    RawServer server(old_server(certificate));
    ClientLoop loop;
    const auto result = loop.fetch(by(legacy(), "https://127.0.0.1:" + std::to_string(server.port()) + "/"));
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail, HasSubstr("The server's certificate is self-signed"));
}

} // namespace
} // namespace baotin::net
