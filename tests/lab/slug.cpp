#include "slug.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace baotin::lab {
namespace {

constexpr std::size_t kMostLetters = 100;

/// Every Vietnamese letter beyond ASCII by the letter it stands on; the lab has its own table because it must
/// not share the daemon's mistakes.
constexpr std::array<std::pair<char, std::string_view>, 14> kLetters = {{
    {'a', "áàảãạăắằẳẵặâấầẩẫậ"},
    {'A', "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬ"},
    {'e', "éèẻẽẹêếềểễệ"},
    {'E', "ÉÈẺẼẸÊẾỀỂỄỆ"},
    {'i', "íìỉĩị"},
    {'I', "ÍÌỈĨỊ"},
    {'o', "óòỏõọôốồổỗộơớờởỡợ"},
    {'O', "ÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢ"},
    {'u', "úùủũụưứừửữự"},
    {'U', "ÚÙỦŨỤƯỨỪỬỮỰ"},
    {'y', "ýỳỷỹỵ"},
    {'Y', "ÝỲỶỸỴ"},
    {'d', "đ"},
    {'D', "Đ"},
}};

std::size_t length_of(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead < 0xE0) return 2;
    return lead < 0xF0 ? 3 : 4;
}

/// The plain letter or digit that a character is written as in an address; 0 where it is none.
char plain(std::string_view character)
{
    if (character.size() == 1) {
        const char c = character[0];
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return word ? c : '\0';
    }
    for (const auto& [letter, forms] : kLetters)
        if (forms.find(character) != std::string_view::npos) return letter;
    return '\0';
}

} // namespace

std::string slug_of(std::string_view title, bool keep_case)
{
    std::string slug;
    for (std::size_t i = 0; i < title.size();) {
        const std::string_view character = title.substr(i, length_of(static_cast<unsigned char>(title[i])));
        i += character.size();
        char c = plain(character);
        if (!keep_case && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c != '\0')
            slug += c;
        else if (!slug.empty() && slug.back() != '-') {
            if (slug.size() >= kMostLetters) break;
            slug += '-';
        }
    }
    while (!slug.empty() && slug.back() == '-')
        slug.pop_back();
    return slug.empty() ? "bai-viet" : slug;
}

} // namespace baotin::lab
