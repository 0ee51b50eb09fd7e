#pragma once

#include "archive/store.hpp"
#include "tests/archive/fake_router.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::archive {

/// Where one test's archive lives. It may be opened again and again, as restarts do.
class Place {
public:
    virtual ~Place() = default;
    virtual std::unique_ptr<Store> open() = 0;
};

/// A kind of store that keeps the contract.
struct StoreKind {
    std::string name;
    std::function<std::unique_ptr<Place>()> place;
};
inline std::ostream& operator<<(std::ostream& stream, const StoreKind& kind)
{
    return stream << kind.name;
}

/// What every store has to do, in the words of `archive/*.hpp`. A store's own test instantiates it:
/// `INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, …)`.
class StoreContract : public testing::TestWithParam<StoreKind> {
protected:
    static constexpr auto site = "congan-sonla";
    static constexpr auto listing = "https://congan.sonla.gov.vn/tin";

    StoreContract();

    static Time at(int minute);                    ///< that many minutes after a fixed morning
    static std::string url(std::string_view name); ///< on `site`
    static parsers::ArticleText text(std::string title, std::string body);

    void reopen(); ///< as a restart does

    template <class Work>
    auto write(Work work)
    {
        writer_->begin();
        writer_->savepoint();
        auto answer = work(*writer_);
        writer_->release_savepoint();
        writer_->commit();
        return answer;
    }
    void change(const std::function<void(Writer&)>& work);

    PageId source();           ///< one listing, first completed visit still to come
    PageId completed_source(); ///< … already done, so that what it announces is news
    Announced announce(PageId source, const std::vector<std::string>& urls, int minute,
                       bool completed = true);
    PageId announced(PageId source, std::string_view name, int minute); ///< the page of one new link

    VisitNote note(PageId page, int minute, Outcome outcome) const;
    /// A reading of `page` compared with what the archive has, as the crawler does it.
    ArticleVisit reading(PageId page, const parsers::ArticleText& text, int minute);
    Recorded record(const ArticleVisit& visit);
    Recorded read(PageId page, const parsers::ArticleText& text, int minute);
    Gone gone(PageId page, int minute, int confirmations = 3, int over_minutes = 0);
    Gone removed(PageId page, int minute); ///< three times gone in the minutes from `minute`
    std::vector<ArticleId> publish(PageId source, int count, int minute); ///< that many read articles

    Article article(ArticleId id);
    Page page(PageId id);
    std::vector<StoredEvent> events(bool with_backfill = true);
    std::vector<std::string> event_types();
    std::vector<std::string> due_urls();

    std::shared_ptr<FakeRouter> router_ = std::make_shared<FakeRouter>();
    std::unique_ptr<Place> place_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Reader> reader_;
};

} // namespace baotin::archive
