package dev.herald.email;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown (CommonMark with tables) as HTML. HTML inside it is shown, not obeyed, and only safe links stay links: a text
 * that a process puts together may hold anyone's words. Who wants HTML says so with {@code bodyFormat}.
 */
final class Markdown {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    // commonmark's own list, and cid for pictures that come with the message (RFC 2392)
    private static final List<String> PROTOCOLS = List.of("http", "https", "mailto", "data", "cid");
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true)
            .sanitizeUrls(true).urlSanitizer(new DefaultUrlSanitizer(PROTOCOLS)).build();

    private Markdown() {}

    /** A whole HTML page. */
    static String toHtml(String markdown) {
        return "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n"
                + RENDERER.render(PARSER.parse(markdown)) + "</body>\n</html>\n";
    }
}
