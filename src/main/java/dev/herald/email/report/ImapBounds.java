package dev.herald.email.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much an IMAP server may say. Jakarta Mail makes room for what a server announces ({@code {2000000000}},
 * {@code * 2000000000 EXISTS}) and keeps all lines of an answer, so that a server that lies could take all memory.
 */
final class ImapBounds {
    private static final int LONGEST_LITERAL = 1024 * 1024;
    private static final int LONGEST_LINE = 8 * 1024 * 1024;
    private static final int MOST_LINES = 10_000;
    private static final int LONGEST_ANSWER = 16 * 1024 * 1024;
    private static final int MOST_MESSAGES = 1_000_000;
    /** As much of the end of a line as a literal's announcement takes, and of its beginning as a number of messages. */
    private static final int KEPT = 40;

    private volatile boolean paused;
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();

    /** Lines and bytes are counted anew. */
    void nextStep() {
        lines.set(0);
        bytes.set(0);
    }

    /** Ends the watching of plain connections. */
    void pause() {
        paused = true;
    }

    InputStream watch(InputStream in) {
        return new Watched(in, false);
    }

    InputStream watchUnlessPaused(InputStream in) {
        return new Watched(in, true);
    }

    private final class Watched extends FilterInputStream {
        private final boolean pausable;
        private final byte[] start = new byte[KEPT];
        private final byte[] end = new byte[KEPT];
        private int length;
        private long literal;

        Watched(InputStream in, boolean pausable) {
            super(in);
            this.pausable = pausable;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                see((byte) b);
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int most) throws IOException {
            int count = super.read(buffer, offset, most);
            for (int i = 0; i < count; i++) {
                see(buffer[offset + i]);
            }
            return count;
        }

        private void see(byte b) throws IOException {
            if (pausable && paused) {
                return;
            }
            check(bytes.incrementAndGet() <= LONGEST_ANSWER, "answer");
            if (literal > 0) {
                literal--;
                return;
            }
            if (b == '\n') {
                line();
                return;
            }
            if (length < KEPT) {
                start[length] = b;
            }
            end[length % KEPT] = b;
            check(++length <= LONGEST_LINE, "line");
        }

        private void line() throws IOException {
            check(lines.incrementAndGet() <= MOST_LINES, "answer");
            literal = announced();
            check(literal <= LONGEST_LITERAL, "literal");
            String[] words = new String(start, 0, Math.min(length, KEPT), StandardCharsets.US_ASCII)
                    .strip().split(" ", 4);
            check(words.length < 3 || !words[2].equalsIgnoreCase("EXISTS") || number(words[1]) <= MOST_MESSAGES,
                    "number of messages");
            length = 0;
        }

        /** How many bytes the end of the line announces (RFC 9051 section 4.3). */
        private long announced() {
            int at = length - 1;
            if (at >= 0 && end[at % KEPT] == '\r') {
                at--;
            }
            if (at < 0 || end[at % KEPT] != '}') {
                return 0;
            }
            byte[] digits = new byte[KEPT];
            int from = KEPT;
            for (at--; at >= 0 && from > 1 && end[at % KEPT] >= '0' && end[at % KEPT] <= '9'; at--) {
                digits[--from] = end[at % KEPT];
            }
            return at >= 0 && end[at % KEPT] == '{'
                    ? number(new String(Arrays.copyOfRange(digits, from, KEPT),
                            StandardCharsets.US_ASCII))
                    : 0;
        }

        private static long number(String digits) {
            return digits.length() > 18 || !digits.matches("\\d+") ? Long.MAX_VALUE : Long.parseLong(digits);
        }

        private static void check(boolean holds, String what) throws IOException {
            if (!holds) {
                throw new IOException("too large: " + what);
            }
        }
    }
}
