#pragma once

#include "archive/event.hpp"
#include "config/config.hpp"

#include <re2/re2.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace baotin::samples {

inline parsers::Time moment(std::string_view text = "2026-11-21T08:30:00+07:00")
{
    return parsers::parse_rfc3339(text).value();
}

inline archive::Article article()
{
    archive::Article article;
    article.id = 42;
    article.site = "congan-haiphong";
    article.url = "https://congan.haiphong.gov.vn/Tin/bau-cu-1.html";
    article.text.title = "Đảm bảo an ninh, trật tự ngày bầu cử";
    article.text.summary = "Công an thành phố ra quân “bảo vệ” bầu cử";
    article.text.author = "Lê Hà";
    article.text.published_at = "2021-05-06T07:15:00+07:00";
    article.text.body = "Sáng 06/5, Ủy ban bầu cử họp.\nĐồng chí Giám đốc chủ trì.";
    article.text.captions = {"Quang cảnh hội nghị"};
    article.content_hash = "v1:" + std::string(64, 'a');
    article.revision = 1;
    article.first_seen_at = moment("2021-05-06T07:20:11+07:00");
    return article;
}

inline archive::Event event(archive::EventType type)
{
    archive::Event event;
    event.id = "evt_0123456789abcdef0123456789abcdef";
    event.type = type;
    event.at = moment();
    event.site = "congan-haiphong";
    return event;
}

inline archive::Event incident(archive::EventType type, std::string site, std::string hook)
{
    auto told = event(type);
    told.site = site;
    archive::Incident incident;
    incident.id = 7;
    incident.site = std::move(site);
    incident.hook = std::move(hook);
    incident.what = "failing";
    incident.detail = "answered 503";
    incident.since = moment();
    told.incident = incident;
    return told;
}

inline std::shared_ptr<const config::Site> site(std::string id, std::string name, config::SiteKind kind,
                                                std::string_view province)
{
    auto site = std::make_shared<config::Site>();
    site->id = std::move(id);
    site->name = std::move(name);
    site->kind = kind;
    site->province = parsers::find_province(province);
    return site;
}

/// config::Where with a default for every key, so that tests name only those they mean.
struct Where {
    std::vector<std::string> site = {}, kind = {}, province = {}, mentions = {}, any = {}, all = {},
                             none = {}, regex = {}, field = {};
    bool exact = false;
    std::vector<std::string> section = {}, author = {}, significance = {}, role = {};
};

inline config::Hook hook(std::string name, std::vector<std::string> events, const Where& where = {})
{
    config::Hook hook;
    hook.name = std::move(name);
    hook.url = "https://example.org/hook";
    hook.keys = {{config::SigningKey::Kind::hmac_sha256, "0123456789abcdef0123456789abcdef"}};
    hook.events = std::move(events);
    hook.where = {where.site,         where.kind, where.province, where.mentions, where.any,     where.all,
                  where.none,         {},         where.field,    where.exact,    where.section, where.author,
                  where.significance, where.role};
    for (const auto& pattern : where.regex)
        hook.where.regex.push_back(std::make_shared<const re2::RE2>(pattern));
    return hook;
}

/// Three sites; Hải Dương became part of Hải Phòng in July 2025.
inline std::shared_ptr<config::Config> configuration(std::vector<config::Hook> hooks = {})
{
    auto config = std::make_shared<config::Config>();
    config->hooks = std::move(hooks);
    config->sites = {
        site("congan-haiphong", "Công an thành phố Hải Phòng", config::SiteKind::police, "Hải Phòng"),
        site("congthuong", "Báo Công Thương", config::SiteKind::press, ""),
        site("haiduong", "Cổng tin Hải Dương", config::SiteKind::government, "Hải Dương"),
    };
    return config;
}

} // namespace baotin::samples
