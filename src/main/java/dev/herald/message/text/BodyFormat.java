package dev.herald.message.text;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the body of an email is written. */
public enum BodyFormat {
    /**
     * HTML when the body is HTML, else plain text. It is HTML if it has a doctype, the tag of a page, an element that stands
     * for itself, as {@code <br>}, a known one with an attribute that only HTML has, as {@code href}, or one with its end tag.
     * What merely looks like a tag, as in {@code a<b and c>d}, {@code List<String>} or {@code <table>} alone, is text: HTML
     * would swallow it.
     */
    AUTO, TEXT, HTML, MARKDOWN;

    private static final String PAIRS = "head|title|div|span|table|tbody|tr|td|th|ul|ol|li|dl|dt|dd|h[1-6]|a|b|i|u|s|em"
            + "|strong|strike|del|ins|mark|big|small|sup|sub|pre|code|kbd|tt|abbr|blockquote|font|center|main|nav|section"
            + "|article|header|footer|figure|button|style";
    // nothing, or attributes of which one at least has a value: words alone are a sentence. Possessive, and without '<'
    // outside of quotes, so that a large body is read in one go whatever it holds
    private static final String ATTRIBUTES = "(?!(?:\\s++[a-z][\\w:.-]*+)++\\s*+/?>)"
            + "(?:\\s++[a-z][\\w:.-]*+(?:\\s*+=\\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\\s\"'<>]++))?+)*+\\s*+";
    private static final Pattern SUFFICIENT = Pattern.compile("<(?:!doctype\\s++html\\b"
            + "|(?:html|body|br|hr|img|p)" + ATTRIBUTES + "/?>"
            + "|(?:p|img|" + PAIRS + ")(?=\\s[^<>]*+>)[^<>]*?\\s(?:href|src|style|class|align|width|bgcolor)\\s*+=)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PAIRED = Pattern.compile("<(?<end>/)?(?<name>p|" + PAIRS
            + ")(?:\\s(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)?>", Pattern.CASE_INSENSITIVE);

    /** Whatever begins a line, or holds something else than text. */
    private static final Pattern LAYOUT = Pattern
            .compile("<(?:!|/?(?:br|p|h[1-6r]|div|table|t[rdh]|ul|ol|li|dl|d[td]|pre"
                    + "|blockquote|center|main|nav|section|article|aside|header|footer|address|figure|form|fieldset|html|head|body|title"
                    + "|style|script|template|textarea|svg)\\b)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINE_BREAK = Pattern.compile("(<[a-z/][^<>]*+>)|\\r\\n?|\\n",
            Pattern.CASE_INSENSITIVE);

    /** The format that {@code body} is in, never {@link #AUTO}. */
    public BodyFormat of(String body) {
        return switch (this) {
            case AUTO -> SUFFICIENT.matcher(body).find() || hasPair(body) ? HTML : TEXT;
            case TEXT, HTML, MARKDOWN -> this;
        };
    }

    /**
     * The body as it is meant: HTML that nobody said to be HTML, and that has nothing which begins a line, was written with line
     * breaks for readers.
     */
    public String laidOut(String body) {
        return this == AUTO && of(body) == HTML && !LAYOUT.matcher(body).find()
                ? LINE_BREAK.matcher(body).replaceAll(found -> found.group(1) == null ? "<br>\n" : "$0")
                : body;
    }

    private static boolean hasPair(String body) {
        Set<String> opened = new HashSet<>();
        Matcher tag = PAIRED.matcher(body);
        while (tag.find()) {
            String name = tag.group("name").toLowerCase(Locale.ROOT);
            if (tag.group("end") == null) {
                opened.add(name);
            } else if (opened.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
