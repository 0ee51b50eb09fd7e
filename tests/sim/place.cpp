#include "tests/sim/place.hpp"

#include "tests/sim/pages.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

namespace baotin::sim {
namespace {

constexpr std::string_view kMain = R"([store]
url = "sqlite://baotin.db"
[[hook]]
name = "newsroom"
url = "https://newsroom.example/hook"
secret_file = "newsroom.secret"
)";
constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";

std::filesystem::path new_folder()
{
    std::error_code ignored;
    bool memory = std::filesystem::is_directory("/dev/shm", ignored);
    auto parent = memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
    auto pattern = (parent / "baotin-sim-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
}

} // namespace

Place::Place(const Truth& truth) : folder_(new_folder())
{
    write("baotin.toml", kMain);
    write("newsroom.secret", kSecret);
    for (const auto& site : truth.sites)
        write("sites.d/" + site.id + ".toml", site_file(site));
    auto config = config::load(folder_ / "baotin.toml");
    if (!config) throw std::runtime_error(config::to_string(config.error().front()));
    config_ = std::move(*config);
}

Place::~Place()
{
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Place::write(const std::filesystem::path& name, std::string_view text) const
{
    auto file = folder_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    std::filesystem::permissions(file, std::filesystem::perms(0600));
}

} // namespace baotin::sim
