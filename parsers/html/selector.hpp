#pragma once

#include "parsers/html/tree.hpp"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers::html {

struct SelectorError {
    std::size_t column; ///< 1-based byte column in the selector's source
    std::string what;   ///< one sentence without the column
};

/// A CSS selector list (Selectors Level 4 minus what needs a live document), compiled once at load, matched
/// right to left.
/// `::attr(name)` after a selector asks for an attribute's value instead of the element's text, `::text` for
/// the text that stands in the element itself, not in elements inside it. Namespace prefixes are ignored.
/// Immutable, shared between threads, cheap to copy.
class Selector {
public:
    static std::expected<Selector, SelectorError> compile(std::string_view source);

    [[nodiscard]] const std::string& source() const;

    struct Match {
        Node node;
        std::string_view attribute; ///< name asked for by ::attr(); empty: the element itself. Lives as long
                                    ///< as the Selector.
        bool own_text = false;      ///< asked for by ::text

        /// The element as a whole is meant, with everything inside it.
        [[nodiscard]] bool is_whole() const { return attribute.empty() && !own_text; }
    };

    /// All matches below and including `root`, in document order, each element once.
    [[nodiscard]] std::vector<Match> select(Node root) const;
    /// No `::attr()` and no `::text` in it.
    [[nodiscard]] bool selects_whole_elements() const;
    [[nodiscard]] bool selects_text() const; ///< a `::text` in it
    /// One element by itself; for many, select() is faster. `:scope` is the element.
    [[nodiscard]] bool matches(Node element) const;

    struct Program; ///< the compiled form: selector_program.hpp
    [[nodiscard]] const Program& program() const { return *program_; }

private:
    explicit Selector(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
    std::shared_ptr<const Program> program_;
};

} // namespace baotin::parsers::html
