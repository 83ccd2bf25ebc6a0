package dev.herald.email.mime;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A file name in the header of its part. */
final class FileName {
    private static final Pattern PLAIN = Pattern.compile("[ -~]{1,400}");
    private static final Pattern SPECIAL = Pattern.compile("[\"\\\\]");
    private static final Pattern NAMED = Pattern.compile(";[ \\t]*name[*0-9]*=", Pattern.CASE_INSENSITIVE);
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int SEGMENT = 54;

    private FileName() {}

    /** The value of Content-Disposition (RFC 2183): quoted, or as RFC 2231 has it where a quoted string can't hold the name. */
    static String disposition(String type, String filename) {
        return isPlain(filename)
                ? type + ";\r\n filename=\"" + SPECIAL.matcher(filename).replaceAll("\\\\$0") + '"'
                : type + encoded(filename);
    }

    /**
     * The value of Content-Type. Outlook over IMAP shows no name that stands in the form of RFC 2231 only, but this one, which
     * RFC 2047 does not allow.
     */
    static String contentType(String type, String filename) {
        return isPlain(filename) || NAMED.matcher(type).find()
                ? type
                : type + ";\r\n name=\"" + EncodedWords.of(filename).replace(" ", "\r\n ") + '"';
    }

    private static boolean isPlain(String filename) {
        return PLAIN.matcher(filename).matches() && !filename.contains("=?");
    }

    /** In segments, where Jakarta Mail would write a line that may be too long for SMTP. */
    private static String encoded(String filename) {
        StringBuilder value = new StringBuilder();
        StringBuilder segment = new StringBuilder("utf-8''");
        int number = 0;
        for (int c : filename.codePoints().toArray()) {
            String character = encoded(c);
            // no character is split: Python, for one, decodes each segment on its own
            if (segment.length() + character.length() > SEGMENT) {
                value.append(";\r\n filename*").append(number++).append("*=").append(segment);
                segment.setLength(0);
            }
            segment.append(character);
        }
        return value.append(number == 0 ? ";\r\n filename*=" : ";\r\n filename*" + number + "*=").append(segment)
                .toString();
    }

    private static String encoded(int codePoint) {
        if (UNRESERVED.indexOf(codePoint) >= 0) {
            return Character.toString(codePoint);
        }
        StringBuilder encoded = new StringBuilder();
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            HEX.toHexDigits(encoded.append('%'), b);
        }
        return encoded.toString();
    }
}
