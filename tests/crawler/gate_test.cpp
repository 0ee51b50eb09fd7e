#include "crawler/gate.hpp"
#include "parsers/hash.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using testing::Contains;
using testing::Not;
using testing::Pair;

const Asker kAsker("baotin (+mailto:ops@example.org)");

archive::Page read_before()
{
    archive::Page page;
    page.url = "http://host/a";
    page.reading = "today";
    page.outcome = archive::Outcome::unchanged;
    page.validators = {"\"e1\"", "Sat, 21 Nov 2026 00:00:00 GMT", parsers::quick_hash("bytes")};
    return page;
}

net::Response answer(int status, std::string body)
{
    net::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

TEST(Gate, HoldsWhileTheRulesAreThoseOfTheLastReading)
{
    auto page = read_before();
    EXPECT_TRUE(gates_hold(page, "today"));
    EXPECT_FALSE(gates_hold(page, "edited"));
}

TEST(Gate, HoldsNotAfterAVisitThatDidNotSeeThePage)
{
    auto page = read_before();
    page.outcome = archive::Outcome::unreadable;
    EXPECT_FALSE(gates_hold(page, "today"));
}

TEST(Gate, AConditionalRequestCarriesBothValidators)
{
    auto request = conditional_request(read_before(), "http://host/a", true, kAsker);
    EXPECT_THAT(request.headers, Contains(Pair("if-none-match", "\"e1\"")));
    EXPECT_THAT(request.headers, Contains(Pair("if-modified-since", "Sat, 21 Nov 2026 00:00:00 GMT")));
}

TEST(Gate, AnotherAddressIsNotAskedWithThisOnesValidators)
{
    auto request = conditional_request(read_before(), "http://host/moved", true, kAsker);
    EXPECT_THAT(request.headers, Not(Contains(Pair("if-none-match", testing::_))));
}

TEST(Gate, NotModifiedAndTheSameBytesEndTheVisit)
{
    auto page = read_before();
    EXPECT_EQ(pass_gate(page, answer(304, ""), true), Gate::not_modified);
    EXPECT_EQ(pass_gate(page, answer(200, "bytes"), true), Gate::same_bytes);
    EXPECT_EQ(pass_gate(page, answer(200, "other"), true), Gate::read);
}

TEST(Gate, AnUnconditionalVisitReadsEvenTheSameBytes)
{
    EXPECT_EQ(pass_gate(read_before(), answer(200, "bytes"), false), Gate::read);
}

TEST(Gate, ValidatorsComeFromTheAnswer)
{
    auto response = answer(200, "bytes");
    response.headers = {{"etag", "\"e2\""}};
    EXPECT_EQ(validators_of(response, kAsker),
              (archive::Validators{"\"e2\"", "", parsers::quick_hash("bytes")}));
}

TEST(Gate, ValidatorsOfAnAnswerThatVariesHoldForTheSameAskerOnly)
{
    auto response = answer(200, "bytes");
    response.headers = {{"etag", "\"e2\""}, {"vary", "Accept-Encoding, User-Agent"}};
    auto page = read_before();
    page.validators = validators_of(response, kAsker);
    EXPECT_THAT(conditional_request(page, page.url, true, kAsker).headers,
                Contains(Pair("if-none-match", "\"e2\"")));
    EXPECT_THAT(conditional_request(page, page.url, true, {"renamed/2.0"}).headers,
                Not(Contains(Pair("if-none-match", testing::_))));
}

TEST(Gate, AnAnswerThatVariesInAnyCaseGivesNoValidators)
{
    auto response = answer(200, "bytes");
    response.headers = {{"etag", "\"e2\""}, {"vary", "*"}};
    EXPECT_EQ(validators_of(response, kAsker).etag, "");
    EXPECT_NE(validators_of(response, kAsker).wire_hash, 0U);
    response.headers = {{"etag", "\"e2\""}, {"vary", "Cookie"}};
    EXPECT_EQ(validators_of(response, kAsker).etag, "\"e2\"") << "no cookie is sent";
    EXPECT_EQ(validators_of(response, {"baotin", true}).etag, "");
}

} // namespace
} // namespace baotin::crawler
