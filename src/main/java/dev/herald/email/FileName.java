package dev.herald.email;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A file name in Content-Disposition (RFC 2183), beyond plain ASCII as RFC 2231 has it. */
final class FileName {
    private static final Pattern PLAIN = Pattern.compile("[ !#-\\[\\]-~]{1,60}");
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    private static final String HEX = "0123456789ABCDEF";
    private static final int SEGMENT = 54;

    private FileName() {}

    /** The field's value, words to be folded at spaces. */
    static String disposition(String type, String filename) {
        if (PLAIN.matcher(filename).matches() && !filename.contains("  ") && filename.strip().equals(filename)) {
            return type + "; filename=\"" + filename + '"';
        }
        StringBuilder value = new StringBuilder(type);
        StringBuilder segment = new StringBuilder("utf-8''");
        boolean single = encodedLength(filename) <= SEGMENT;
        int number = 0;
        for (byte b : filename.getBytes(StandardCharsets.UTF_8)) {
            if (!single && segment.length() >= SEGMENT) {
                value.append("; filename*").append(number++).append("*=").append(segment);
                segment.setLength(0);
            }
            if (UNRESERVED.indexOf(b) >= 0) {
                segment.append((char) b);
            } else {
                segment.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return value.append(single ? "; filename*=" : "; filename*" + number + "*=").append(segment).toString();
    }

    private static int encodedLength(String filename) {
        int length = "utf-8''".length();
        for (byte b : filename.getBytes(StandardCharsets.UTF_8)) {
            length += UNRESERVED.indexOf(b) >= 0 ? 1 : 3;
        }
        return length;
    }
}
