#pragma once

#include "tests/sim/dice.hpp"
#include "tests/sim/truth.hpp"

#include <string>

namespace baotin::sim {

/// A text of a few paragraphs in the canonical form already, so that what the archive has can be compared
/// byte for byte. Every title has the token in it.
Text written(Dice& dice, const std::string& token);

/// The text after an editor was at it: never the same; sometimes only the spelling differs.
Text edited(Dice& dice, const Text& text);

/// `bat-giu-doi-tuong`
std::string slug(Dice& dice);

} // namespace baotin::sim
