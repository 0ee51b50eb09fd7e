#include "site_lab.hpp"

#include "http_server.hpp"
#include "lab_config.hpp"
#include "site.hpp"
#include "site_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <stdexcept>

namespace baotin::lab {
namespace {

void write_file(const std::filesystem::path& file, std::string_view text)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) throw std::runtime_error(fmt::format("cannot write {}", file.string()));
}

} // namespace

/// The sites and the server that plays them.
class SiteLab::Sites {
public:
    Sites()
    {
        const std::filesystem::path source = std::filesystem::path(BAOTIN_SOURCE_DIR) / "tests" / "lab";
        for (const SiteShape& shape : site_shapes())
            all.push_back(std::make_unique<Site>(shape, source, server_));
    }

    Site& operator[](std::string_view id)
    {
        const auto found =
            std::ranges::find(all, id, [](const auto& site) -> std::string_view { return site->id(); });
        if (found == all.end()) throw std::invalid_argument(fmt::format("the lab has no site \"{}\"", id));
        return **found;
    }

    std::vector<std::unique_ptr<Site>> all;
    std::atomic<unsigned> rotation = 0;

private:
    HttpServer server_; // goes first: its handlers refer to the sites
};

SiteLab::SiteLab() : sites_(std::make_unique<Sites>())
{
}
SiteLab::~SiteLab() = default;

std::vector<std::string> SiteLab::site_ids() const
{
    std::vector<std::string> ids;
    for (const auto& site : sites_->all)
        ids.push_back(site->id());
    return ids;
}

std::string SiteLab::base(std::string_view site) const
{
    return (*sites_)[site].base();
}

void SiteLab::write_config(const std::filesystem::path& directory, const std::filesystem::path& shipped,
                           std::string_view visit, std::string_view main) const
{
    const std::filesystem::path whole = std::filesystem::absolute(directory);
    std::filesystem::create_directories(whole / "sites.d");
    write_file(whole / "baotin.toml",
               main_file(fmt::format("sqlite://{}", (whole / "baotin.db").string()), main));
    for (const auto& site : sites_->all) {
        const std::string file = site->id() + ".toml";
        write_file(whole / "sites.d" / file, moved_to_lab(read_file(shipped / file), site->base(), visit));
    }
}

std::vector<SiteLab::Article> SiteLab::articles(std::string_view site) const
{
    return (*sites_)[site].articles();
}

SiteLab::Article SiteLab::seed(std::string_view site) const
{
    return (*sites_)[site].seed();
}

SiteLab::Article SiteLab::publish(std::string_view site, std::string_view title, std::string_view body)
{
    return (*sites_)[site].publish(title, body);
}

void SiteLab::edit(const Article& article, std::string_view from, std::string_view to)
{
    (*sites_)[article.site].edit(article.key, from, to);
}

void SiteLab::remove(const Article& article, int status)
{
    (*sites_)[article.site].remove(article.key, status);
}

void SiteLab::restore(const Article& article)
{
    (*sites_)[article.site].restore(article.key);
}

SiteLab::Article SiteLab::move(const Article& article, bool redirect)
{
    return (*sites_)[article.site].move(article.key, redirect);
}

void SiteLab::behave(std::string_view site, std::string_view path, Behaviour behaviour)
{
    (*sites_)[site].behave(path, std::move(behaviour));
}

void SiteLab::set_robots(std::string_view site, std::string_view text)
{
    (*sites_)[site].set_robots(text);
}

void SiteLab::set_counters(bool moving)
{
    for (const auto& site : sites_->all)
        site->set_counters(moving);
}

void SiteLab::rotate_related()
{
    const unsigned rotation = ++sites_->rotation;
    for (const auto& site : sites_->all)
        site->set_rotation(rotation);
}

void SiteLab::set_charset(std::string_view site, std::string_view charset)
{
    (*sites_)[site].set_charset(charset);
}

void SiteLab::set_soft_404(std::string_view site, bool soft)
{
    (*sites_)[site].set_soft_404(soft);
}

void SiteLab::set_redesigned(std::string_view site, bool redesigned)
{
    (*sites_)[site].set_redesigned(redesigned);
}

void SiteLab::set_validators(std::string_view site, bool send)
{
    (*sites_)[site].set_validators(send);
}

std::vector<Hit> SiteLab::hits(std::string_view site) const
{
    return (*sites_)[site].hits();
}

int SiteLab::most_at_once(std::string_view site) const
{
    return (*sites_)[site].most_at_once();
}

} // namespace baotin::lab
