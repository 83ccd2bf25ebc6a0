package dev.herald.email.mime;

/** Text under way from HTML to lines: white space collapses, blocks begin on lines of their own. */
final class TextFlow {
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
    }

    /** Text whose white space counts. */
    void verbatim(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
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
            startLine(apart);
        }
    }

    /** Without white space at either end. */
    String text() {
        return out.toString();
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
