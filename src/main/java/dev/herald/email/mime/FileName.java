package dev.herald.email.mime;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** A file name in Content-Disposition (RFC 2183), beyond plain ASCII as RFC 2231 has it. */
final class FileName {
    private static final Pattern PLAIN = Pattern.compile("[ !#-\\[\\]-~]{1,60}");
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int SEGMENT = 54;

    private FileName() {}

    /** The field's value, words to be folded at spaces. */
    static String disposition(String type, String filename) {
        if (PLAIN.matcher(filename).matches() && !filename.contains("=?") && !filename.contains("  ")
                && filename.strip().equals(filename)) {
            return type + "; filename=\"" + filename + '"';
        }
        StringBuilder value = new StringBuilder(type);
        StringBuilder segment = new StringBuilder("utf-8''");
        List<String> characters = filename.codePoints().mapToObj(FileName::encode).toList();
        boolean single = segment.length() + characters.stream().mapToInt(String::length).sum() <= SEGMENT;
        int number = 0;
        for (String character : characters) {
            // no character is split: Python, for one, decodes each segment on its own
            if (segment.length() + character.length() > SEGMENT) {
                value.append("; filename*").append(number++).append("*=").append(segment);
                segment.setLength(0);
            }
            segment.append(character);
        }
        return value.append(single ? "; filename*=" : "; filename*" + number + "*=").append(segment).toString();
    }

    private static String encode(int codePoint) {
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
