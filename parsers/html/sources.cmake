set(PARSERS_HTML_SOURCES
    html/tokens.cpp html/open_elements.cpp html/nesting.cpp html/tree.cpp html/element_style.cpp html/visible_text.cpp
    html/selector_text.cpp html/selector_parser.cpp html/pseudo_class_parser.cpp html/selector_match.cpp
    html/selector.cpp
    article.cpp article_fields.cpp content_hash.cpp metadata.cpp json_ld.cpp generic.cpp generic_fields.cpp
    boilerplate.cpp listing.cpp discovery.cpp challenge.cpp challenge_cookie.cpp not_the_page.cpp page_glance.cpp)
