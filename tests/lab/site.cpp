#include "site.hpp"

#include "behaviour.hpp"
#include "encoding.hpp"
#include "slug.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace baotin::lab {
namespace {

constexpr std::size_t kMostHits = 200'000; // a benchmark asks for longer than anybody wants to remember

std::uint64_t hash_of(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL; // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

std::string http_date(std::time_t time)
{
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(time));
}

/// The value of `name=` in a query; 1 where it says nothing of use.
std::size_t page_number(std::string_view query, std::string_view name)
{
    std::size_t page = 1;
    const std::string key = fmt::format("&{}=", name);
    const std::string whole = fmt::format("&{}", query);
    const auto at = whole.find(key);
    if (!name.empty() && at != std::string::npos)
        std::from_chars(whole.data() + at + key.size(), whole.data() + whole.size(), page);
    return std::max<std::size_t>(page, 1);
}

bool names_etag(std::string_view if_none_match, std::uint64_t hash)
{
    return if_none_match == "*" ||
           if_none_match.find(fmt::format("\"{:016x}", hash)) != std::string_view::npos;
}

/// Every class renamed: `detail-content` is `moi-detail-content` from now on.
std::string in_new_dress(std::string text)
{
    constexpr std::string_view attribute = "class=\"";
    for (auto at = text.find(attribute); at != std::string::npos; at = text.find(attribute, at + 1))
        text.insert(at + attribute.size(), "moi-");
    return text;
}

} // namespace

Site::Site(const SiteShape& shape, const std::filesystem::path& source, HttpServer& server)
    : shape_(shape), source_(source), modified_(std::time(nullptr) - 3600)
{
    const std::lock_guard lock(mutex_); // the door answers as soon as it is open
    door_ = server.open([this](const Request& request) { return answer(request); });
    base_ = fmt::format("http://127.0.0.1:{}", door_->port);
    render_ = std::make_unique<SitePages>(shape_, source_ / "pages" / (shape_.id + ".html"), base_);
    robots_ = fill(shape_.robots, {{"base", base_}});
    last_number_ = seed_number_ = shape_.seed_number;
    int number = seed_number_;
    for (ArticleText& text : read_articles(read_file(source_ / "seeds" / (shape_.id + ".txt")))) {
        Standing& article = articles_.emplace_back();
        article.slug = slug_of(text.title, shape_.keeps_case);
        article.text = std::move(text);
        article.number = number;
        give_path(article);
        number -= 17;
    }
}

void Site::give_path(Standing& article)
{
    const std::string slug = article.slug;
    for (int next = 2;; ++next) {
        article.path = render_->path_of(article);
        if (addresses_.emplace(article.path, article.number).second) return;
        article.slug = fmt::format("{}-{}", slug, next);
    }
}

SiteLab::Article Site::describe(const Standing& article) const
{
    return {shape_.id, std::to_string(article.number), article.path, article.text.title};
}

Standing& Site::find(std::string_view key)
{
    for (Standing& article : articles_)
        if (std::to_string(article.number) == key) return article;
    throw std::invalid_argument(fmt::format("{} has no article with the key \"{}\"", shape_.id, key));
}

std::vector<const Standing*> Site::live() const
{
    std::vector<const Standing*> live;
    for (const Standing& article : articles_)
        if (!article.gone) live.push_back(&article);
    return live;
}

std::vector<SiteLab::Article> Site::articles() const
{
    const std::lock_guard lock(mutex_);
    std::vector<SiteLab::Article> described;
    for (const Standing* article : live())
        described.push_back(describe(*article));
    return described;
}

SiteLab::Article Site::seed() const
{
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(articles_, seed_number_, &Standing::number);
    return describe(*found);
}

std::vector<Hit> Site::hits() const
{
    const std::lock_guard lock(mutex_);
    return {hits_.begin(), hits_.end()};
}

SiteLab::Article Site::publish(std::string_view title, std::string_view body)
{
    const std::lock_guard lock(mutex_);
    Standing& article = articles_.emplace_front();
    article.text.title = title;
    article.text.section = articles_.back().text.section;
    article.text.published = Moment::now();
    article.text.body = read_body(body);
    article.slug = slug_of(title, shape_.keeps_case);
    article.number = ++last_number_;
    give_path(article);
    ++changes_;
    return describe(article);
}

void Site::edit(std::string_view key, std::string_view from, std::string_view to)
{
    const std::lock_guard lock(mutex_);
    if (!replace_everywhere(find(key).text, from, to))
        throw std::invalid_argument(
            fmt::format("\"{}\" does not occur in article {} of {}", from, key, shape_.id));
    ++changes_;
}

void Site::remove(std::string_view key, int status)
{
    const std::lock_guard lock(mutex_);
    find(key).gone = status;
    ++changes_;
}

void Site::restore(std::string_view key)
{
    const std::lock_guard lock(mutex_);
    find(key).gone.reset();
    ++changes_;
}

SiteLab::Article Site::move(std::string_view key, bool redirect)
{
    const std::lock_guard lock(mutex_);
    Standing& article = find(key);
    const std::string old = article.path;
    article.slug = fmt::format("{}-{}", slug_of(article.text.title, shape_.keeps_case), ++article.moves + 1);
    give_path(article);
    if (!redirect) addresses_.erase(old);
    ++changes_;
    return describe(article);
}

void Site::behave(std::string_view path, Behaviour behaviour)
{
    const std::lock_guard lock(mutex_);
    behaviours_.insert_or_assign(std::string(path), std::move(behaviour));
}

void Site::set_robots(std::string_view text)
{
    const std::lock_guard lock(mutex_);
    robots_ = text;
}

void Site::set_counters(bool moving)
{
    const std::lock_guard lock(mutex_);
    counters_ = moving;
}

void Site::set_rotation(unsigned rotation)
{
    const std::lock_guard lock(mutex_);
    render_->set_rotation(rotation);
    ++changes_;
}

void Site::set_charset(std::string_view charset)
{
    to_charset("", charset); // throws here, where somebody listens
    const std::lock_guard lock(mutex_);
    charset_ = charset;
    render_->set_charset(charset);
    ++changes_;
}

void Site::set_soft_404(bool soft)
{
    const std::lock_guard lock(mutex_);
    soft_404_ = soft;
}

void Site::set_redesigned(bool redesigned)
{
    const std::lock_guard lock(mutex_);
    redesigned_ = redesigned;
    ++changes_;
}

void Site::set_validators(bool send)
{
    const std::lock_guard lock(mutex_);
    validators_ = send;
}

Reply Site::answer(const Request& request)
{
    const std::lock_guard lock(mutex_);
    const Behaviour* behaviour = behaviour_for(request);
    const auto kind = behaviour == nullptr ? Behaviour::Kind::normal : kind_for(*behaviour, request);
    Reply reply;
    if (request.method != "GET" && request.method != "HEAD")
        reply = error_reply(405);
    else if (kind == Behaviour::Kind::normal)
        reply = page_for(request);
    else
        reply = misbehave(*behaviour, wants_page(behaviour->kind) ? page_for(request) : Reply());
    note(request, reply);
    return reply;
}

const Behaviour* Site::behaviour_for(const Request& request) const
{
    for (const std::string_view path :
         {std::string_view(request.target), std::string_view(request.path), std::string_view("*")}) {
        const auto found = behaviours_.find(path);
        if (found != behaviours_.end()) return &found->second;
    }
    return nullptr;
}

void Site::note(const Request& request, const Reply& reply)
{
    const bool silent = reply.manner == Reply::Manner::never || reply.manner == Reply::Manner::reset;
    hits_.push_back({request.target, request.header("user-agent"), request.header("if-none-match"),
                     silent ? 0 : reply.status, std::chrono::steady_clock::now(), request.header("cookie")});
    if (hits_.size() > kMostHits) hits_.pop_front();
}

Reply Site::page_for(const Request& request)
{
    if (request.path == "/robots.txt") {
        Reply reply;
        reply.headers = {{"Content-Type", "text/plain"}};
        reply.body = std::make_shared<const std::string>(robots_);
        return reply;
    }
    for (const Document& document : shape_.documents)
        if (document.path == request.path) return document_reply(document, request);
    const auto address = addresses_.find(request.path);
    if (address == addresses_.end()) return not_found(request, 404);
    const Standing& article = *std::ranges::find(articles_, address->second, &Standing::number);
    if (article.path != request.path) {
        Behaviour moved;
        moved.kind = Behaviour::Kind::redirect;
        moved.status = 301;
        moved.target = base_ + article.path;
        return misbehave(moved, {});
    }
    if (article.gone) return not_found(request, *article.gone);
    Page& page = pages_[article.path];
    if (page.change != changes_) render(page, "text/html", render_->article(article, live()));
    return reply_with(page, request);
}

Reply Site::not_found(const Request& request, int status)
{
    if (!soft_404_) return error_reply(status);
    Standing nothing;
    nothing.path = request.path;
    nothing.text.title = "Nội dung không tồn tại";
    nothing.text.section = articles_.back().text.section;
    nothing.text.published = Moment::now();
    nothing.text.body = read_body("Nội dung bạn tìm không tồn tại, hoặc đã bị xóa khỏi hệ thống.\n"
                                  "Mời bạn trở về trang chủ, hoặc tìm tin khác trong ô tìm kiếm.");
    Page page;
    render(page, "text/html", render_->article(nothing, live()));
    return reply_with(page, request);
}

Reply Site::document_reply(const Document& document, const Request& request)
{
    const auto articles = live();
    const std::size_t number = page_number(request.query, document.paging);
    if (number > 1 && (number - 1) * document.page_size >= articles.size()) return error_reply(404);
    Page& page = pages_[fmt::format("{}?{}", document.path, number)];
    if (page.change != changes_)
        render(page, document.content_type, render_->document(document, number, articles));
    return reply_with(page, request);
}

void Site::render(Page& page, std::string_view content_type, const std::string& text)
{
    const std::string dressed = redesigned_ && content_type == "text/html" ? in_new_dress(text) : text;
    const std::string encoded = charset_ == "utf-8" ? dressed : to_charset(dressed, charset_);
    page.change = changes_;
    page.made_at = UINT64_MAX;
    page.content_type = fmt::format("{}; charset={}", content_type, charset_);
    page.literals.clear();
    page.slots.clear();
    std::size_t from = 0;
    for (auto at = encoded.find(kSlot); at != std::string::npos; at = encoded.find(kSlot, from)) {
        page.literals.push_back(encoded.substr(from, at - from));
        page.slots += encoded[at + 1];
        from = at + 2;
    }
    page.literals.push_back(encoded.substr(from));
    const std::uint64_t hash = hash_of(encoded);
    // Strictly later with each change, though dates only have seconds, and never in the future.
    if (hash != page.hash) page.modified = modified_ = std::min(modified_ + 1, std::time(nullptr));
    page.hash = hash;
}

std::string Site::count(char slot) const
{
    switch (slot) {
    case kViews:
        return std::to_string(11042 + visits_);
    case kVisitors:
        return std::to_string(9004692 + 3 * visits_);
    default:
        return std::to_string(37 + visits_ * 7919 % 211);
    }
}

std::shared_ptr<const std::string> Site::body_of(Page& page, bool zipped) const
{
    if (page.made_at != visits_) {
        std::string body;
        std::size_t size = 16 * page.slots.size();
        for (const std::string& literal : page.literals)
            size += literal.size();
        body.reserve(size);
        for (std::size_t i = 0; i < page.slots.size(); ++i)
            body.append(page.literals[i]).append(count(page.slots[i]));
        body.append(page.literals.back());
        page.plain = std::make_shared<const std::string>(std::move(body));
        page.zipped = nullptr;
        page.made_at = visits_;
    }
    if (!zipped) return page.plain;
    if (!page.zipped) page.zipped = std::make_shared<const std::string>(gzip(*page.plain));
    return page.zipped;
}

Reply Site::reply_with(Page& page, const Request& request)
{
    if (counters_) ++visits_;
    Reply reply;
    reply.headers = {
        {"Content-Type", page.content_type}, {"Cache-Control", "private"}, {"Vary", "Accept-Encoding"}};
    if (validators_) {
        reply.headers.emplace_back("ETag", fmt::format("W/\"{:016x}\"", page.hash));
        reply.headers.emplace_back("Last-Modified", http_date(page.modified));
        const std::string if_none_match = request.header("if-none-match");
        const bool same = if_none_match.empty()
                              ? request.header("if-modified-since") == http_date(page.modified)
                              : names_etag(if_none_match, page.hash);
        if (same) {
            reply.status = 304;
            return reply;
        }
    }
    const bool zipped = request.header("accept-encoding").find("gzip") != std::string::npos;
    reply.body = body_of(page, zipped);
    if (zipped) reply.headers.emplace_back("Content-Encoding", "gzip");
    return reply;
}

} // namespace baotin::lab
