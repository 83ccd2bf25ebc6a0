package dev.herald.email.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How a text travels (RFC 2045 section 6), chosen to be the shortest that brings back exactly the same text over any
 * server.
 */
enum TransferEncoding {
    SEVEN_BIT("7bit"), QUOTED_PRINTABLE("quoted-printable"), BASE64("base64");

    private static final int LINE = 76;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};

    private final String token;

    TransferEncoding(String token) {
        this.token = token;
    }

    /** As the header field has it. */
    String token() {
        return token;
    }

    /**
     * The shortest that fits.
     *
     * @param text with CRLF line ends
     * @param endsMessage whether the text is the end of the message, where 7bit would add a line end
     */
    static TransferEncoding shortestFor(byte[] text, boolean endsMessage) {
        if (isSevenBit(text) && !(endsMessage && !endsWithLine(text))) {
            return SEVEN_BIT;
        }
        return quotedLength(text) <= (text.length + 2L) / 3 * 4 * 78 / 76 ? QUOTED_PRINTABLE : BASE64;
    }

    /** Encodes a text; the caller ends its last line. */
    void write(byte[] text, boolean endsMessage, ByteArrayOutputStream out) {
        switch (this) {
            case SEVEN_BIT -> out.writeBytes(text);
            case QUOTED_PRINTABLE -> writeQuoted(text, endsMessage, out);
            case BASE64 -> out.writeBytes(Base64.getMimeEncoder().encode(text));
        }
    }

    private static boolean endsWithLine(byte[] text) {
        return text.length > 1 && text[text.length - 2] == '\r' && text[text.length - 1] == '\n';
    }

    /** Short lines of printable ASCII that no server on the way would touch. */
    private static boolean isSevenBit(byte[] text) {
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
                if (i > start && isBlank(text[i - 1])) {
                    return false;
                }
                i++;
                start = i + 1;
            } else if ((b < ' ' && b != '\t') || b == 0x7f || i - start >= LINE || (i == start && isSpecial(text, i))) {
                return false;
            }
        }
        return text.length == 0 || !isBlank(text[text.length - 1]);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** What looks like a boundary of ours, and what mailbox files quote. */
    private static boolean isSpecial(byte[] text, int at) {
        return startsWith(text, at, "--=_") || startsWith(text, at, "From ");
    }

    private static boolean startsWith(byte[] text, int at, String prefix) {
        for (int i = 0; i < prefix.length(); i++) {
            if (at + i >= text.length || text[at + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static long quotedLength(byte[] text) {
        long length = 0;
        for (byte b : text) {
            length += isPrintable(b) || b == '\r' || b == '\n' ? 1 : 3;
        }
        return length + length / LINE * 3;
    }

    private static boolean isPrintable(byte b) {
        return (b >= ' ' && b <= '~' && b != '=') || b == '\t';
    }

    private static void writeQuoted(byte[] text, boolean endsMessage, ByteArrayOutputStream out) {
        int column = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
                out.writeBytes(CRLF);
                column = 0;
                i++;
                continue;
            }
            boolean last = i + 1 == text.length || (text[i + 1] == '\r' && i + 2 < text.length && text[i + 2] == '\n');
            boolean literal = isPrintable(b) && !(last && isBlank(b));
            int width = literal ? 1 : 3;
            if (column + width > LINE - 1) {
                out.write('=');
                out.writeBytes(CRLF);
                column = 0;
            }
            if (column == 0 && (b == '.' || isSpecial(text, i))) {
                literal = false;
                width = 3;
            }
            if (literal) {
                out.write(b);
            } else {
                out.write('=');
                out.write(HEX[b >> 4 & 15]);
                out.write(HEX[b & 15]);
            }
            column += width;
        }
        if (column > 0 && endsMessage) {
            // the line end that follows is not part of the text
            out.write('=');
        }
    }
}
