#include "tests/conventions/coroutine_lint.hpp"
#include "tests/conventions/source_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace baotin::conventions {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// docs/architecture.md: who may include whom.
const std::map<std::string, std::set<std::string>>& may_include()
{
    static const std::map<std::string, std::set<std::string>> table{
        {"parsers", {"parsers"}},
        {"net", {"net"}},
        {"config", {"config", "parsers"}},
        {"archive", {"archive", "parsers"}},
        {"crawler", {"crawler", "archive", "net", "config", "parsers"}},
        {"alerts", {"alerts", "archive", "net", "config", "parsers"}},
        {"web", {"web", "alerts", "crawler", "archive", "net", "config", "parsers"}},
        {"daemon", {"daemon", "web", "alerts", "crawler", "archive", "net", "config", "parsers"}},
    };
    return table;
}

std::vector<std::string> includes_against_the_direction(const SourceFile& file)
{
    std::vector<std::string> wrong;
    auto allowed = may_include().find(file.room());
    if (allowed == may_include().end()) return wrong; // tests and benchmarks may include every room
    for (const auto& include : own_includes(file.text)) {
        auto room = include.path.substr(0, include.path.find('/'));
        if (!allowed->second.contains(room)) {
            wrong.push_back(file.path + ":" + std::to_string(include.line) + ": " + file.room() +
                            " may not include " + include.path);
        }
    }
    return wrong;
}

const std::vector<SourceFile>& tree()
{
    static const auto files = source_files(BAOTIN_SOURCE_DIR);
    return files;
}

TEST(Conventions, TheTreeIsThere)
{
    EXPECT_GT(tree().size(), 100U);
}

TEST(Conventions, NoRoomIncludesAgainstTheDirection)
{
    for (const auto& file : tree())
        EXPECT_THAT(includes_against_the_direction(file), IsEmpty());
}

TEST(Conventions, AnIncludeAgainstTheDirectionIsFound)
{
    SourceFile file{"parsers/url.cpp", "#include \"parsers/url.hpp\"\n#include \"net/http_client.hpp\"\n"};
    EXPECT_THAT(includes_against_the_direction(file), SizeIs(1));
}

TEST(Conventions, OnlyTheSqliteStoreSpeaksToSqlite)
{
    for (const auto& file : tree()) {
        if (file.path.starts_with("archive/sqlite/") || file.path.starts_with("tests/") ||
            file.path.starts_with("bench/"))
            continue;
        EXPECT_EQ(file.text.find("#include <sqlite3.h>"), std::string::npos) << file.path;
        EXPECT_EQ(file.text.find("#include <SQLiteCpp"), std::string::npos) << file.path;
    }
}

TEST(Conventions, HeavyHeadersStayOutOfOurHeaders)
{
    for (const auto& file : tree()) {
        if (!file.path.ends_with(".hpp") || file.path.starts_with("tests/")) continue;
        for (const auto* heavy : {"<boost/asio.hpp>", "<boost/beast", "<CLI/"}) {
            EXPECT_EQ(file.text.find(std::string("#include ") + heavy), std::string::npos)
                << file.path << ": " << heavy;
        }
    }
}

TEST(Conventions, NoFileIsNamedForWhatItIsNot)
{
    for (const auto& file : tree()) {
        for (const auto* word : {"util", "common", "helper", "manager", "misc"}) {
            auto name = file.path.substr(file.path.rfind('/') + 1);
            if (name.starts_with("service_manager")) continue; // systemd's own word for itself
            EXPECT_EQ(name.find(word), std::string::npos) << file.path;
        }
    }
}

TEST(Conventions, NoCoroutineFallsIntoTheGcc12Trap)
{
    for (const auto& file : tree()) {
        if (file.path.starts_with("tests/conventions/")) continue;
        for (const auto& trap : coroutine_traps(file.text)) {
            ADD_FAILURE() << file.path << ":" << trap.line
                          << ": name the temporary before the co_await: " << trap.statement;
        }
    }
}

TEST(CoroutineLint, FindsAnAggregateALambdaAndATernary)
{
    EXPECT_THAT(coroutine_traps("auto x = co_await f(Request{a, b});"), SizeIs(1));
    EXPECT_THAT(coroutine_traps("co_await reads.run([id](Reader& r) { return r.page(id); });"), SizeIs(1));
    EXPECT_THAT(coroutine_traps("auto x = ready ? value : co_await f();"), SizeIs(1));
    EXPECT_THAT(coroutine_traps("if (co_await f({1, 2})) { g(); }"), SizeIs(1));
}

TEST(CoroutineLint, LeavesNamedTemporariesAndBlocksAlone)
{
    EXPECT_THAT(coroutine_traps("auto request = Request{a, b};\nauto x = co_await f(std::move(request));"),
                IsEmpty());
    EXPECT_THAT(coroutine_traps("if (auto x = co_await f(y)) {\n g(\"{\");\n}"), IsEmpty());
    EXPECT_THAT(coroutine_traps("co_await f(values[i]); // {not code}"), IsEmpty());
}

TEST(CoroutineLint, NamesTheLine)
{
    EXPECT_EQ(coroutine_traps("\n\nco_await f(A{});").front().line, 3);
}

} // namespace
} // namespace baotin::conventions
