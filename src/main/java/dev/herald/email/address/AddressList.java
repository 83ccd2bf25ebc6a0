package dev.herald.email.address;

import dev.herald.message.text.Blanks;
import java.util.ArrayList;
import java.util.List;

/** A list of addresses in one text, taken apart so that an error can name the position. */
final class AddressList {
    private final String text;
    private final List<String> parts = new ArrayList<>();
    private int position;

    private AddressList(String text) {
        this.text = text;
    }

    /**
     * Splits at commas, semicolons and line ends that are not inside a quoted string, a comment, angle brackets or a domain
     * literal.
     */
    static List<String> split(String text) {
        return new AddressList(text).split();
    }

    /**
     * Whether nothing but comments follows the address in angle brackets, if there is one (RFC 5322 section 3.4). Jakarta Mail
     * drops in silence what does, another address say.
     */
    static boolean endsWithAddress(String text) {
        return new AddressList(text).endsWithAddress();
    }

    private boolean endsWithAddress() {
        boolean ended = false;
        for (; position < text.length(); position++) {
            char c = text.charAt(position);
            if (ended && c != ' ' && c != '\t' && c != '(') {
                return false;
            }
            switch (c) {
                case '"' -> skipTo('"');
                case '[' -> skipTo(']');
                case '(' -> skipComment();
                case '<' -> {
                    skipTo('>');
                    ended = true;
                }
                default -> {
                }
            }
        }
        return true;
    }

    private List<String> split() {
        int start = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            switch (c) {
                case '"' -> skipTo('"');
                case '<' -> skipTo('>');
                case '[' -> skipTo(']');
                case '(' -> skipComment();
                case '\\' -> position++;
                case ',', ';', '\n', '\r' -> {
                    parts.add(Blanks.stripCode(text.substring(start, position)));
                    start = position + 1;
                }
                default -> {
                }
            }
            position++;
        }
        parts.add(Blanks.stripCode(text.substring(start)));
        return parts;
    }

    private void skipTo(char end) {
        position++;
        while (position < text.length() && text.charAt(position) != end) {
            if (text.charAt(position) == '\\') {
                position++;
            } else if (end == '>' && text.charAt(position) == '"') {
                skipTo('"');
            }
            position++;
        }
    }

    private void skipComment() {
        int depth = 1;
        while (depth > 0 && ++position < text.length()) {
            switch (text.charAt(position)) {
                case '\\' -> position++;
                case '(' -> depth++;
                case ')' -> depth--;
                default -> {
                }
            }
        }
    }
}
