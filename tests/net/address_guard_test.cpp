#include "net/address_guard.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>

namespace baotin::net {
namespace {

bool is_public(const std::string& text)
{
    sockaddr_storage storage{};
    if (text.find(':') == text.npos) {
        storage.ss_family = AF_INET;
        EXPECT_EQ(inet_pton(AF_INET, text.c_str(), &reinterpret_cast<sockaddr_in&>(storage).sin_addr), 1)
            << text;
    } else {
        storage.ss_family = AF_INET6;
        EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &reinterpret_cast<sockaddr_in6&>(storage).sin6_addr), 1)
            << text;
    }
    return is_public_address(reinterpret_cast<const sockaddr&>(storage));
}

TEST(AddressGuard, AdmitsAddressesOfThePublicInternetUpToTheEdgesOfTheSpecialRanges)
{
    for (const auto* address : {
             "1.0.0.0",         "1.1.1.1",         "8.8.8.8",        "9.255.255.255",   "11.0.0.0",
             "14.225.0.1",      "100.63.255.255",  "100.128.0.0",    "113.160.0.1",     "126.255.255.255",
             "128.0.0.0",       "169.253.255.255", "169.255.0.0",    "172.15.255.255",  "172.32.0.0",
             "191.255.255.255", "192.0.1.0",       "192.0.3.0",      "192.88.98.255",   "192.88.100.0",
             "192.167.255.255", "192.169.0.0",     "198.17.255.255", "198.20.0.0",      "198.51.99.255",
             "198.51.101.0",    "203.0.112.255",   "203.0.114.0",    "223.255.255.255",
         })
        EXPECT_TRUE(is_public(address)) << address;
}

TEST(AddressGuard, RefusesEverySpecialIpv4RangeFromItsFirstToItsLastAddress)
{
    for (const auto* address : {
             "0.0.0.0",         "0.255.255.255",   "10.0.0.0",        "10.255.255.255",  "100.64.0.0",
             "100.127.255.255", "127.0.0.0",       "127.0.0.1",       "127.255.255.255", "169.254.0.0",
             "169.254.169.254", "169.254.255.255", "172.16.0.0",      "172.31.255.255",  "192.0.0.0",
             "192.0.0.255",     "192.0.2.0",       "192.0.2.255",     "192.88.99.0",     "192.88.99.255",
             "192.168.0.0",     "192.168.255.255", "198.18.0.0",      "198.19.255.255",  "198.51.100.0",
             "198.51.100.255",  "203.0.113.0",     "203.0.113.255",   "224.0.0.0",       "239.255.255.255",
             "240.0.0.0",       "255.255.255.254", "255.255.255.255",
         })
        EXPECT_FALSE(is_public(address)) << address;
}

TEST(AddressGuard, AdmitsGlobalUnicastIpv6)
{
    for (const auto* address :
         {"2001:200::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2400:cb00::1",
          "2405:4800::1", "2606:4700:4700::1111", "3ffe::1", "3fff:1000::1"})
        EXPECT_TRUE(is_public(address)) << address;
}

TEST(AddressGuard, RefusesIpv6OutsideGlobalUnicastAndItsSpecialRanges)
{
    for (const auto* address : {
             "::",
             "::1",
             "::2",
             "100::1",
             "64:ff9b:1::808:808",
             "1fff::1",
             "2001::1",
             "2001:2::1",
             "2001:10::1",
             "2001:20::1",
             "2001:1ff:ffff::1",
             "2001:db8::1",
             "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
             "3fff::1",
             "3fff:fff:ffff::1",
             "4000::1",
             "5f00::1",
             "fc00::1",
             "fd00:ec2::254",
             "fdff:ffff::1",
             "fe80::1",
             "febf::1",
             "fec0::1",
             "ff02::1",
             "ffff::1",
         })
        EXPECT_FALSE(is_public(address)) << address;
}

TEST(AddressGuard, JudgesAnEmbeddedIpv4AddressAsItself)
{
    EXPECT_TRUE(is_public("::ffff:8.8.8.8"));
    EXPECT_FALSE(is_public("::ffff:127.0.0.1"));
    EXPECT_FALSE(is_public("::ffff:10.1.2.3"));
    EXPECT_FALSE(is_public("::ffff:169.254.169.254"));

    EXPECT_TRUE(is_public("64:ff9b::8.8.8.8"));
    EXPECT_FALSE(is_public("64:ff9b::127.0.0.1"));
    EXPECT_FALSE(is_public("64:ff9b::192.168.1.1"));

    EXPECT_TRUE(is_public("2002:808:808::1"));
    EXPECT_FALSE(is_public("2002:7f00:1::1")) << "6to4 of 127.0.0.1";
    EXPECT_FALSE(is_public("2002:c0a8:101::1")) << "6to4 of 192.168.1.1";
    EXPECT_FALSE(is_public("2002:a9fe:a9fe::1")) << "6to4 of 169.254.169.254";

    EXPECT_TRUE(is_public("2001:0:808:808:0:0:f7f7:f7f7")) << "Teredo, server and client 8.8.8.8";
    EXPECT_FALSE(is_public("2001:0:808:808:0:0:80ff:fffe")) << "Teredo, client 127.0.0.1";
    EXPECT_FALSE(is_public("2001:0:7f00:1:0:0:f7f7:f7f7")) << "Teredo, server 127.0.0.1";
}

TEST(AddressGuard, SeesThePrivateAddressThatAUrlNamesInAnySpelling)
{
    for (const auto* host : {"127.0.0.1",
                             "127.0.0.1.",
                             "2130706433",
                             "0177.0.0.1",
                             "017700000001",
                             "0x7f.1",
                             "0x7f000001",
                             "127.1",
                             "0",
                             "0.0.0.0",
                             "10.0.0.1",
                             "100.64.0.1",
                             "169.254.169.254",
                             "224.0.0.1",
                             "255.255.255.255",
                             "[::]",
                             "[::1]",
                             "[::ffff:127.0.0.1]",
                             "[fe80::1]",
                             "[ff02::1]",
                             "[fd00::1]",
                             "[64:ff9b::a00:1]",
                             "[64:ff9b:1::808:808]",
                             "[2002:7f00:1::]",
                             "[2002:a00:1::1]",
                             "localhost",
                             "LocalHost.",
                             "a.localhost",
                             "user:password@127.0.0.1"})
        for (const std::string port : {"", ":8080"})
            EXPECT_TRUE(names_private_address("http://" + std::string(host) + port + "/x")) << host;
    for (const auto* host : {"8.8.8.8", "134744072", "[2606:4700:4700::1111]", "[64:ff9b::808:808]",
                             "congan.example", "10.example", "localhost.example", "127.0.0.1.example"})
        EXPECT_FALSE(names_private_address("http://" + std::string(host) + "/")) << host;
}

TEST(AddressGuard, RefusesDeprecatedFormsWhateverTheyEmbed)
{
    EXPECT_FALSE(is_public("::127.0.0.1")) << "IPv4-compatible";
    EXPECT_FALSE(is_public("::8.8.8.8")) << "IPv4-compatible";
    EXPECT_FALSE(is_public("::ffff:0:127.0.0.1")) << "IPv4-translated";
}

TEST(AddressGuard, RefusesWhatIsNoInternetAddress)
{
    sockaddr_storage storage{};
    EXPECT_FALSE(is_public_address(reinterpret_cast<const sockaddr&>(storage)));
    storage.ss_family = AF_UNIX;
    EXPECT_FALSE(is_public_address(reinterpret_cast<const sockaddr&>(storage)));
}

} // namespace
} // namespace baotin::net
