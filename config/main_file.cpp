#include "config/main_file.hpp"

#include "config/fields.hpp"
#include "config/hook_block.hpp"
#include "config/secret.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace baotin::config {

namespace {

constexpr std::size_t kSmallestPage = 64u << 10,
                      kLargestPage = 64u << 20; // sitemaps may be 50 MB (sitemaps.org)
constexpr std::size_t kSmallestPages = 1u << 20, kLargestPages = std::size_t{1} << 40;
constexpr std::size_t kSmallestHeader = 4u << 10,
                      kLargestHeader = 256u << 10; // curl itself ends a line at 100 kB
constexpr std::int64_t kMostConnections = 4'096, kMostRedirects = 20;
constexpr std::int64_t kLeastRatio = 10, kLargestRatio = 10'000; // gzip itself ends at 1,032
constexpr std::size_t kShortestToken = 16;

void read_store(Table& block, Store& store)
{
    if (const auto keep = block.take("keep_pages")) put(store.keep_pages, as_duration(*keep));
    if (const auto size = block.take("keep_pages_size"))
        put(store.keep_pages_size, as_size(*size, kSmallestPages, kLargestPages));
    const auto value = block.take("url");
    const auto url =
        value ? value->text("a URL such as \"sqlite:///var/lib/baotin/baotin.db\"") : std::nullopt;
    if (!url) return;
    constexpr std::string_view sqlite = "sqlite://";
    if (url->starts_with("postgresql:") || url->starts_with("postgres:"))
        value->refuse("a postgresql:// store is part of the contract but not built in this version; write "
                      "\"sqlite:///var/lib/baotin/baotin.db\"");
    else if (!url->starts_with(sqlite))
        value->refuse(
            fmt::format("url is no store: {}; write \"sqlite:///\" and the path of a file", in_quotes(*url)));
    else if (url->size() == sqlite.size() || url->ends_with('/'))
        value->refuse(
            fmt::format("{} names no file; write \"sqlite:///var/lib/baotin/baotin.db\"", in_quotes(*url)));
    else {
        store.url = *url;
        store.sqlite_file = (block.folder() / url->substr(sqlite.size())).lexically_normal();
    }
}

void read_user_agent(const Value& value, Crawler& crawler)
{
    auto agent = value.text("a string such as \"baotin (+mailto:you@example.org)\"");
    if (!agent) return;
    const bool plain = std::ranges::all_of(*agent, [](unsigned char c) { return c >= ' ' && c < 0x7F; });
    Crawler named = crawler;
    named.user_agent = *agent;
    const std::string token = named.product_token();
    const bool is_token = !token.empty() && std::ranges::all_of(token, [](unsigned char c) {
        return std::isalpha(c) || c == '-' || c == '_';
    });
    if (!plain)
        value.refuse("user_agent goes into a header: ASCII letters, no line breaks");
    else if (!is_token)
        value.refuse(fmt::format(
            "user_agent begins with the name that robots.txt files know, of letters, - and _ only "
            "(RFC 9309), such as \"baotin\"; this begins with {}",
            in_quotes(token)));
    else
        crawler.user_agent = *std::move(agent);
}

void read_stall_timeout(const Value& value, Crawler& crawler)
{
    const auto stall = as_duration(value);
    if (stall && *stall < std::chrono::seconds(1))
        value.refuse("stall_timeout is at least \"1s\": slow is not stalled");
    else
        put(crawler.stall_timeout, stall);
}

/// What one answer may cost.
void read_limits(Table& block, Crawler& crawler)
{
    if (const auto time = block.take("timeout")) put(crawler.timeout, as_duration(*time));
    if (const auto time = block.take("connect_timeout")) put(crawler.connect_timeout, as_duration(*time));
    if (const auto time = block.take("first_byte_timeout"))
        put(crawler.first_byte_timeout, as_duration(*time));
    if (const auto time = block.take("stall_timeout")) read_stall_timeout(*time, crawler);
    if (const auto size = block.take("max_page"))
        put(crawler.max_page, as_size(*size, kSmallestPage, kLargestPage));
    if (const auto size = block.take("max_header"))
        put(crawler.max_header, as_size(*size, kSmallestHeader, kLargestHeader));
    if (const auto ratio = block.take("max_ratio"))
        if (const auto number = ratio->number(kLeastRatio, kLargestRatio))
            crawler.max_ratio = static_cast<std::size_t>(*number);
    if (const auto redirects = block.take("max_redirects"))
        if (const auto number = redirects->number(0, kMostRedirects))
            crawler.max_redirects = static_cast<int>(*number);
}

void read_crawler(Table& block, Crawler& crawler)
{
    if (const auto agent = block.take("user_agent")) read_user_agent(*agent, crawler);
    if (const auto connections = block.take("connections"))
        if (const auto count = connections->number(1, kMostConnections))
            crawler.connections = static_cast<int>(*count);
    if (const auto allow = block.take("allow_private")) put(crawler.allow_private, allow->flag());
    read_limits(block, crawler);
}

bool is_address(const std::string& host)
{
    in6_addr address;
    return ::inet_pton(host.find(':') == std::string::npos ? AF_INET : AF_INET6, host.c_str(), &address) == 1;
}

bool is_loopback(std::string_view address)
{
    return address.starts_with("127.") || address == "::1";
}

/// `127.0.0.1:8680`, `[::1]:8680`, `localhost:8680`; port 0 is any free one.
bool read_listen(std::string_view listen, Web& web)
{
    const auto colon = listen.rfind(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view port = listen.substr(colon + 1);
    std::string host(listen.substr(0, colon));
    const bool brackets = host.starts_with('[') && host.ends_with(']');
    if (brackets) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    unsigned short number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (error != std::errc{} || end != port.data() + port.size()) return false;
    if (!is_address(host) || brackets != (host.find(':') != std::string::npos)) return false;
    web.address = host;
    web.port = number;
    return true;
}

void read_token(const Value& value, const Table& block, Web& web)
{
    auto token = read_secret_file(value, block.folder());
    if (!token) return;
    const bool plain = std::ranges::all_of(*token, [](unsigned char c) { return c > ' ' && c < 0x7F; });
    if (token->size() < kShortestToken || !plain)
        value.refuse(fmt::format(
            "the token is one word of at least {} ASCII letters; make one with: openssl rand -hex 24",
            kShortestToken));
    else
        web.token = std::move(token);
}

void read_public_url(const Value& value, Web& web)
{
    auto url = as_url(value);
    if (!url) return;
    while (url->ends_with('/'))
        url->pop_back();
    if (url->find_first_of("?#") == std::string::npos)
        web.public_url = *std::move(url);
    else
        value.refuse(
            "public_url is where the pages begin, such as \"https://news.example.org/baotin\": it has "
            "no ? and no #");
}

void read_web(Table& block, Secrets secrets, Web& web)
{
    const auto listen = block.take("listen");
    const auto file = block.take("token_file");
    if (file && secrets == Secrets::read) read_token(*file, block, web);
    if (const auto url = block.take("public_url")) read_public_url(*url, web);
    const auto text =
        listen ? listen->text("an address and a port such as \"127.0.0.1:8680\"") : std::nullopt;
    if (!text) return;
    if (!read_listen(*text, web))
        listen->refuse(fmt::format(
            "listen is an address and a port such as \"127.0.0.1:8680\" or \"[::1]:8680\", not {}",
            in_quotes(*text)));
    else if (!is_loopback(web.address) && !block.has("token_file"))
        listen->refuse(fmt::format(
            "{} can be reached from elsewhere, so [web] needs token_file: a file with the word that "
            "visitors must give",
            in_quotes(*text)));
}

} // namespace

HookMentions read_main_file(const std::filesystem::path& file, Secrets secrets, Config& config,
                            Problems& problems)
{
    HookMentions mentions;
    const auto document = Document::open(file, problems);
    if (!document) return mentions;
    Table root(*document, document->root(), "");
    if (auto store = root.table("store")) {
        read_store(*store, config.store);
        store->refuse_unknown_keys();
    }
    if (auto crawler = root.table("crawler")) {
        read_crawler(*crawler, config.crawler);
        crawler->refuse_unknown_keys();
    }
    if (auto web = root.table("web")) {
        read_web(*web, secrets, config.web);
        web->refuse_unknown_keys();
    }
    config.hooks = read_hooks(root, secrets, mentions);
    root.refuse_unknown_keys();
    return mentions;
}

} // namespace baotin::config
