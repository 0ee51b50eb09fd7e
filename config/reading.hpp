#pragma once

#include "config/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::config {

class Table;

/// The value of one key while it is being read. Whatever does not fit is noted as a problem at its place and
/// answered as nothing.
class Value {
public:
    Value(Document& document, const toml::node& node, std::string key);

    [[nodiscard]] const std::string& key() const { return key_; }
    [[nodiscard]] Place place() const;
    void refuse(std::string what) const;
    /// As refuse(), but points at byte `offset` of the string if it stands in the file as it reads.
    void refuse_inside(std::size_t offset, std::string what) const;
    /// Notes `delay is a duration such as "2s", not an integer`, where `expected` is `a duration such as
    /// "2s"`.
    void refuse_type(std::string_view expected) const;

    [[nodiscard]] bool is_list() const { return node_->is_array(); }
    /// A string that is not blank.
    [[nodiscard]] std::optional<std::string> text(std::string_view expected) const;
    [[nodiscard]] std::optional<bool> flag() const;
    [[nodiscard]] std::optional<std::int64_t> number(std::int64_t least, std::int64_t most) const;
    [[nodiscard]] std::optional<double> decimal(double least, double most) const; ///< `2` or `0.5`
    [[nodiscard]] std::optional<std::string> date() const; ///< a TOML date as `2026-11-21`
    /// The items of a list, or the value itself: where one will do, no brackets are needed.
    [[nodiscard]] std::vector<Value> one_or_many() const;

private:
    Document* document_;
    const toml::node* node_;
    std::string key_;
};

/// A table while it is being read: hands out its keys and remembers them, so that what is left over is
/// unknown.
class Table {
public:
    /// `title` is how the table is written: `[article]`; empty for the top of the file.
    Table(Document& document, const toml::table& table, std::string title);

    std::optional<Value> take(std::string_view key);
    /// As take(); notes a problem where the key is missing. `example` is what could stand there.
    std::optional<Value> need(std::string_view key, std::string_view example);
    std::optional<Table> table(std::string_view key);
    std::vector<Table> tables(std::string_view key); ///< `[[key]]` blocks
    /// `[key]` where one is enough, else `[[key]]` blocks.
    std::vector<Table> table_or_tables(std::string_view key);

    [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
    [[nodiscard]] Place place() const;
    [[nodiscard]] const std::string& title() const { return title_; }
    [[nodiscard]] std::filesystem::path folder() const;
    void refuse(std::string what) const;
    /// To be called when everything known has been taken.
    void refuse_unknown_keys() const;

private:
    Document* document_;
    const toml::table* table_;
    std::string title_;
    std::vector<std::string> known_;
};

} // namespace baotin::config
