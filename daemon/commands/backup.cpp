#include "archive/backup.hpp"

#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <fmt/format.h>

namespace baotin::daemon {
namespace {

archive::WorkProgress shown_on(ProgressBar& bar, std::string_view what)
{
    return [&bar, what](std::uint64_t done, std::uint64_t total) { bar.show(done, total - done, what); };
}

} // namespace

ExitCode backup(const Common& common, const BackupWords& words)
{
    auto config = load_config_without_secrets(common);
    ProgressBar bar(!common.quiet && !common.json);
    archive::backup_sqlite(config->store.sqlite_file, words.file, shown_on(bar, "database pages"));
    bar.clear();
    const auto bytes = std::filesystem::file_size(words.file);
    if (common.json) {
        print_json({{"file", words.file.string()}, {"bytes", bytes}});
    } else if (!common.quiet) {
        fmt::print("{}: {:.1f} MB, whole\n", words.file.string(), static_cast<double>(bytes) / 1e6);
    }
    return ExitCode::ok;
}

ExitCode restore(const Common& common, const BackupWords& words)
{
    auto config = load_config_without_secrets(common);
    const auto& file = config->store.sqlite_file;
    ProgressBar bar(!common.quiet && !common.json);
    const auto aside = archive::restore_sqlite(words.file, file, shown_on(bar, "database pages"));
    bar.clear();
    if (common.json) {
        const auto kept = aside.empty() ? boost::json::value(nullptr) : boost::json::value(aside.string());
        print_json({{"file", file.string()}, {"before", kept}});
    } else if (!common.quiet) {
        fmt::print("{} is what {} was\n", file.string(), words.file.string());
        if (!aside.empty())
            fmt::print("what stood there is kept as {}; delete it when all is well\n", aside.string());
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
