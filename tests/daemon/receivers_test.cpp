#include "tests/daemon/stage.hpp"
#include "tests/lab/program.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <unistd.h>

namespace baotin::testing_daemon {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

const fs::path receivers = fs::path(BAOTIN_SOURCE_DIR) / "examples/receivers";

constexpr auto kBody =
    "Nội dung đủ dài của một bản tin mới đăng để bên nhận in ra tiêu đề của nó.\nĐoạn hai.";

/// Each of examples/receivers between a real daemon and its log.
class ReceiversTest : public Stage {
protected:
    /// Runs `words` and the port 0 in `where`, and has the hook post to it.
    void start(std::vector<std::string> words, const fs::path& where)
    {
        words.emplace_back("0");
        program = std::make_unique<lab::Program>(
            std::move(words), where,
            std::vector<std::string>{"BAOTIN_SECRET=" + receiver.secret(), "GOCACHE=" + file("go").string()});
        ASSERT_TRUE(program->prints("listening on ", 120s)) << program->output();
        ASSERT_TRUE(program->prints("\n", 10s));
        auto said = program->output();
        port = said.substr(said.find("on ") + 3, said.find('\n') - said.find("on ") - 3);
        hook("newsroom.secret");
    }

    void hook(std::string_view secret)
    {
        auto main = fmt::format("[[hook]]\nname = \"newsroom\"\nurl = \"http://127.0.0.1:{}/\"\n"
                                "secret_file = \"{}\"\nallow_private = true\n",
                                port, secret);
        lab.write_config(folder.path(), fs::path(BAOTIN_SOURCE_DIR) / "config" / "sites.d",
                         "every = \"500ms\"\nrecheck = \"500ms\"\ndelay = \"0s\"\nmin = \"100ms\"\n", main);
    }

    /// A test event, real news, and a forged signature.
    void is_told_what_is_ours_and_nothing_else()
    {
        auto tested = run({"hooks", "test", "newsroom", "--type", "site.failing"});
        EXPECT_EQ(tested.exit_code, 0) << tested.out << tested.err;
        EXPECT_TRUE(program->prints("test site.failing\n", 10s)) << program->output();
        {
            auto daemon = start_daemon();
            ASSERT_TRUE(wait_for_backfill()) << daemon->log();
            lab.publish("thst", "Bắt giữ đối tượng trộm cắp", kBody);
            EXPECT_TRUE(program->prints("article.new Bắt giữ đối tượng trộm cắp\n", 30s))
                << program->output() << daemon->log();
        }
        write_file(file("other.secret"), run({"hooks", "new-secret"}).out);
        fs::permissions(file("other.secret"), fs::perms::owner_read | fs::perms::owner_write);
        hook("other.secret");
        auto forged = run({"hooks", "test", "newsroom", "--type", "article.moved"});
        EXPECT_EQ(forged.exit_code, 1);
        EXPECT_THAT(forged.out, HasSubstr("answered 400"));
        EXPECT_THAT(program->output(), Not(HasSubstr("article.moved")));
    }

    std::unique_ptr<lab::Program> program;
    std::string port;
};

TEST_F(ReceiversTest, NodeWithTheOfficialPackage)
{
    std::string why;
    auto packages = lab::node_folder("examples/receivers/node", why);
    if (packages.empty()) GTEST_SKIP() << why;
    auto script = packages / fmt::format("receiver-{}.mjs", ::getpid());
    fs::copy_file(receivers / "node/receiver.mjs", script);
    start({"node", script.string()}, packages);
    is_told_what_is_ours_and_nothing_else();
    fs::remove(script);
}

TEST_F(ReceiversTest, PythonsStandardLibrary)
{
    start({"python3", "receiver.py"}, receivers / "python");
    is_told_what_is_ours_and_nothing_else();
}

TEST_F(ReceiversTest, GosStandardLibrary)
{
    lab::Program build({"go", "build", "-o", file("receiver").string(), "receiver.go"}, receivers / "go",
                       {"GOCACHE=" + file("go").string()});
    ASSERT_EQ(build.wait_for_end(200s), 0) << build.output();
    start({file("receiver").string()}, folder.path());
    is_told_what_is_ours_and_nothing_else();
}

} // namespace
} // namespace baotin::testing_daemon
