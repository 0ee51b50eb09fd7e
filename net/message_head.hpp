#pragma once

#include "net/http.hpp"

#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::net {

/// Throws std::invalid_argument on a method we do not speak or a header that would break out of its line.
void require_valid(const Request& request);

/// The header lines of a request as curl wants them. Keeps its memory from one request to the next.
class RequestHead {
public:
    /// Of a valid request. The lines live until the next call.
    curl_slist* assemble(const Request& request);

private:
    void add(std::string_view name, std::string_view separator, std::string_view value);

    std::string text_; ///< the lines, each ended by NUL
    std::vector<std::size_t> starts_;
    std::vector<curl_slist> lines_;
};

/// Collects the headers of the final response from the lines curl hands over.
class ResponseHead {
public:
    explicit ResponseHead(std::size_t limit) : limit_(limit) {}

    /// False when the limit is passed: then the transfer must end.
    bool take(std::string_view line);

    [[nodiscard]] bool begun() const { return bytes_ > 0; }
    [[nodiscard]] bool complete() const { return complete_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    Headers headers;

private:
    std::size_t limit_;
    std::size_t bytes_ = 0;
    bool complete_ = false;
};

} // namespace baotin::net
