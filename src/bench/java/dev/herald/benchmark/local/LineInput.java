package dev.herald.benchmark.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What an SMTP server reads: lines, and messages that nobody keeps. */
final class LineInput {
    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int end;

    LineInput(InputStream in) {
        this.in = in;
    }

    /** Whether reading on would not wait. */
    boolean hasMore() throws IOException {
        return position < end || in.available() > 0;
    }

    /** A line without its CRLF. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            for (int i = position; i < end; i++) {
                if (buffer[i] == '\n') {
                    line.append(new String(buffer, position, i - position, StandardCharsets.ISO_8859_1));
                    position = i + 1;
                    return line.toString().stripTrailing();
                }
            }
            line.append(new String(buffer, position, end - position, StandardCharsets.ISO_8859_1));
            fill();
        }
    }

    /** Reads over a message up to and including the final dot (RFC 5321 section 4.1.1.4). */
    void skipMessage() throws IOException {
        for (int matched = 2; matched < 5;) {
            if (position == end) {
                fill();
            }
            matched = switch (buffer[position++]) {
                case '\r' -> matched == 3 ? 4 : 1;
                case '\n' -> matched == 1 ? 2 : matched == 4 ? 5 : 0;
                case '.' -> matched == 2 ? 3 : 0;
                default -> 0;
            };
        }
    }

    private void fill() throws IOException {
        position = 0;
        end = 0;
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException();
        }
        end = read;
    }
}
