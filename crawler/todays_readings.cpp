#include "crawler/todays_readings.hpp"

#include "crawler/page_reader.hpp"

namespace baotin::crawler {

TodaysReadings::Known& TodaysReadings::known(const std::shared_ptr<const config::Site>& site)
{
    auto& known = sites_[site.get()];
    if (!known.site) known = {.site = site, .article = reading_of(*site), .sources = {}};
    return known;
}

const std::string& TodaysReadings::of(const std::shared_ptr<const config::Site>& site)
{
    return known(site).article;
}

const std::string& TodaysReadings::of(const std::shared_ptr<const config::Site>& site,
                                      const config::Source& source)
{
    auto& reading = known(site).sources[&source];
    if (reading.empty()) reading = reading_of(*site, source);
    return reading;
}

} // namespace baotin::crawler
