#include "archive/recorder.hpp"

#include "archive/recorder_queue.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <type_traits>
#include <utility>
#include <variant>

namespace baotin::archive {
namespace {

namespace asio = boost::asio;

/// `Work` answers an `Answer`; `Handler` resumes the coroutine that waits for it.
template <class Answer, class Work, class Handler>
class WaitedCommand final : public Command {
public:
    WaitedCommand(Work work, Handler handler, const asio::any_io_executor& otherwise)
        : work_(std::move(work)),
          handler_(std::move(handler)),
          home_(asio::make_work_guard(asio::get_associated_executor(handler_, otherwise)))
    {
    }

    [[nodiscard]] bool waited_for() const override { return true; }
    void apply(Writer& writer) override { answer_ = std::make_shared<Answer>(work_(writer)); }

    void complete(std::exception_ptr failed) noexcept override
    {
        auto executor = home_.get_executor();
        if (failed) answer_.reset();
        auto resume = [handler = std::move(handler_), failed = std::move(failed),
                       answer = std::move(answer_)]() mutable {
            std::move(handler)(std::move(failed), std::move(answer));
        };
        asio::post(executor, std::move(resume));
        home_.reset();
    }

private:
    Work work_;
    Handler handler_;
    asio::executor_work_guard<asio::associated_executor_t<Handler, asio::any_io_executor>> home_;
    std::shared_ptr<Answer> answer_;
};

class NotesForLater final : public Command {
public:
    explicit NotesForLater(std::vector<VisitNote> notes) : notes_(std::move(notes)) {}

    [[nodiscard]] bool waited_for() const override { return false; }
    void apply(Writer& writer) override
    {
        for (const auto& note : notes_) {
            writer.note(note);
        }
    }
    void complete(std::exception_ptr) noexcept override {}

private:
    std::vector<VisitNote> notes_;
};

/// Suspends the caller until `work` is committed. Touches the queue before the suspension only: the recorder
/// may be gone when the caller resumes.
template <class Queue, class Work, class Answer = std::invoke_result_t<Work&, Writer&>>
asio::awaitable<Answer> submit(Queue& queue, Work work)
{
    using Signature = void(std::exception_ptr, std::shared_ptr<Answer>);
    auto start = [&queue](auto handler, Work given) {
        using Waited = WaitedCommand<Answer, Work, decltype(handler)>;
        queue.push(std::make_unique<Waited>(std::move(given), std::move(handler), queue.completions));
    };
    auto token = asio::use_awaitable;
    auto answer = co_await asio::async_initiate<decltype(asio::use_awaitable), Signature>(start, token,
                                                                                          std::move(work));
    co_return std::move(*answer);
}

template <class Queue, class Work>
asio::awaitable<void> submit_silent(Queue& queue, Work work)
{
    auto answering = [work = std::move(work)](Writer& writer) mutable {
        work(writer);
        return std::monostate();
    };
    co_await submit(queue, std::move(answering));
}

} // namespace

Recorder::Recorder(asio::any_io_executor completions, std::unique_ptr<Writer> writer,
                   std::shared_ptr<const Router> router, RecorderOptions options)
    : queue_(std::make_unique<Queue>(std::move(writer), options))
{
    queue_->completions = std::move(completions);
    queue_->router = std::move(router);
}

Recorder::~Recorder() = default;

void Recorder::set_router(std::shared_ptr<const Router> router)
{
    queue_->router = std::move(router);
}

std::optional<std::string> Recorder::stalled() const
{
    return queue_->stalled();
}

void Recorder::stop_waiting()
{
    queue_->stop_waiting();
}

asio::awaitable<void> Recorder::sync(std::vector<SitePlan> plans, Time now)
{
    auto work = [plans = std::move(plans), now](Writer& writer) { writer.sync(plans, now); };
    return submit_silent(*queue_, std::move(work));
}

asio::awaitable<void> Recorder::note(VisitNote note)
{
    auto work = [note = std::move(note)](Writer& writer) { writer.note(note); };
    return submit_silent(*queue_, std::move(work));
}

void Recorder::note_later(std::vector<VisitNote> notes)
{
    if (!notes.empty()) queue_->push(std::make_unique<NotesForLater>(std::move(notes)));
}

asio::awaitable<void> Recorder::flush()
{
    return submit_silent(*queue_, [](Writer&) {});
}

asio::awaitable<void> Recorder::keep(HostState host)
{
    auto work = [host = std::move(host)](Writer& writer) { writer.keep(host); };
    return submit_silent(*queue_, std::move(work));
}

asio::awaitable<void> Recorder::keep(RobotsFile robots)
{
    auto work = [robots = std::move(robots)](Writer& writer) { writer.keep(robots); };
    return submit_silent(*queue_, std::move(work));
}

asio::awaitable<void> Recorder::keep(Lesson lesson)
{
    auto work = [lesson = std::move(lesson)](Writer& writer) { writer.keep(lesson); };
    return submit_silent(*queue_, std::move(work));
}

asio::awaitable<Announced> Recorder::record(SourceVisit visit)
{
    auto work = [visit = std::move(visit)](Writer& writer) { return writer.record(visit); };
    return submit(*queue_, std::move(work));
}

asio::awaitable<Recorded> Recorder::record(ArticleVisit visit)
{
    auto work = [visit = std::move(visit), router = queue_->router](Writer& writer) {
        return writer.record(visit, *router);
    };
    return submit(*queue_, std::move(work));
}

asio::awaitable<Gone> Recorder::record(GoneVisit visit)
{
    auto work = [visit = std::move(visit), router = queue_->router](Writer& writer) {
        return writer.record(visit, *router);
    };
    return submit(*queue_, std::move(work));
}

asio::awaitable<void> Recorder::hold(HeldVisit visit)
{
    auto work = [visit = std::move(visit)](Writer& writer) { writer.hold(visit); };
    return submit_silent(*queue_, std::move(work));
}

asio::awaitable<int> Recorder::open_incident(Incident incident, std::optional<EventType> type)
{
    auto work = [incident = std::move(incident), type, router = queue_->router](Writer& writer) {
        return writer.open_incident(incident, type, *router);
    };
    return submit(*queue_, std::move(work));
}

asio::awaitable<int> Recorder::close_incident(Incident incident, std::optional<EventType> type)
{
    auto work = [incident = std::move(incident), type, router = queue_->router](Writer& writer) {
        return writer.close_incident(incident, type, *router);
    };
    return submit(*queue_, std::move(work));
}

asio::awaitable<void> Recorder::attempted(DeliveryAttempt attempt)
{
    auto work = [attempt = std::move(attempt)](Writer& writer) { writer.attempted(attempt); };
    return submit_silent(*queue_, std::move(work));
}

asio::awaitable<std::size_t> Recorder::retry_deliveries(DeliveryQuery query, Time now)
{
    auto work = [query = std::move(query), now](Writer& writer) {
        return writer.retry_deliveries(query, now);
    };
    return submit(*queue_, std::move(work));
}

asio::awaitable<std::size_t> Recorder::drop_raw_pages(Time before, std::size_t limit)
{
    auto work = [before, limit](Writer& writer) { return writer.drop_raw_pages(before, limit); };
    return submit(*queue_, std::move(work));
}

asio::awaitable<std::size_t> Recorder::drop_raw_pages_beyond(std::uint64_t bytes, std::size_t limit)
{
    return submit(*queue_,
                  [bytes, limit](Writer& writer) { return writer.drop_raw_pages_beyond(bytes, limit); });
}

asio::awaitable<void> Recorder::keep_packed(PackedPages pages)
{
    auto work = [pages = std::move(pages)](Writer& writer) { writer.keep_packed(pages); };
    return submit_silent(*queue_, std::move(work));
}

asio::awaitable<std::size_t> Recorder::index_revisions(std::size_t limit)
{
    return submit(*queue_, [limit](Writer& writer) { return writer.index_revisions(limit); });
}

asio::awaitable<StoriesJoined> Recorder::join_stories(std::size_t limit)
{
    auto work = [limit, router = queue_->router](Writer& writer) {
        return writer.join_stories(limit, router.get());
    };
    return submit(*queue_, std::move(work));
}

} // namespace baotin::archive
