#pragma once

#include "archive/event.hpp"
#include "config/config.hpp"

#include <memory>
#include <string>
#include <vector>

namespace baotin::alerts {

class Rule;

/// Matches events to hooks by their rules, and words the body that all of them get (docs/webhooks.md).
///
/// Immutable, compiled from one configuration snapshot; called on the recorder thread, so it shares nothing
/// with the loop.
class HookRouter final : public archive::Router {
public:
    explicit HookRouter(config::Snapshot config);
    ~HookRouter() override;

    [[nodiscard]] std::vector<std::string> route(const archive::Event& event,
                                                 const archive::Article* article) const override;
    [[nodiscard]] bool asks_for_roles() const override;
    [[nodiscard]] std::string compose(const archive::Event& event,
                                      const archive::Article* article) const override;

private:
    config::Snapshot config_;
    std::vector<Rule> rules_;
};

} // namespace baotin::alerts
