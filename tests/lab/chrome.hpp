#pragma once

#include "page_template.hpp"

#include <string>

namespace baotin::lab {

/// What surrounds every page of a site and is news on none: `menu`, `related`, `adverts`, `partners`,
/// `style`, `script`. `rotation` chooses which related boxes and adverts stand there.
Values chrome_of(const Pieces& pieces, unsigned rotation);

} // namespace baotin::lab
