package dev.herald.email.mime;

import dev.herald.message.text.TooLargeException;

/** Text under way from HTML to lines: white space collapses, blocks begin on lines of their own. */
final class TextFlow {
    /** Of characters: tables and quotes can be many times as long as text as they are as HTML. */
    static final int LONGEST = 500_000;

    private final StringBuilder out = new StringBuilder();
    private boolean spaceDue;
    private int newlinesDue;

    /** Running text; white space counts as one space. */
    void inline(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
                spaceDue = true;
            } else {
                put(c == '\u00a0' ? ' ' : c);
            }
        }
        check();
    }

    /** Text whose white space counts. */
    void verbatim(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        check();
    }

    void lineBreak() {
        spaceDue = false;
        newlinesDue++;
    }

    /** Text on lines of its own. */
    void block(String text, boolean apart) {
        startLine(apart);
        if (!text.isEmpty()) {
            spaceDue = false;
            flushNewlines();
            out.append(text);
            check();
            startLine(apart);
        }
    }

    /** Without white space at either end. */
    String text() {
        return out.toString();
    }

    /** @return {@code text}, which is not too long */
    static String bounded(String text) {
        if (text.length() > LONGEST) {
            throw tooLong();
        }
        return text;
    }

    private void check() {
        if (out.length() > LONGEST) {
            throw tooLong();
        }
    }

    private static TooLargeException tooLong() {
        return new TooLargeException("body", LONGEST, "characters as plain text");
    }

    private void startLine(boolean apart) {
        spaceDue = false;
        newlinesDue = Math.max(newlinesDue, apart ? 2 : 1);
    }

    private void put(char c) {
        flushNewlines();
        if (spaceDue && !out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append(' ');
        }
        spaceDue = false;
        out.append(c);
    }

    private void flushNewlines() {
        if (newlinesDue > 0 && !out.isEmpty()) {
            out.append("\n".repeat(newlinesDue));
        }
        newlinesDue = 0;
    }
}
