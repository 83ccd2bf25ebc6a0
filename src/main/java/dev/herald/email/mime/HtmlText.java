package dev.herald.email.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

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
    private static final int DEEPEST = 100;
    private static final Pattern TRAILING_BLANKS = Pattern.compile("(?m)(?<![ \t])[ \t]++$");

    private final int depth;

    private HtmlText(int depth) {
        this.depth = depth;
    }

    /** The text, ended by a line end. */
    static String of(String html) {
        Element body = Jsoup.parse(html).body();
        String text = new HtmlText(0).text(body, false);
        return (text.isEmpty() && body.selectFirst("img") != null ? "[image]" : text) + '\n';
    }

    private String text(Element element, boolean preformatted) {
        TextFlow flow = new TextFlow();
        addChildren(element, flow, preformatted);
        return flow.text();
    }

    private HtmlText deeper() {
        return new HtmlText(depth + 1);
    }

    private void addChildren(Element element, TextFlow flow, boolean preformatted) {
        if (depth > DEEPEST) {
            flow.inline(element.text());
            return;
        }
        for (Node child : element.childNodes()) {
            if (child instanceof TextNode text) {
                if (preformatted) {
                    flow.verbatim(text.getWholeText());
                } else {
                    flow.inline(text.getWholeText());
                }
            } else if (child instanceof Element inner) {
                deeper().add(inner, flow, preformatted);
            }
        }
    }

    private void add(Element element, TextFlow flow, boolean preformatted) {
        String tag = element.normalName();
        if (SKIPPED.contains(tag) || isHidden(element)) {
            return;
        }
        switch (tag) {
            case "br" -> flow.lineBreak();
            case "a" -> addLink(element, flow, preformatted);
            case "img" -> flow.inline(element.attr("alt"));
            case "hr" -> flow.block("-".repeat(40), true);
            case "pre" -> flow.block(text(element, true).stripTrailing(), true);
            case "blockquote" -> flow.block(prefix(text(element, preformatted), "> ", "> "), true);
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

    private static boolean isHidden(Element element) {
        String style = element.attr("style").replace(" ", "").toLowerCase(Locale.ROOT);
        return element.hasAttr("hidden") || style.contains("display:none");
    }

    private static boolean isInListItem(Element element) {
        Element parent = element.parent();
        return parent != null && parent.normalName().equals("li");
    }

    private void addLink(Element link, TextFlow flow, boolean preformatted) {
        String label = text(link, preformatted);
        String target = link.attr("href").strip();
        String bare = target.replaceFirst("^(?i:mailto|tel):", "");
        flow.inline(label.replace('\n', ' '));
        if (target.isEmpty() || target.startsWith("#") || label.equals(target) || label.equals(bare)) {
            return;
        }
        flow.inline(label.isEmpty() ? bare : " (" + bare + ")");
    }

    private String list(Element list) {
        boolean numbered = list.normalName().equals("ol");
        int number = list.attr("start").matches("\\d{1,6}") ? Integer.parseInt(list.attr("start")) : 1;
        List<String> items = new ArrayList<>();
        for (Element item : list.children()) {
            String mark = numbered ? number++ + ". " : "- ";
            items.add(prefix(deeper().text(item, false), mark, " ".repeat(mark.length())));
        }
        return String.join("\n", items);
    }

    private static String prefix(String text, String first, String others) {
        return TRAILING_BLANKS.matcher(first + text.replace("\n", "\n" + others)).replaceAll("");
    }
}
