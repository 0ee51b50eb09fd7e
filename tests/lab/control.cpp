#include "control.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>

namespace baotin::lab {
namespace {

constexpr std::array<std::pair<std::string_view, Behaviour::Kind>, 16> kKinds = {{
    {"normal", Behaviour::Kind::normal},
    {"status", Behaviour::Kind::status},
    {"slow", Behaviour::Kind::slow},
    {"silent", Behaviour::Kind::silent},
    {"cut_off", Behaviour::Kind::cut_off},
    {"reset", Behaviour::Kind::reset},
    {"too_large", Behaviour::Kind::too_large},
    {"random", Behaviour::Kind::random},
    {"nested", Behaviour::Kind::nested},
    {"challenge", Behaviour::Kind::challenge},
    {"error_page", Behaviour::Kind::error_page},
    {"login", Behaviour::Kind::login},
    {"endless", Behaviour::Kind::endless},
    {"bomb", Behaviour::Kind::bomb},
    {"tired", Behaviour::Kind::tired},
    {"redirect", Behaviour::Kind::redirect},
}};

Behaviour::Kind kind_of(std::string_view name)
{
    std::string known;
    for (const auto& [other, kind] : kKinds) {
        if (other == name) return kind;
        known.append(known.empty() ? "" : ", ").append(other);
    }
    throw std::invalid_argument(fmt::format("\"{}\" is no behaviour; there are {}", name, known));
}

bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
}

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        const bool escape =
            text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3;
        out += escape ? static_cast<char>(value) : text[i];
        if (escape) i += 2;
    }
    return out;
}

} // namespace

/// The query of a request.
class Control::Parameters {
public:
    explicit Parameters(std::string_view query)
    {
        while (!query.empty()) {
            const auto end = query.find('&');
            const std::string_view one = query.substr(0, end);
            const auto equals = one.find('=');
            if (equals != std::string_view::npos)
                values_[decoded(one.substr(0, equals))] = decoded(one.substr(equals + 1));
            query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
        }
    }

    [[nodiscard]] std::optional<std::string> find(std::string_view name) const
    {
        const auto found = values_.find(name);
        return found == values_.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] std::string operator[](std::string_view name) const
    {
        const auto value = find(name);
        if (!value) throw std::invalid_argument(fmt::format("the parameter \"{}\" is missing", name));
        return *value;
    }

    [[nodiscard]] int number(std::string_view name, int fallback) const
    {
        const auto value = find(name);
        if (!value) return fallback;
        int number = 0;
        const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
        if (error != std::errc() || end != value->data() + value->size())
            throw std::invalid_argument(fmt::format("{} = \"{}\" is no number", name, *value));
        return number;
    }

    [[nodiscard]] bool is_on(std::string_view name) const
    {
        const std::string value = (*this)[name];
        if (value != "on" && value != "off")
            throw std::invalid_argument(fmt::format("{} is on or off", name));
        return value == "on";
    }

private:
    std::map<std::string, std::string, std::less<>> values_;
};

Control::Control(SiteLab& lab, WebhookReceiver& receiver) : lab_(lab), receiver_(receiver)
{
}

Reply Control::answer(const Request& request)
{
    Reply reply;
    std::string text;
    try {
        if (request.method != "POST") throw std::invalid_argument("the lab is driven by POST");
        text = run(request.path.substr(1), Parameters(request.query), request.body);
    } catch (const std::invalid_argument& wrong) {
        reply.status = 400;
        text = fmt::format("{}\n", wrong.what());
    }
    reply.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    reply.body = std::make_shared<const std::string>(std::move(text));
    return reply;
}

std::string Control::run(std::string_view command, const Parameters& parameters, const std::string& body)
{
    if (command == "counters")
        lab_.set_counters(parameters.is_on("moving"));
    else if (command == "rotate")
        lab_.rotate_related();
    else if (command == "answer")
        receiver_.answer(parameters["path"], parameters.number("status", 200), parameters.number("times", 0),
                         parameters.find("retry-after"));
    else if (command == "stall")
        receiver_.stall(parameters["path"], parameters.is_on("stalling"));
    else
        return run_on_site(command, parameters, body);
    return {};
}

std::string Control::run_on_site(std::string_view command, const Parameters& parameters,
                                 const std::string& body)
{
    const std::string site = parameters["site"];
    std::string out;
    if (command == "articles")
        for (const SiteLab::Article& article : lab_.articles(site))
            out += line_of(article);
    else if (command == "hits")
        out = hits(site);
    else if (command == "publish")
        out = line_of(lab_.publish(site, parameters["title"], body));
    else if (command == "behave")
        behave(parameters);
    else if (command == "robots")
        lab_.set_robots(site, body);
    else if (command == "charset")
        lab_.set_charset(site, parameters["charset"]);
    else if (command == "soft-404")
        lab_.set_soft_404(site, parameters.is_on("soft"));
    else if (command == "redesign")
        lab_.set_redesigned(site, parameters.is_on("redesigned"));
    else if (command == "validators")
        lab_.set_validators(site, parameters.is_on("send"));
    else
        out = run_on_article(command, {site, parameters["key"], "", ""}, parameters);
    return out;
}

std::string Control::run_on_article(std::string_view command, const SiteLab::Article& article,
                                    const Parameters& parameters)
{
    if (command == "edit")
        lab_.edit(article, parameters["from"], parameters["to"]);
    else if (command == "remove")
        lab_.remove(article, parameters.number("status", 404));
    else if (command == "restore")
        lab_.restore(article);
    else if (command == "move")
        return line_of(lab_.move(article, !parameters.find("redirect") || parameters.is_on("redirect")));
    else
        throw std::invalid_argument(fmt::format("the lab knows no \"{}\"", command));
    return {};
}

void Control::behave(const Parameters& parameters)
{
    Behaviour behaviour;
    behaviour.kind = kind_of(parameters["kind"]);
    behaviour.status = parameters.number("status", behaviour.status);
    if (behaviour.status < 200 || behaviour.status > 599)
        throw std::invalid_argument("a status is between 200 and 599");
    behaviour.retry_after = parameters.find("retry-after");
    behaviour.duration = std::chrono::milliseconds(parameters.number("duration", 0));
    behaviour.target = parameters.find("target").value_or("/");
    lab_.behave(parameters["site"], parameters["path"], std::move(behaviour));
}

std::string Control::hits(std::string_view site) const
{
    std::string out;
    for (const Hit& hit : lab_.hits(site))
        fmt::format_to(std::back_inserter(out), "{:.3f}\t{}\t{}\t{}\n",
                       std::chrono::duration<double>(hit.at - start_).count(), hit.status, hit.path,
                       hit.user_agent);
    return out;
}

std::string Control::line_of(const SiteLab::Article& article) const
{
    return fmt::format("{}\t{}{}\t{}\n", article.key, lab_.base(article.site), article.path, article.title);
}

std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters)
{
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        out.append(name).append("=");
        for (const char c : value)
            if (plain(c))
                out += c;
            else
                fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace baotin::lab
