set(PARSERS_HTML_SOURCES
    html/tokens.cpp html/open_elements.cpp html/nesting.cpp html/tree.cpp html/element_style.cpp html/visible_text.cpp
    html/attribute_fit.cpp html/selector_text.cpp html/selector_parser.cpp html/pseudo_class_parser.cpp html/element_index.cpp html/selector_match.cpp
    html/selector.cpp html/lasting_names.cpp html/selector_writer.cpp
    html/tag_attributes.cpp html/tree_rules.cpp html/tree_rules_tags.cpp html/character_references.cpp html/tree_builder.cpp html/region_plan.cpp html/region_writer.cpp html/region_scan.cpp
    field_rule.cpp base_url.cpp pictures.cpp article.cpp article_fields.cpp article_reader.cpp volatile_parts.cpp page_regions.cpp
    metadata.cpp page_head.cpp author_names.cpp json_ld.cpp sloppy_json.cpp
    generic.cpp generic_fields.cpp boilerplate.cpp teasers.cpp filler_lines.cpp
    listing.cpp link_blocks.cpp field_elements.cpp rule_proposals.cpp discovery.cpp
    challenge.cpp challenge_cookie.cpp not_the_page.cpp page_glance.cpp)
