package dev.herald.message;

import java.util.regex.Pattern;

/** How the body of an email is written. */
public enum BodyFormat {
    /** HTML when the body is HTML, else plain text. */
    AUTO, TEXT, HTML, MARKDOWN;

    private static final Pattern HTML_ELEMENT = Pattern.compile(
            "<(?:!doctype\\s+html|/?(?:html|head|body|p|br|hr|div|span|table|tr|td|th|ul|ol|li|h[1-6]|a|b|i|u|em|strong"
                    + "|img|pre|code|blockquote|font|center|section|article|header|footer|small|sup|sub|style))(?:\\s[^<>]*)?/?>",
            Pattern.CASE_INSENSITIVE);

    /** The format that {@code body} is in, never {@link #AUTO}. */
    public BodyFormat of(String body) {
        return switch (this) {
            case AUTO -> HTML_ELEMENT.matcher(body).find() ? HTML : TEXT;
            case TEXT, HTML, MARKDOWN -> this;
        };
    }
}
