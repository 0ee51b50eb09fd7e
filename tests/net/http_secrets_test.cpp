#include "certificate.hpp"
#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

namespace baotin::net {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The failure of a fetch of `scheme://user:password@127.0.0.1:port/`.
std::string detail_of(ClientLoop& loop, const std::string& scheme, std::uint16_t port,
                      bool allow_private = true)
{
    Request request;
    request.url = scheme + "://user:p4ssw0rd@127.0.0.1:" + std::to_string(port) + "/";
    request.allow_private = allow_private;
    request.limits.first_byte = 100ms;
    request.limits.max_body = 10;
    const auto result = loop.run(loop.client.fetch(std::move(request)));
    return result ? "answered" : result.error().detail;
}

TEST(Credentials, OfAUrlStandInNoFailure)
{
    ClientLoop loop;
    const Certificate certificate;
    RawServer silent([](Peer& peer) { peer.wait_for_close(); });
    RawServer hasty([](Peer& peer) { peer.read_request(); });
    RawServer large(once(response("200 OK", "more than ten bytes")));
    RawServer strange(once("SSH-2.0-OpenSSH_9.2\r\n"));
    RawServer secure(once(response("200 OK", "x")), certificate.server_context());
    std::uint16_t nobody = 0;
    {
        RawServer gone(once(""));
        nobody = gone.port();
    }
    for (const auto& detail : {detail_of(loop, "http", silent.port()), detail_of(loop, "http", hasty.port()),
                               detail_of(loop, "http", large.port()), detail_of(loop, "http", strange.port()),
                               detail_of(loop, "https", secure.port()), detail_of(loop, "http", nobody),
                               detail_of(loop, "http", nobody, false), detail_of(loop, "ftp", nobody)}) {
        EXPECT_NE(detail, "answered");
        EXPECT_THAT(detail, AllOf(Not(HasSubstr("p4ssw0rd")), Not(HasSubstr("user"))));
    }
}

} // namespace
} // namespace baotin::net
