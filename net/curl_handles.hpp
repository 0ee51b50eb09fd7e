#pragma once

#include <curl/curl.h>

#include <memory>

namespace baotin::net {

struct CloseEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CloseMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

struct CloseShare {
    void operator()(CURLSH* share) const { curl_share_cleanup(share); }
};

using EasyHandle = std::unique_ptr<CURL, CloseEasy>;
using MultiHandle = std::unique_ptr<CURLM, CloseMulti>;
using ShareHandle = std::unique_ptr<CURLSH, CloseShare>;

} // namespace baotin::net
