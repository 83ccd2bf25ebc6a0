package dev.herald.email.mime;

import dev.herald.message.text.Effort;
import dev.herald.message.text.TooLargeException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/** HTML as plain text that a person can read: links keep their targets, lists their marks, tables their columns. */
final class HtmlText {
    private static final Set<String> SKIPPED = Set.of("head", "style", "script", "template", "title", "noscript", "svg",
            "object", "iframe");
    private static final Set<String> APART = Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul",
            "ol",
            "dl", "table", "hr", "figure");
    private static final Set<String> BLOCKS = Set.of("div", "section", "article", "header", "footer", "main", "aside",
            "nav",
            "address", "center", "form", "fieldset", "li", "dt", "dd", "tr", "td", "th", "caption", "figcaption",
            "body",
            "html", "tbody", "thead", "tfoot");
    /** Of characters, as many as the longest page that a mail client shows, several times over. */
    static final int LONGEST = 500_000;
    /** Of elements in each other; what is deeper stands beside. */
    private static final int DEEPEST = 100;
    /** Of lists and quotes in each other whose marks a reader could still count. */
    private static final int MOST_MARKS = 8;
    private static final Pattern TRAILING_BLANKS = Pattern.compile("(?m)(?<![ \t])[ \t]++$");
    private static final Pattern SCHEME = Pattern.compile("^(?i:mailto|tel):");
    private static final Pattern START = Pattern.compile("\\d{1,6}");

    private final int marks;

    private HtmlText(int marks) {
        this.marks = marks;
    }

    /**
     * The text, ended by a line end.
     *
     * @throws TooLargeException where that would cost more than any message may
     */
    static String of(String html) {
        if (html.length() > LONGEST) {
            throw new TooLargeException("body", LONGEST, "characters of HTML: give pictures as inline attachments");
        }
        return LargeTexts.render(html, HtmlText::read);
    }

    private static String read(String html) {
        Element body = Parser.htmlParser().setMaxDepth(DEEPEST).parseInput(new BoundedReader(html), "").body();
        String text = new HtmlText(0).text(body, false);
        return (text.isEmpty() && body.selectFirst("img") != null ? "[image]" : text) + '\n';
    }

    /** Some pages take a time that grows with the square of their length, as where a table holds what none may. */
    private static final class BoundedReader extends StringReader {
        private final Effort effort = new Effort("body");

        BoundedReader(String html) {
            super(html);
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            effort.check();
            return super.read(buffer, offset, Math.min(length, 2_000));
        }
    }

    private String text(Element element, boolean preformatted) {
        TextFlow flow = new TextFlow();
        addChildren(element, flow, preformatted);
        return flow.text();
    }

    private void addChildren(Element element, TextFlow flow, boolean preformatted) {
        for (Node child : element.childNodes()) {
            if (child instanceof TextNode text) {
                if (preformatted) {
                    flow.verbatim(text.getWholeText());
                } else {
                    flow.inline(text.getWholeText());
                }
            } else if (child instanceof Element inner) {
                add(inner, flow, preformatted);
            }
        }
    }

    private void add(Element element, TextFlow flow, boolean preformatted) {
        String tag = element.normalName();
        if (SKIPPED.contains(tag) || HiddenElements.has(element)) {
            return;
        }
        switch (tag) {
            case "br" -> flow.lineBreak();
            case "a" -> addLink(element, flow, preformatted);
            case "img" -> flow.inline(element.attr("alt"));
            case "hr" -> flow.block("-".repeat(40), true);
            case "pre" -> flow.block(text(element, true).stripTrailing(), true);
            case "blockquote" -> flow.block(marked("> ", "> ", element, preformatted), true);
            case "ul", "ol" -> flow.block(list(element), !isInListItem(element));
            case "table" -> flow.block(new TextTable(element, cell -> text(cell, false)).text(), true);
            default -> {
                if (APART.contains(tag) || BLOCKS.contains(tag)) {
                    flow.block(text(element, preformatted), APART.contains(tag));
                } else {
                    addChildren(element, flow, preformatted);
                }
            }
        }
    }

    private static boolean isInListItem(Element element) {
        Element parent = element.parent();
        return parent != null && parent.normalName().equals("li");
    }

    private void addLink(Element link, TextFlow flow, boolean preformatted) {
        String label = text(link, preformatted);
        String target = link.attr("href").strip();
        String bare = SCHEME.matcher(target).replaceFirst("");
        flow.inline(label.replace('\n', ' '));
        if (target.isEmpty() || target.startsWith("#") || label.equals(target) || label.equals(bare)) {
            return;
        }
        flow.inline(label.isEmpty() ? bare : " (" + bare + ")");
    }

    private String list(Element list) {
        boolean numbered = list.normalName().equals("ol");
        int number = START.matcher(list.attr("start")).matches() ? Integer.parseInt(list.attr("start")) : 1;
        List<String> items = new ArrayList<>();
        for (Element item : list.children()) {
            if (HiddenElements.has(item)) {
                continue;
            }
            String mark = numbered ? number++ + ". " : "- ";
            items.add(marked(mark, " ".repeat(mark.length()), item, false));
        }
        return TextFlow.bounded(String.join("\n", items));
    }

    /** The text of an element with marks in front of its lines. */
    private String marked(String first, String others, Element element, boolean preformatted) {
        String text = new HtmlText(marks + 1).text(element, preformatted);
        return marks >= MOST_MARKS
                ? text
                : TextFlow.bounded(TRAILING_BLANKS.matcher(first + text.replace("\n", "\n" + others)).replaceAll(""));
    }
}
