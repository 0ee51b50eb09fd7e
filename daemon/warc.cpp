#include "daemon/warc.hpp"

#include "archive/page_hash.hpp"
#include "parsers/hash.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace baotin::daemon {
namespace {

/// The same record has the same id in every export: a name-based UUID (version 8: of a hash of our own
/// choice).
std::string record_id(std::string_view name)
{
    auto hash = parsers::sha256_hex(name);
    hash[12] = '8';
    hash[16] = '8';
    return fmt::format("<urn:uuid:{}-{}-{}-{}-{}>", hash.substr(0, 8), hash.substr(8, 4), hash.substr(12, 4),
                       hash.substr(16, 4), hash.substr(20, 12));
}

std::string date(parsers::Time time)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(
                           std::chrono::time_point_cast<std::chrono::seconds>(time))));
}

std::string record(std::string_view head, std::string_view block)
{
    return fmt::format("WARC/1.1\r\n{}WARC-Block-Digest: sha-256:{}\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n",
                       head, parsers::sha256_hex(block), block.size(), block);
}

/// A header's value: what a server said never breaks out of its line.
std::string line(std::string text)
{
    std::erase_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return text;
}

std::string page_record(const archive::StoredRawPage& page, const archive::PagePart& part, std::size_t number)
{
    const auto payload = parsers::sha256_hex(part.body);
    const auto head =
        fmt::format("WARC-Type: {}\r\nWARC-Record-ID: {}\r\nWARC-Date: {}\r\nWARC-Target-URI: {}\r\n"
                    "WARC-Payload-Digest: sha-256:{}\r\nContent-Type: {}\r\nWARC-Baotin-Site: {}\r\n"
                    "WARC-Baotin-Article: {}\r\nWARC-Baotin-Revision: {}\r\nWARC-Baotin-Cursor: {}\r\n",
                    part.as_sent ? "response" : "resource",
                    record_id(fmt::format("{} {} {} {}", page.article, page.revision, number, payload)),
                    date(page.fetched_at), line(page.url), payload,
                    part.as_sent ? "application/http;msgtype=response" : "text/html;charset=utf-8", page.site,
                    page.article, page.revision, page.id);
    if (!part.as_sent) return record(head, part.body);
    std::string http = "HTTP/1.1 200 OK\r\n";
    if (!part.content_type.empty()) http += fmt::format("Content-Type: {}\r\n", line(part.content_type));
    if (!part.content_encoding.empty())
        http += fmt::format("Content-Encoding: {}\r\n", line(part.content_encoding));
    http += fmt::format("Content-Length: {}\r\n\r\n", part.body.size());
    return record(head, http + part.body);
}

} // namespace

std::string warc_info(parsers::Time now)
{
    const auto head = fmt::format("WARC-Type: warcinfo\r\nWARC-Record-ID: {}\r\nWARC-Date: {}\r\n"
                                  "Content-Type: application/warc-fields\r\n",
                                  record_id("warcinfo " + parsers::rfc3339(now)), date(now));
    return record(head, "software: baotin/" BAOTIN_VERSION "\r\nformat: WARC File Format 1.1\r\n"
                        "description: pages as the archive keeps them; of HTTP headers, Content-Type and "
                        "Content-Encoding\r\n");
}

std::string warc_records(const archive::StoredRawPage& page)
{
    std::string records;
    std::size_t number = 0;
    for (const auto& part : archive::page_parts(page.raw_page))
        records += page_record(page, part, number++);
    return records;
}

void print_warc_info(parsers::Time now)
{
    const auto record = warc_info(now);
    std::fwrite(record.data(), 1, record.size(), stdout);
}

void print_warc(const archive::StoredRawPage& page)
{
    const auto records = warc_records(page);
    std::fwrite(records.data(), 1, records.size(), stdout);
}

} // namespace baotin::daemon
