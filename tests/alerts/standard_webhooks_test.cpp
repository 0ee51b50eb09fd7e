#include "alerts/signature.hpp"
#include "alerts/webhook.hpp"
#include "config/secret.hpp"
#include "tests/alerts/loop_thread.hpp"
#include "tests/alerts/samples.hpp"
#include "tests/lab/http_server.hpp"
#include "tests/lab/program.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <unistd.h>

namespace baotin {

using namespace std::chrono_literals;
using config::SigningKey;

namespace {

namespace json = boost::json;

/// What the npm package `standardwebhooks` says of what we really post.
class StandardWebhooksTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string why;
        folder = lab::node_folder("examples/receivers/node", why);
        if (folder.empty()) GTEST_SKIP() << why;
        script = folder / fmt::format("verify-{}.mjs", ::getpid());
        std::filesystem::copy_file(std::filesystem::path(BAOTIN_SOURCE_DIR) / "tests/contract/verify.mjs",
                                   script);
        door = server.open([this](const lab::Request& got) {
            request = got;
            return lab::Reply{};
        });
        loop.call([this] { http = std::make_unique<net::HttpClient>(loop.executor(), net::HttpOptions{}); });
    }
    void TearDown() override
    {
        if (!script.empty()) std::filesystem::remove(script);
        loop.call([this] { http.reset(); });
    }

    void post(const std::vector<std::string>& secrets, parsers::Time now = samples::moment())
    {
        config::Hook hook;
        hook.url = "http://127.0.0.1:" + std::to_string(door->port) + "/";
        hook.allow_private = true;
        for (const auto& secret : secrets)
            hook.keys.push_back(config::decode_secret(secret).value());
        auto answer = loop.run(alerts::post_webhook(*http, hook, {"evt_1", R"({"a":"Bầu cử \"ộ\""})"}, now));
        ASSERT_EQ(answer.status, 200) << answer.detail;
    }

    std::string verdict(const std::string& secret)
    {
        json::object headers;
        for (const auto& [name, value] : request.headers)
            headers.emplace(name, value);
        auto message = json::serialize(json::object{{"headers", headers}, {"body", request.body}});
        lab::Program node({"node", script.string(), secret, message}, folder);
        EXPECT_EQ(node.wait_for_end(30s), 0) << node.output();
        auto said = node.output();
        return said.substr(0, said.find('\n'));
    }

    static parsers::Time real_now()
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    std::filesystem::path folder, script;
    lab::Request request;
    std::unique_ptr<net::HttpClient> http;
    lab::HttpServer server;
    std::shared_ptr<const lab::Door> door;
    LoopThread loop;
};

const std::string fresh = alerts::new_key(SigningKey::Kind::hmac_sha256).secret;
const std::string old = alerts::new_key(SigningKey::Kind::hmac_sha256).secret;

} // namespace

TEST_F(StandardWebhooksTest, TheOfficialPackageAcceptsWhatWePost)
{
    post({fresh}, real_now());
    EXPECT_EQ(verdict(fresh), "valid");
    EXPECT_EQ(verdict(old), "No matching signature found");
    request.body += " ";
    EXPECT_EQ(verdict(fresh), "No matching signature found") << "of a body that was touched";
}

TEST_F(StandardWebhooksTest, TheOfficialPackageAcceptsEitherKeyWhileTheyChange)
{
    post({fresh, old}, real_now());
    EXPECT_EQ(verdict(fresh), "valid");
    EXPECT_EQ(verdict(old), "valid");
}

TEST_F(StandardWebhooksTest, TheOfficialPackageRefusesWhatIsOldAsItShould)
{
    post({fresh}, real_now() - 6min);
    EXPECT_EQ(verdict(fresh), "Message timestamp too old");
}

TEST_F(StandardWebhooksTest, AnEd25519SignatureStandsBesideAndIsVerifiedByThePublicKeyAlone)
{
    auto pair = alerts::new_key(SigningKey::Kind::ed25519);
    post({pair.secret, fresh}, real_now());
    EXPECT_EQ(verdict(pair.public_key), "valid");
    EXPECT_EQ(verdict(fresh), "valid") << "the package passes over versions that it does not know";
    EXPECT_EQ(verdict(alerts::new_key(SigningKey::Kind::ed25519).public_key), "No matching signature found");
}

} // namespace baotin
