package dev.herald.message.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What is inserted into Markdown and is never structure there: numeric references (CommonMark 2.5). Markdown leaves references
 * as they are in code and in autolinks; these have all the seven digits that one may have, as nobody writes them, and so can
 * be told apart and read there, too.
 */
public final class MarkdownLiteral {
    // a space counts at either end and beside another: it indents, ends a line, or vanishes; a number counts a list where the
    // text around goes on with a dot
    private static final Pattern SYNTAX = Pattern.compile("[\\p{Punct}\\p{Cntrl}]|(?<![^ ]) | (?![^ ])|[0-9]\\z");
    private static final Pattern ESCAPING = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\(?=\\{\\{)");
    private static final Pattern REFERENCE = Pattern.compile("&#0000(\\d{3});");

    private static final List<String> REFERENCES = IntStream.range(0, 0x80)
            .mapToObj(c -> String.format(Locale.ROOT, "&#%07d;", c)).toList();

    private MarkdownLiteral() {}

    /** Markdown that shows {@code text}. */
    public static String escape(String text) {
        return SYNTAX.matcher(text.replace('\0', '\uFFFD')) // CommonMark 2.3
                .replaceAll(found -> REFERENCES.get(found.group().charAt(0)));
    }

    /** The text around, so that a backslash in front of a placeholder is not taken for an escape of what is inserted. */
    public static String guard(String markdown) {
        return ESCAPING.matcher(markdown).replaceAll("$1" + Matcher.quoteReplacement(escape("\\")));
    }

    /** What {@link #escape} was given, where Markdown left {@code literal} as it was. */
    public static String unescape(String literal) {
        return REFERENCE.matcher(literal).replaceAll(found -> Matcher
                .quoteReplacement(Character.toString(Integer.parseInt(found.group(1)))));
    }
}
