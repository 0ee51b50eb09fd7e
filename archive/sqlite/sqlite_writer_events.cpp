#include "archive/event_id.hpp"
#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

namespace baotin::archive::sqlite {

int SqliteWriter::raise(Event event, const Article* article, const Router& router)
{
    event.id = new_event_id();
    if (article != nullptr && !event.role && router.asks_for_roles())
        event.role = story_role(connection_, article->id);
    std::optional<ArticleId> about;
    if (article != nullptr) about = article->id;
    connection_.run(
        "INSERT INTO event (id, type, at, site, article, backfill, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        event.id, to_string(event.type), event.at, event.site, about, event.backfill,
        router.compose(event, article));
    event.cursor = connection_.last_id();
    if (article != nullptr && !event.role && router.asks_for_roles())
        connection_.run("INSERT INTO event_waiting (event, article) VALUES (?1, ?2)", event.cursor, about);
    return queue(router.route(event, article), event, about);
}

int SqliteWriter::queue(const std::vector<std::string>& hooks, const Event& event,
                        std::optional<ArticleId> about)
{
    int deliveries = 0;
    for (const auto& hook : hooks) {
        // A hook that two rules match is told once.
        deliveries += connection_.run("INSERT INTO delivery (hook, event, article, created_at, next_attempt) "
                                      "VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT (event, hook) DO NOTHING",
                                      hook, event.cursor, about, event.at);
    }
    return deliveries;
}

int SqliteWriter::open_incident(const Incident& incident, std::optional<EventType> type, const Router& router)
{
    const int known = connection_.run(
        "UPDATE incident SET detail = ?4 WHERE site = ?1 AND hook = ?2 AND what = ?3 AND until IS NULL",
        incident.site, incident.hook, incident.what, incident.detail);
    if (known > 0) return 0;
    connection_.run("INSERT INTO incident (site, hook, what, detail, since) VALUES (?1, ?2, ?3, ?4, ?5)",
                    incident.site, incident.hook, incident.what, incident.detail, incident.since);
    if (!type) return 0;
    Event event;
    event.type = *type;
    event.at = incident.since;
    event.site = incident.site;
    event.incident = incident;
    event.incident->id = connection_.last_id();
    event.incident->until.reset();
    return raise(std::move(event), nullptr, router);
}

int SqliteWriter::close_incident(const Incident& incident, std::optional<EventType> type,
                                 const Router& router)
{
    static const auto sql = "SELECT " + incident_columns +
                            " FROM incident WHERE site = ?1 AND hook = ?2 AND what = ?3 AND until IS NULL";
    Incident open;
    {
        auto row = connection_.query(sql, incident.site, incident.hook, incident.what);
        if (!row.step()) return 0;
        open = read_incident(row);
    }
    open.until = incident.until.value_or(incident.since);
    if (!incident.detail.empty()) open.detail = incident.detail;
    connection_.run("UPDATE incident SET until = ?2, detail = ?3 WHERE id = ?1", open.id, open.until,
                    open.detail);
    if (!type) return 0;
    Event event;
    event.type = *type;
    event.at = *open.until;
    event.site = open.site;
    event.incident = std::move(open);
    return raise(std::move(event), nullptr, router);
}

} // namespace baotin::archive::sqlite
