#pragma once

#include "net/curl_handles.hpp"
#include "net/http_client.hpp"
#include "net/http_metrics.hpp"
#include "net/lazy_timer.hpp"
#include "net/message_head.hpp"
#include "net/received_body.hpp"
#include "net/tls_trust.hpp"

#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <sys/socket.h>

namespace baotin::net {

/// One request and its limits on one easy handle, which is kept for the next request. Lives on the loop;
/// begin() and end() are called while the handle is outside of the multi.
class Transfer {
public:
    using Moment = LazyTimer::Moment;

    /// `deadlines` is told when due() should be looked at. All of these outlive it.
    Transfer(const HttpOptions& options, const Transport& transport, TlsTrust& trust, HttpMetrics& metrics,
             LazyTimer& deadlines);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    void begin(Request request);
    FetchResult end(CURLcode code);
    FetchResult end_overdue(); ///< due() has passed
    void rest();               ///< forgets the request and what came of it

    [[nodiscard]] CURL* easy() const { return easy_.get(); }
    /// Until something has come back: when there must be a connection, then a first byte.
    [[nodiscard]] std::optional<Moment> due() const { return due_; }
    [[nodiscard]] std::size_t bytes_received() const { return head_.bytes() + body_.received(); }

private:
    static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static int close_socket(void* metrics, curl_socket_t socket);
    static int before_request(void* self, char* address, char* local, int port, int local_port);
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

    void set_fixed_options();
    void set_keeping();
    void set_proxy();
    void open_jar();
    void close_jar();
    void set_method();
    bool permits(const sockaddr& address);
    bool keep_header(std::string_view line);
    bool keep_body(std::string_view chunk);
    FetchFailure failure(CURLcode code);
    FetchFailure cause_of(CURLcode code);
    Response response();

    const HttpOptions& options_;
    const Transport& transport_;
    TlsTrust& trust_;
    HttpMetrics& metrics_;
    LazyTimer& deadlines_;
    Request request_;
    RequestHead request_head_;
    ResponseHead head_{0};
    ReceivedBody body_{0};
    std::optional<Moment> due_;
    bool asked_ = false;    ///< the request is out, or was once
    std::string refused_;   ///< the addresses that were not permitted
    std::string too_large_; ///< what passed its limit
    std::array<char, CURL_ERROR_SIZE> reason_{};
    EasyHandle easy_; ///< last: the callbacks use all of the above
};

} // namespace baotin::net
