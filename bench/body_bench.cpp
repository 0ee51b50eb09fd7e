#include "net/http_client.hpp"
#include "parsers/compression.hpp"
#include "tests/net/raw_server.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <brotli/encode.h>
#include <fmt/format.h>
#include <libdeflate.h>
#include <xxhash.h>
#include <zstd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>
#include <string>

namespace {

thread_local std::size_t allocations = 0;
thread_local std::size_t allocated = 0;

} // namespace

// Counts what the loop allocates; curl's own malloc is not seen.
void* operator new(std::size_t size)
{
    ++allocations;
    allocated += size;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

// What a body costs from the wire to text. `BAOTIN_PAGE` names a file to use instead of the page made here.
namespace baotin {
namespace {

/// About as repetitive as news pages are: a fifth of its size when compressed.
std::string made_page(std::size_t size)
{
    constexpr const char* syllables[] = {
        "công", "an",   "tỉnh", "bắc",  "ninh",  "triệt", "phá",  "đường", "dây",  "tội",  "phạm",  "mới",
        "nhất", "năm",  "nay",  "xã",   "huyện", "người", "dân",  "cảnh",  "sát",  "giao", "thông", "bầu",
        "cử",   "quốc", "hội",  "khoá", "đại",   "biểu",  "ngày", "tháng", "trên", "địa",  "bàn",   "kiểm"};
    std::string page = "<!doctype html><html lang=vi><head><meta charset=utf-8></head><body>";
    unsigned dice = 1;
    const auto roll = [&dice](unsigned sides) {
        return (dice = dice * 1664525 + 1013904223) / 65536 % sides;
    };
    while (page.size() < size) {
        page += fmt::format("<li class=\"news-item item-{}\"><a href=\"/tin-tuc/bai-viet-{}.html\">", roll(9),
                            roll(65536));
        for (unsigned word = roll(30); word < 40; ++word)
            page += fmt::format("{} ", syllables[roll(std::size(syllables))]);
        page += "</a></li>\n";
    }
    page.resize(size);
    return page;
}

const std::string& page()
{
    static const std::string page = [] {
        const char* file = std::getenv("BAOTIN_PAGE");
        if (!file) return made_page(82'000);
        std::ifstream stream(file, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    }();
    return page;
}

std::string gzip(std::string_view text)
{
    auto* const compressor = libdeflate_alloc_compressor(6);
    std::string bytes(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
    bytes.resize(libdeflate_gzip_compress(compressor, text.data(), text.size(), bytes.data(), bytes.size()));
    libdeflate_free_compressor(compressor);
    return bytes;
}

std::string brotli(std::string_view text)
{
    std::string bytes(BrotliEncoderMaxCompressedSize(text.size()), '\0');
    std::size_t size = bytes.size();
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                          reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                          reinterpret_cast<std::uint8_t*>(bytes.data()));
    bytes.resize(size);
    return bytes;
}

std::string zstd(std::string_view text, int level)
{
    std::string bytes(ZSTD_compressBound(text.size()), '\0');
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), text.data(), text.size(), level));
    return bytes;
}

void undo(benchmark::State& state, const std::string& bytes, const char* coding)
{
    allocations = allocated = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(parsers::decompress(bytes, coding, 32u << 20, 200));
    const auto runs = static_cast<double>(state.iterations());
    state.counters["sent"] = static_cast<double>(bytes.size());
    state.counters["allocations"] = static_cast<double>(allocations) / runs;
    state.counters["allocated"] = static_cast<double>(allocated) / runs;
}

void UndoGzip(benchmark::State& state)
{
    undo(state, gzip(page()), "gzip");
}
BENCHMARK(UndoGzip);

void UndoBrotli(benchmark::State& state)
{
    undo(state, brotli(page()), "br");
}
BENCHMARK(UndoBrotli);

void UndoZstd(benchmark::State& state)
{
    undo(state, zstd(page(), 3), "zstd");
}
BENCHMARK(UndoZstd);

void UndoNothing(benchmark::State& state)
{
    undo(state, page(), "");
}
BENCHMARK(UndoNothing);

void HashOfWireBytes(benchmark::State& state)
{
    const auto bytes = gzip(page());
    for (auto _ : state)
        benchmark::DoNotOptimize(XXH3_128bits(bytes.data(), bytes.size()));
}
BENCHMARK(HashOfWireBytes);

void KeepRawPage(benchmark::State& state)
{
    std::size_t size = 0;
    for (auto _ : state)
        size = parsers::compress_zstd(page()).size();
    state.counters["kept"] = static_cast<double>(size);
}
BENCHMARK(KeepRawPage);

/// One context for all, as a thread's own would be.
void ZstdLevel(benchmark::State& state)
{
    auto* const context = ZSTD_createCCtx();
    std::string out(ZSTD_compressBound(page().size()), '\0');
    std::size_t size = 0;
    for (auto _ : state)
        size = ZSTD_compressCCtx(context, out.data(), out.size(), page().data(), page().size(),
                                 static_cast<int>(state.range(0)));
    state.counters["kept"] = static_cast<double>(size);
    state.counters["context"] = static_cast<double>(ZSTD_sizeof_CCtx(context));
    ZSTD_freeCCtx(context);
}
BENCHMARK(ZstdLevel)->DenseRange(-1, 7)->Arg(9)->Arg(12);

std::string chunked(std::string_view body)
{
    std::string bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (; !body.empty(); body.remove_prefix(std::min<std::size_t>(body.size(), 8192))) {
        const auto piece = body.substr(0, 8192);
        bytes += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
    }
    return bytes + "0\r\n\r\n";
}

boost::asio::awaitable<void> fetch(net::HttpClient* client, std::string url, int times)
{
    for (; times > 0; --times) {
        net::Request request;
        request.url = url;
        request.allow_private = true;
        const auto response = co_await client->fetch(std::move(request));
        if (!response) std::abort();
    }
}

void receive(benchmark::State& state, std::string answer)
{
    const net::test::RawServer server(net::test::always(std::move(answer)));
    boost::asio::io_context io{1};
    net::HttpClient client(io.get_executor(), {});
    const auto some = [&](int times) {
        boost::asio::co_spawn(io, fetch(&client, server.url(), times), boost::asio::detached);
        io.restart();
        io.run();
    };
    some(1);
    allocations = allocated = 0;
    constexpr int batch = 50;
    for (auto _ : state)
        some(batch);
    const auto fetches = static_cast<double>(state.iterations() * batch);
    state.counters["allocations"] = static_cast<double>(allocations) / fetches;
    state.counters["allocated"] = static_cast<double>(allocated) / fetches;
    state.counters["a_fetch"] =
        benchmark::Counter(fetches, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void ReceiveAnnounced(benchmark::State& state)
{
    const std::string body(static_cast<std::size_t>(state.range(0)), 'x');
    receive(state, net::test::response("200 OK", body));
}
BENCHMARK(ReceiveAnnounced)->Arg(0)->Arg(16 << 10)->Arg(300 << 10)->Unit(benchmark::kMillisecond);

void ReceiveChunked(benchmark::State& state)
{
    receive(state, chunked(std::string(static_cast<std::size_t>(state.range(0)), 'x')));
}
BENCHMARK(ReceiveChunked)->Arg(16 << 10)->Arg(300 << 10)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace baotin

BENCHMARK_MAIN();
