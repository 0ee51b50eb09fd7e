#include "behaviour.hpp"

#include "encoding.hpp"

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <string>

namespace baotin::lab {
namespace {

constexpr auto kHtml = "text/html; charset=utf-8";
constexpr std::size_t kRandomBytes = 64 * 1024;
constexpr int kNestedTags = 100'000;
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kTooLarge = 50'000'000;
constexpr std::size_t kBomb = 64u << 20;
constexpr int kTiresAfter = 10; // requests of one connection, as seen on government hosts
constexpr std::string_view kChallengeCookie = "D1N=7f0c2ab4e9d84316a5be0f5d1c3a9e72";

Reply html(int status, std::string body)
{
    Reply reply;
    reply.status = status;
    reply.headers = {{"Content-Type", kHtml}};
    reply.body = std::make_shared<const std::string>(std::move(body));
    return reply;
}

std::string random_bytes()
{
    std::mt19937_64 engine(20210506); // the same bytes in every run
    std::string bytes(kRandomBytes, '\0');
    std::ranges::generate(bytes, [&] { return static_cast<char>(engine()); });
    return bytes;
}

std::string nested_tags()
{
    std::string body = "<!DOCTYPE html><html><head><title>Sâu</title></head><body>";
    for (int i = 0; i < kNestedTags; ++i)
        body += "<div>";
    return body + "Tới đáy";
}

Reply repeated(std::size_t bytes)
{
    std::string piece = "<p>";
    while (piece.size() + 40 < kPiece)
        piece += "Trang này không bao giờ hết. ";
    piece += "</p>\n";
    const std::size_t times = bytes / piece.size() + 1;
    Reply reply = html(200, std::move(piece));
    reply.manner = Reply::Manner::repeated;
    reply.times = times;
    return reply;
}

Reply bomb()
{
    static const auto zipped = std::make_shared<const std::string>(gzip(std::string(kBomb, 'a')));
    Reply reply = html(200, {});
    reply.headers.emplace_back("Content-Encoding", "gzip");
    reply.body = zipped;
    return reply;
}

/// As served by laodong.vn and several government hosts, the odd charset included.
Reply challenge()
{
    Reply reply = html(
        200,
        fmt::format("<html><body><script>document.cookie=\"{}\"+\"; expires=Fri, 31-Dec-2037 23:55:55 GMT; "
                    "path=/\";window.location.reload(true);</script></body></html>",
                    kChallengeCookie));
    reply.headers = {{"Content-Type", "text/html; charset=utf-8,gbk"}, {"Cache-Control", "no-cache"}};
    return reply;
}

Reply login()
{
    return html(
        200, "<!DOCTYPE html><html><head><title>Đăng nhập hệ thống</title></head><body><form method=post>"
             "<label>Tên đăng nhập <input name=user></label><label>Mật khẩu <input type=password name=word>"
             "</label><button>Đăng nhập</button></form></body></html>");
}

Reply redirect(const Behaviour& behaviour)
{
    const bool redirects = behaviour.status >= 300 && behaviour.status < 400;
    Reply reply = html(redirects ? behaviour.status : 302, "<html><body>Chuyển hướng</body></html>");
    reply.headers.emplace_back("Location", behaviour.target);
    return reply;
}

Reply of_status(const Behaviour& behaviour)
{
    Reply reply = error_reply(behaviour.status);
    if (behaviour.retry_after) reply.headers.emplace_back("Retry-After", *behaviour.retry_after);
    return reply;
}

Reply in_manner(Reply reply, Reply::Manner manner, std::chrono::milliseconds duration = {})
{
    reply.manner = manner;
    reply.duration = duration;
    return reply;
}

} // namespace

Behaviour::Kind kind_for(const Behaviour& behaviour, const Request& request)
{
    using Kind = Behaviour::Kind;
    if (behaviour.kind == Kind::challenge &&
        request.header("cookie").find(kChallengeCookie) != std::string::npos)
        return Kind::normal;
    if (behaviour.kind == Kind::tired && request.nth <= kTiresAfter) return Kind::normal;
    return behaviour.kind;
}

bool wants_page(Behaviour::Kind kind)
{
    return kind == Behaviour::Kind::normal || kind == Behaviour::Kind::slow ||
           kind == Behaviour::Kind::cut_off;
}

Reply error_reply(int status)
{
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
    return html(
        status,
        fmt::format(
            "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1></center>\r\n"
            "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
            status, std::string_view(reason.data(), reason.size())));
}

Reply misbehave(const Behaviour& behaviour, Reply page)
{
    switch (behaviour.kind) {
    case Behaviour::Kind::normal:
        return page;
    case Behaviour::Kind::status:
        return of_status(behaviour);
    case Behaviour::Kind::slow:
        return in_manner(std::move(page), Reply::Manner::trickled, behaviour.duration);
    case Behaviour::Kind::silent:
        return in_manner({}, Reply::Manner::never);
    case Behaviour::Kind::cut_off:
        return in_manner(std::move(page), Reply::Manner::cut_off);
    case Behaviour::Kind::reset:
    case Behaviour::Kind::tired:
        return in_manner({}, Reply::Manner::reset);
    case Behaviour::Kind::too_large:
        return repeated(kTooLarge);
    case Behaviour::Kind::endless:
        return repeated(SIZE_MAX);
    case Behaviour::Kind::bomb:
        return bomb();
    case Behaviour::Kind::random:
        return html(200, random_bytes());
    case Behaviour::Kind::nested:
        return html(200, nested_tags());
    case Behaviour::Kind::challenge:
        return challenge();
    case Behaviour::Kind::error_page: {
        Reply reply = error_reply(behaviour.status);
        reply.status = 200;
        return reply;
    }
    case Behaviour::Kind::login:
        return login();
    case Behaviour::Kind::redirect:
        return redirect(behaviour);
    }
    return page;
}

} // namespace baotin::lab
