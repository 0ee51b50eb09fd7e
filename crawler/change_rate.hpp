#pragma once

#include "archive/page.hpp"

namespace baotin::crawler {

using archive::ChangeRate;

/// Estimates of how often something happens, as a Gamma distribution that visits sharpen: the conjugate prior
/// of a Poisson process. `shape` counts what was seen, `exposure` what was watched; both may be fractions.
/// The unit of exposure is the caller's: hours of a site's usual activity for news, expected edits for
/// articles.
///
/// `belief` is what is assumed before anything was seen: so much evidence of the same kind.
double mean_rate(const ChangeRate& seen, const ChangeRate& belief);

/// A look that saw all that happened since the one before: the links of a source. `memory` bounds the
/// exposure that is remembered, so that a site that changes its ways is believed again.
ChangeRate after_count(const ChangeRate& seen, double count, double exposure, double memory);

/// A look that saw only whether something happened, however often: an article's text. The posterior after
/// "changed" is a difference of two Gamma distributions; the one Gamma with its mean and variance stands for
/// it (the incomplete observations of Cho and Garcia-Molina, "Estimating Frequency of Change", TOIT 2003).
ChangeRate after_look(const ChangeRate& seen, bool changed, double exposure, const ChangeRate& belief);

/// The chance that nothing happens during `exposure`, the rate's uncertainty included.
double chance_of_nothing(const ChangeRate& seen, const ChangeRate& belief, double exposure);

} // namespace baotin::crawler
