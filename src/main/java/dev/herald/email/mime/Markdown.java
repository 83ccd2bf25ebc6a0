package dev.herald.email.mime;

import dev.herald.message.MarkdownLiteral;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
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
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).postProcessor(Markdown::readLiterals)
            .build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true)
            .sanitizeUrls(true).urlSanitizer(new DefaultUrlSanitizer(PROTOCOLS)).build();

    private Markdown() {}

    /** A whole HTML page. */
    static String toHtml(String markdown) {
        return "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n"
                + RENDERER.render(PARSER.parse(markdown)) + "</body>\n</html>\n";
    }

    private static Node readLiterals(Node document) {
        document.accept(new Literals());
        return document;
    }

    /** Reads {@link MarkdownLiteral} where CommonMark does not; the renderer escapes all of it. */
    private static final class Literals extends AbstractVisitor {

        @Override
        public void visit(Code code) {
            code.setLiteral(MarkdownLiteral.unescape(code.getLiteral()));
        }

        @Override
        public void visit(FencedCodeBlock block) {
            block.setLiteral(MarkdownLiteral.unescape(block.getLiteral()));
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            block.setLiteral(MarkdownLiteral.unescape(block.getLiteral()));
        }

        @Override
        public void visit(HtmlInline html) {
            html.setLiteral(MarkdownLiteral.unescape(html.getLiteral()));
        }

        @Override
        public void visit(HtmlBlock html) {
            html.setLiteral(MarkdownLiteral.unescape(html.getLiteral()));
        }

        @Override
        public void visit(Link link) {
            // an autolink
            if (link.getFirstChild() instanceof Text text && link.getDestination().equals(text.getLiteral())) {
                text.setLiteral(MarkdownLiteral.unescape(text.getLiteral()));
                link.setDestination(MarkdownLiteral.unescape(link.getDestination()));
            }
            visitChildren(link);
        }
    }
}
