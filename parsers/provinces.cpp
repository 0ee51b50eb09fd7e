#include "parsers/provinces.hpp"

#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace baotin::parsers {

namespace {

constexpr std::string_view kHoChiMinh = "Thành phố Hồ Chí Minh";

/// Resolution 202/2025/QH15, and 175/2024/QH15 for Huế (a city under its new name since January 2025).
constexpr std::array<Province, 64> kProvinces = {{
    {"An Giang", "An Giang", true},       {"Bà Rịa - Vũng Tàu", kHoChiMinh, false},
    {"Bạc Liêu", "Cà Mau", false},        {"Bắc Giang", "Bắc Ninh", false},
    {"Bắc Kạn", "Thái Nguyên", false},    {"Bắc Ninh", "Bắc Ninh", true},
    {"Bến Tre", "Vĩnh Long", false},      {"Bình Dương", kHoChiMinh, false},
    {"Bình Định", "Gia Lai", false},      {"Bình Phước", "Đồng Nai", false},
    {"Bình Thuận", "Lâm Đồng", false},    {"Cà Mau", "Cà Mau", true},
    {"Cao Bằng", "Cao Bằng", true},       {"Cần Thơ", "Cần Thơ", true},
    {"Đà Nẵng", "Đà Nẵng", true},         {"Đắk Lắk", "Đắk Lắk", true},
    {"Đắk Nông", "Lâm Đồng", false},      {"Điện Biên", "Điện Biên", true},
    {"Đồng Nai", "Đồng Nai", true},       {"Đồng Tháp", "Đồng Tháp", true},
    {"Gia Lai", "Gia Lai", true},         {"Hà Giang", "Tuyên Quang", false},
    {"Hà Nam", "Ninh Bình", false},       {"Hà Nội", "Hà Nội", true},
    {"Hà Tĩnh", "Hà Tĩnh", true},         {"Hải Dương", "Hải Phòng", false},
    {"Hải Phòng", "Hải Phòng", true},     {"Hậu Giang", "Cần Thơ", false},
    {"Hòa Bình", "Phú Thọ", false},       {"Huế", "Huế", true},
    {"Hưng Yên", "Hưng Yên", true},       {"Khánh Hòa", "Khánh Hòa", true},
    {"Kiên Giang", "An Giang", false},    {"Kon Tum", "Quảng Ngãi", false},
    {"Lai Châu", "Lai Châu", true},       {"Lạng Sơn", "Lạng Sơn", true},
    {"Lào Cai", "Lào Cai", true},         {"Lâm Đồng", "Lâm Đồng", true},
    {"Long An", "Tây Ninh", false},       {"Nam Định", "Ninh Bình", false},
    {"Nghệ An", "Nghệ An", true},         {"Ninh Bình", "Ninh Bình", true},
    {"Ninh Thuận", "Khánh Hòa", false},   {"Phú Thọ", "Phú Thọ", true},
    {"Phú Yên", "Đắk Lắk", false},        {"Quảng Bình", "Quảng Trị", false},
    {"Quảng Nam", "Đà Nẵng", false},      {"Quảng Ngãi", "Quảng Ngãi", true},
    {"Quảng Ninh", "Quảng Ninh", true},   {"Quảng Trị", "Quảng Trị", true},
    {"Sóc Trăng", "Cần Thơ", false},      {"Sơn La", "Sơn La", true},
    {"Tây Ninh", "Tây Ninh", true},       {"Thái Bình", "Hưng Yên", false},
    {"Thái Nguyên", "Thái Nguyên", true}, {"Thanh Hóa", "Thanh Hóa", true},
    {kHoChiMinh, kHoChiMinh, true},       {"Thừa Thiên Huế", "Huế", false},
    {"Tiền Giang", "Đồng Tháp", false},   {"Trà Vinh", "Vĩnh Long", false},
    {"Tuyên Quang", "Tuyên Quang", true}, {"Vĩnh Long", "Vĩnh Long", true},
    {"Vĩnh Phúc", "Phú Thọ", false},      {"Yên Bái", "Lào Cai", false},
}};

struct Alias {
    std::string_view key, name;
};

/// Other spellings and short names, as keys.
constexpr std::array<Alias, 13> kAliases = {{{"hcm", kHoChiMinh},
                                             {"hcmc", kHoChiMinh},
                                             {"saigon", kHoChiMinh},
                                             {"brvt", "Bà Rịa - Vũng Tàu"},
                                             {"vungtau", "Bà Rịa - Vũng Tàu"},
                                             {"bariavungtau", "Bà Rịa - Vũng Tàu"},
                                             {"tthue", "Thừa Thiên Huế"},
                                             {"daclac", "Đắk Lắk"},
                                             {"daklac", "Đắk Lắk"},
                                             {"daclak", "Đắk Lắk"},
                                             {"dacnong", "Đắk Nông"},
                                             {"baccan", "Bắc Kạn"},
                                             {"contum", "Kon Tum"}}};

/// The folded letters of a name without its kind: `TP. Hồ Chí Minh`, `thành phố hồ chí minh` → `hochiminh`.
std::string key_of(std::string_view name)
{
    std::string key;
    for (const char c : fold(canonical_line(name)))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
    for (const std::string_view kind : {"thanhpho", "thudo", "tinh", "tp"}) // no name begins with one of them
        if (key.starts_with(kind)) return key.substr(kind.size());
    return key;
}

} // namespace

const std::vector<Province>& provinces()
{
    static const std::vector<Province> all(kProvinces.begin(), kProvinces.end());
    return all;
}

std::optional<Province> find_province(std::string_view name)
{
    static const std::unordered_map<std::string, const Province*> by_key = [] {
        std::unordered_map<std::string, const Province*> keys;
        for (const Province& province : kProvinces)
            keys.emplace(key_of(province.name), &province);
        for (const Alias& alias : kAliases)
            keys.emplace(alias.key, keys.at(key_of(alias.name)));
        return keys;
    }();
    const auto found = by_key.find(key_of(name));
    if (found == by_key.end()) return std::nullopt;
    return *found->second;
}

} // namespace baotin::parsers
