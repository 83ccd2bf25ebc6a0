package dev.herald.email.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads replies (RFC 5321 section 4.2) from a server that may send anything, in bounded memory. */
final class SmtpReplyReader {
    // far beyond the 512 octets of RFC 5321 section 4.5.3.1.5, which servers exceed
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 200;

    private SmtpReplyReader() {}

    /** What the server sent is no reply. */
    static final class NotSmtpException extends IOException {
        NotSmtpException(String message) {
            super(message);
        }
    }

    /**
     * The next reply, all its lines.
     *
     * @throws EOFException if the stream ends before the reply does
     * @throws NotSmtpException if it is no reply
     */
    static SmtpReply read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>(1);
        int code = 0;
        while (true) {
            String line = readLine(in);
            int lineCode = code(line);
            if (code != 0 && lineCode != code) {
                throw new NotSmtpException("lines of one reply with different codes");
            }
            code = lineCode;
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return SmtpReply.of(code, lines);
            }
            if (lines.size() == MOST_LINES) {
                throw new NotSmtpException("a reply without end");
            }
        }
    }

    private static int code(String line) throws NotSmtpException {
        boolean valid = line.length() >= 3 && line.charAt(0) >= '2' && line.charAt(0) <= '5' && isDigit(line.charAt(1))
                && isDigit(line.charAt(2)) && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
        if (!valid) {
            throw new NotSmtpException("a line without a reply code");
        }
        return Integer.parseInt(line, 0, 3, 10);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String readLine(InputStream in) throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("the stream ended");
            }
            if (length == LONGEST_LINE) {
                throw new NotSmtpException("a line without end");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) b;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
