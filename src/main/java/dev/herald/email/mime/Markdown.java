package dev.herald.email.mime;

import dev.herald.message.text.Effort;
import dev.herald.message.text.MarkdownLiteral;
import dev.herald.message.text.TooLargeException;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.internal.InlineParserImpl;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.Parser;
import org.commonmark.parser.SourceLines;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown (CommonMark with tables) as HTML. HTML inside it is shown, not obeyed, and only safe links stay links: a text
 * that a process puts together may hold anyone's words. Who wants HTML says so with {@code bodyFormat}.
 */
final class Markdown {
    /** Of characters: the time that a reader of Markdown takes can grow with the square of the length. */
    static final int LONGEST = 100_000;
    /** Of paragraphs, headings and cells: a table has as many as its first row has in each other one, too. */
    static final int MOST_TEXTS = 20_000;
    /** Of quotes, lists, links and emphasis in each other. */
    private static final int DEEPEST = 50;
    private static final List<Extension> EXTENSIONS = List
            .of(TablesExtension.builder().maxCells(null).build());
    // commonmark's own list without data, and cid for pictures that come with the message (RFC 2392)
    private static final List<String> PROTOCOLS = List.of("http", "https", "mailto", "cid");
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(DEEPEST)
            .maxInlineNesting(DEEPEST).inlineParserFactory(BoundedTexts::new).postProcessor(Markdown::readLiterals)
            .build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true)
            .sanitizeUrls(true).urlSanitizer(new DefaultUrlSanitizer(PROTOCOLS)).build();

    private Markdown() {}

    /**
     * A whole HTML page.
     *
     * @throws TooLargeException where that would cost more than any message may
     */
    static String toHtml(String markdown) {
        if (markdown.length() > LONGEST) {
            throw new TooLargeException("body", LONGEST, "characters of Markdown");
        }
        return LargeTexts.render(markdown, Markdown::read);
    }

    private static String read(String markdown) {
        StringBuilder page = new StringBuilder(
                "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n");
        RENDERER.render(PARSER.parse(markdown), new BoundedHtml(page));
        return page.append("</body>\n</html>\n").toString();
    }

    /** A link's target is there once in the source and as often as it is referred to in what is made of it. */
    private record BoundedHtml(StringBuilder out) implements Appendable {

        @Override
        public Appendable append(CharSequence text) {
            return append(text, 0, text.length());
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) {
            if (out.length() + end - start > HtmlText.LONGEST) {
                throw new TooLargeException("body", HtmlText.LONGEST, "characters of HTML made of its Markdown");
            }
            out.append(text, start, end);
            return this;
        }

        @Override
        public Appendable append(char c) {
            return append(String.valueOf(c));
        }
    }

    /** Reads the texts within blocks, and no more of them than a message may have. */
    private static final class BoundedTexts extends InlineParserImpl {
        private final Effort effort = new Effort("body");
        private int texts;

        BoundedTexts(InlineParserContext context) {
            super(context);
        }

        @Override
        public void parse(SourceLines lines, Node block) {
            if (++texts > MOST_TEXTS) {
                throw new TooLargeException("body", MOST_TEXTS, "paragraphs and table cells in its Markdown");
            }
            effort.check();
            super.parse(lines, block);
        }
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
