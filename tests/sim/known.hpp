#pragma once

#include "archive/event.hpp"
#include "tests/sim/findings.hpp"
#include "tests/sim/web.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace baotin::sim {

/// What the archive's events have said of one article so far, each held against what was true at its time.
class Known {
public:
    Known(const TrueSite& site, const TrueArticle& article, const Seen& seen, Findings& findings)
        : site_(&site), article_(&article), seen_(&seen), findings_(&findings)
    {
    }

    /// `data` is the payload's.
    void told(const archive::StoredEvent& event, const boost::json::object& data);

    [[nodiscard]] bool is_known() const { return id_.has_value(); }
    [[nodiscard]] std::optional<archive::ArticleId> id() const { return id_; }
    [[nodiscard]] std::size_t version() const { return version_; }
    [[nodiscard]] bool removed() const { return removed_; }
    [[nodiscard]] const std::string& url() const { return url_; }
    [[nodiscard]] const Text& text() const { return article_->versions[version_].text; }

private:
    void is_new(const archive::StoredEvent& event);
    void changed(const archive::StoredEvent& event, const boost::json::object& data);
    void moved(const archive::StoredEvent& event, const boost::json::object& data);
    void was_removed(const archive::StoredEvent& event);
    void restored(const archive::StoredEvent& event, const boost::json::object& data);
    void check_changes(const archive::StoredEvent& event, const boost::json::object& data, bool must);
    void check_text(const archive::StoredEvent& event, const boost::json::object& data);
    void wrong(const archive::StoredEvent& event, const std::string& what);

    const TrueSite* site_;
    const TrueArticle* article_;
    const Seen* seen_;
    Findings* findings_;
    std::optional<archive::ArticleId> id_;
    std::size_t version_ = 0;
    bool removed_ = false;
    std::string url_;
};

} // namespace baotin::sim
