#include "parsers/html/region_plan.hpp"

#include "parsers/html/tokens.hpp"

#include <algorithm>
#include <optional>
#include <variant>

namespace baotin::parsers::html {
namespace {

bool goes_down(Combinator combinator)
{
    return combinator == Combinator::descendant || combinator == Combinator::child;
}

/// How far a test looks from the element that it is about.
enum class Reach {
    itself_and_above, ///< its own tag and those around it
    inside,           ///< what it contains
    beside            ///< its siblings
};

Reach reach_of(const Selector::Program& program, const Compound& compound);

Reach reach_of(const Selector::Program& program, ListId list)
{
    auto furthest = Reach::itself_and_above;
    for (const auto& complex : program.lists[list.index].alternatives)
        for (std::size_t i = 0; i < complex.steps.size(); ++i) {
            if (i > 0 && !goes_down(complex.steps[i].combinator)) return Reach::beside;
            auto reach = reach_of(program, program.compounds[complex.steps[i].compound]);
            // What stands around it has lost its contents.
            if (reach != Reach::itself_and_above && i + 1 < complex.steps.size()) return Reach::beside;
            furthest = std::max(furthest, reach);
        }
    return furthest;
}

struct ReachOf {
    const Selector::Program& program;
    Reach operator()(const ListTest& test) const { return reach_of(program, test.list); }
    Reach operator()(const HasTest& test) const
    {
        bool down = std::ranges::all_of(test.any, [](const auto& one) { return goes_down(one.combinator); });
        return down ? Reach::inside : Reach::beside;
    }
    Reach operator()(const NthTest&) const { return Reach::beside; }
    Reach operator()(const FirstChildTest&) const { return Reach::beside; }
    Reach operator()(const LastChildTest&) const { return Reach::beside; }
    Reach operator()(const ContainsTest&) const { return Reach::inside; }
    Reach operator()(const EmptyTest&) const { return Reach::inside; }
    Reach operator()(const ScopeTest&) const { return Reach::itself_and_above; }
    Reach operator()(const RootTest&) const { return Reach::itself_and_above; }
    Reach operator()(const LinkTest&) const { return Reach::itself_and_above; }
    Reach operator()(const LanguageTest&) const { return Reach::itself_and_above; }
};

Reach reach_of(const Selector::Program& program, const Compound& compound)
{
    auto furthest = Reach::itself_and_above;
    for (const auto& test : compound.tests)
        furthest = std::max(furthest, std::visit(ReachOf{program}, test));
    return furthest;
}

bool has_name(const Compound& compound)
{
    return !compound.id.empty() || !compound.classes.empty() || !compound.attributes.empty();
}

bool counts(const Test& test)
{
    return std::holds_alternative<NthTest>(test) || std::holds_alternative<FirstChildTest>(test) ||
           std::holds_alternative<LastChildTest>(test) || std::holds_alternative<EmptyTest>(test);
}

/// The step whose element can be cut out whole: it and all before it are known by their tags, and what comes
/// after it lies inside. The innermost one with a name, else the innermost one with a tag.
std::optional<std::size_t> step_to_cut(const Selector::Program& program, const Complex& complex)
{
    std::optional<std::size_t> by_tag, by_name;
    for (std::size_t i = 0; i < complex.steps.size(); ++i) {
        const auto& compound = program.compounds[complex.steps[i].compound];
        if (i > 0 && !goes_down(complex.steps[i].combinator)) break;
        auto reach = reach_of(program, compound);
        if (reach == Reach::beside) break;
        bool followed_inside = i + 1 == complex.steps.size() || goes_down(complex.steps[i + 1].combinator);
        if (followed_inside && compound.tag) by_tag = i;
        if (followed_inside && has_name(compound)) by_name = i;
        if (reach == Reach::inside) break; // its own contents count: nothing further in can stand for it
    }
    return by_name ? by_name : by_tag;
}

std::optional<RawAttribute> find_attribute(std::string_view inside, std::string_view name)
{
    TagAttributes attributes(inside);
    while (auto one = attributes.next())
        if (equals_ignoring_case(one->name, name)) return one;
    return std::nullopt;
}

template <typename Visit>
void each_word(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        auto end = static_cast<std::size_t>(std::ranges::find_if(text, is_space) - text.begin());
        if (end > 0) visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// A value with character references is left to the tree.
RegionPlan::Fit fit_attribute(const AttributeTest& test, std::string_view inside)
{
    using Fit = RegionPlan::Fit;
    auto found = find_attribute(inside, test.name);
    if (!found) return Fit::no;
    if (test.op == AttributeTest::Operator::exists) return Fit::yes;
    if (found->value.find('&') != found->value.npos) return Fit::perhaps;
    return fits(test, found->value) ? Fit::yes : Fit::no;
}

constexpr auto kPairs = RegionPlan::kPairs;

std::size_t pair_of(char a, char b)
{
    return (static_cast<unsigned char>(lower(a)) * 31u + static_cast<unsigned char>(lower(b))) % kPairs;
}

/// Which of 64 bits stands for a name: most names that no chain asks for are told by it.
std::uint64_t bit_of(std::string_view name)
{
    auto first = static_cast<unsigned char>(lower(name.front())),
         last = static_cast<unsigned char>(lower(name.back()));
    return std::uint64_t{1} << ((first * 7u + last * 5u + name.size() * 11u) % 64u);
}

} // namespace

void RegionPlan::keep(const Selector& selector)
{
    const auto& program = selector.program();
    note_counting(program);
    for (const auto& complex : program.lists[0].alternatives)
        keep(program, complex);
    note_size();
}

void RegionPlan::keep(const Selector::Program& program, const Complex& complex)
{
    auto cut = step_to_cut(program, complex);
    if (!cut) {
        needs_whole_page_ = true;
        return;
    }
    Chain chain;
    for (std::size_t i = 0; i <= *cut; ++i)
        chain.push_back({program.compounds[complex.steps[i].compound], complex.steps[i].combinator});
    kept_.add(std::move(chain));
    for (std::size_t i = *cut + 1; i < complex.steps.size(); ++i)
        inside_.push_back(program.compounds[complex.steps[i].compound]);
}

void RegionPlan::consider(const Selector& selector, bool hide)
{
    const auto& program = selector.program();
    note_counting(program);
    for (const auto& complex : program.lists[0].alternatives) {
        bool by_tags = true;
        Chain chain;
        for (const auto& step : complex.steps) {
            const auto& compound = program.compounds[step.compound];
            chain.push_back({compound, step.combinator});
            by_tags = by_tags && reach_of(program, compound) == Reach::itself_and_above &&
                      (chain.size() == 1 || goes_down(step.combinator));
        }
        if (!by_tags) {
            for (auto& step : chain)
                risky_.push_back(std::move(step.compound));
        } else if (hide && (has_name(chain.back().compound) || chain.back().compound.tag)) {
            hidden_.add(std::move(chain));
        }
    }
    note_size();
}

/// Who writes that many selectors is answered, but not by the quick way.
void RegionPlan::note_size()
{
    constexpr std::size_t kMost = 10'000;
    auto size = kept_.chains.size() + hidden_.chains.size() + inside_.size() + risky_.size();
    needs_whole_page_ = needs_whole_page_ || size > kMost;
}

void RegionPlan::note_counting(const Selector::Program& program)
{
    for (const auto& compound : program.compounds)
        leaves_code_out_ = leaves_code_out_ && std::ranges::none_of(compound.tests, counts);
    for (const auto& list : program.lists)
        for (const auto& complex : list.alternatives)
            for (std::size_t i = 1; i < complex.steps.size(); ++i)
                leaves_code_out_ = leaves_code_out_ && goes_down(complex.steps[i].combinator);
}

void RegionPlan::Index::add(Chain chain)
{
    const auto& last = chain.back().compound;
    auto number = chains.size();
    if (!last.id.empty()) {
        ids[last.id].push_back(number);
        id_bits |= bit_of(last.id);
    } else if (!last.classes.empty()) {
        classes[last.classes.front()].push_back(number);
        class_bits |= bit_of(last.classes.front());
    } else if (last.tag) {
        tags[*last.tag].push_back(number);
    } else {
        const auto& test = last.attributes.front();
        bool part = test.op == AttributeTest::Operator::contains && test.value.size() > 1;
        if (part) {
            parts.set(pair_of(test.value[0], test.value[1]));
            part_begins.set(static_cast<unsigned char>(lower(test.value[0])));
            part_begins.set(static_cast<unsigned char>(upper(test.value[0])));
        }
        (part ? attributes_with_parts : attributes)[test.name].push_back(number);
        (part ? names_with_parts : names) |= bit_of(test.name);
    }
    chains.push_back(std::move(chain));
}

RegionPlan::Fit RegionPlan::fit(const Compound& compound, const SeenTag& tag)
{
    if (compound.tag && *compound.tag != tag.tag) return Fit::no;
    if (!compound.unknown_tag.empty() && !equals_ignoring_case(compound.unknown_tag, tag.name))
        return Fit::no;
    auto result = compound.tests.empty() ? Fit::yes : Fit::perhaps;
    if (!compound.id.empty()) {
        auto id = find_attribute(tag.inside, "id");
        if (!id || (id->value != compound.id && id->value.find('&') == id->value.npos)) return Fit::no;
        if (id->value != compound.id) result = Fit::perhaps;
    }
    if (!compound.classes.empty()) {
        auto classes = find_attribute(tag.inside, "class");
        if (!classes) return Fit::no;
        for (const auto& name : compound.classes) {
            if (has_word(classes->value, name)) continue;
            if (classes->value.find('&') == classes->value.npos) return Fit::no;
            result = Fit::perhaps;
        }
    }
    for (const auto& test : compound.attributes) {
        auto one = fit_attribute(test, tag.inside);
        if (one == Fit::no) return Fit::no;
        if (one == Fit::perhaps) result = Fit::perhaps;
    }
    return result;
}

/// Steps from the outermost ancestor inwards: each ancestor may be what a step means if its parent, or any
/// one above it, was what the step before means.
RegionPlan::Fit RegionPlan::fit(const Chain& chain, const SeenTag& tag, const std::vector<SeenTag>& ancestors)
{
    auto last = chain.size() - 1;
    auto own = fit(chain[last].compound, tag);
    if (own == Fit::no || last == 0) return own;
    std::vector<Fit> here(last, Fit::no), anywhere(last, Fit::no);
    auto before = [&](std::size_t step) {
        if (step == 0) return Fit::yes;
        return chain[step].combinator == Combinator::child ? here[step - 1] : anywhere[step - 1];
    };
    for (const auto& ancestor : ancestors) {
        for (auto step = last; step-- > 0;) {
            auto possible = before(step);
            here[step] =
                possible == Fit::no ? Fit::no : std::min(possible, fit(chain[step].compound, ancestor));
        }
        for (std::size_t step = 0; step < last; ++step)
            anywhere[step] = std::max(anywhere[step], here[step]);
    }
    return std::min(own, before(last));
}

RegionPlan::Fit RegionPlan::Index::fit(const SeenTag& tag, const std::vector<SeenTag>& ancestors,
                                       std::size_t& effort, Fit enough) const
{
    auto best = Fit::no;
    auto done = [&] { return best >= enough || effort > kMostEffort; };
    auto look = [&](std::size_t number) {
        effort += 1 + tag.inside.size() + (chains[number].size() > 1 ? ancestors.size() : 0);
        best = std::max(best, RegionPlan::fit(chains[number], tag, ancestors));
    };
    auto look_up = [&](const Names& chains_by_name, std::string_view name) {
        auto found = chains_by_name.find(name);
        for (std::size_t i = 0; found != chains_by_name.end() && i < found->second.size() && !done(); ++i)
            look(found->second[i]);
    };
    for (auto number : tags[static_cast<std::size_t>(tag.tag)]) {
        if (done()) break;
        look(number);
    }
    if ((names | names_with_parts | class_bits | id_bits) == 0) return best;
    TagAttributes all(tag.inside);
    while (auto one = all.next()) {
        if (done()) break;
        auto size = one->name.size();
        bool is_class = size == 5 && equals_ignoring_case(one->name, "class"),
             is_id = size == 2 && equals_ignoring_case(one->name, "id");
        bool hides = (is_class || is_id) && one->value.find('&') != one->value.npos;
        if (hides) // a name behind a character reference: any chain may mean it
            for (std::size_t i = 0; i < chains.size() && !done(); ++i)
                look(i);
        if (is_id && !one->value.empty() && (id_bits & bit_of(one->value)) != 0) look_up(ids, one->value);
        if (is_class)
            each_word(one->value, [&](std::string_view word) {
                if ((class_bits & bit_of(word)) != 0) look_up(classes, word);
            });
        auto bit = bit_of(one->name);
        bool whole = (names & bit) != 0, part = (names_with_parts & bit) != 0 && holds_part(one->value);
        if (!whole && !part) continue;
        std::string name(one->name);
        std::ranges::transform(name, name.begin(), lower);
        if (whole) look_up(attributes, name);
        if (part) look_up(attributes_with_parts, name);
    }
    return best;
}

/// Could a text hold one of the parts that chains look for?
bool RegionPlan::Index::holds_part(std::string_view text) const
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '&') return true;
        if (part_begins[static_cast<unsigned char>(text[i])] && i + 1 < text.size() &&
            parts[pair_of(text[i], text[i + 1])])
            return true;
    }
    return false;
}

bool RegionPlan::is_kept(const SeenTag& tag, const std::vector<SeenTag>& ancestors, std::size_t& effort) const
{
    return !kept_.chains.empty() && kept_.fit(tag, ancestors, effort, Fit::perhaps) != Fit::no;
}

bool RegionPlan::is_hidden(const SeenTag& tag, const std::vector<SeenTag>& ancestors,
                           std::size_t& effort) const
{
    return !hidden_.chains.empty() && hidden_.fit(tag, ancestors, effort, Fit::yes) == Fit::yes;
}

bool RegionPlan::may_match_inside(const SeenTag& tag) const
{
    return std::ranges::any_of(inside_, [&](const Compound& one) { return fit(one, tag) != Fit::no; });
}

bool RegionPlan::is_risky(const SeenTag& tag) const
{
    return std::ranges::any_of(risky_, [&](const Compound& one) { return fit(one, tag) != Fit::no; });
}

} // namespace baotin::parsers::html
