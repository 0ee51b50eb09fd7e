#pragma once

#include "http_server.hpp"
#include "site_lab.hpp"

namespace baotin::lab {

/// The kind that this very request meets: a challenge that it has passed is none, nor is a connection tired
/// at once.
Behaviour::Kind kind_for(const Behaviour& behaviour, const Request& request);

/// Does the site render its page for this behaviour, to be spoilt on the way?
bool wants_page(Behaviour::Kind kind);

/// The answer of a behaviour; `page` is the site's own answer where wants_page() says so.
Reply misbehave(const Behaviour& behaviour, Reply page);

/// `<html>…` with a status line, as web servers answer errors.
Reply error_reply(int status);

} // namespace baotin::lab
