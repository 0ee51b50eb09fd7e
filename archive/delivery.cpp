#include "archive/delivery.hpp"

namespace baotin::archive {

std::string_view to_string(DeliveryState state)
{
    switch (state) {
    case DeliveryState::pending:
        return "pending";
    case DeliveryState::delivered:
        return "delivered";
    case DeliveryState::dead:
        return "dead";
    }
    return "";
}

std::optional<DeliveryState> parse_delivery_state(std::string_view word)
{
    for (auto state : {DeliveryState::pending, DeliveryState::delivered, DeliveryState::dead}) {
        if (to_string(state) == word) return state;
    }
    return std::nullopt;
}

} // namespace baotin::archive
