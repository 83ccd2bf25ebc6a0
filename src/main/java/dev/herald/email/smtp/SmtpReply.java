package dev.herald.email.smtp;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server answered (RFC 5321 section 4.2). Its text may hold addresses: not for logs or incidents.
 *
 * @param code 200 to 599
 * @param enhanced the enhanced status code (RFC 3463) as {@code 5.1.1}, empty where there is none
 * @param lines the text of each line, without the code
 */
public record SmtpReply(int code, String enhanced, List<String> lines) {
    private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s.*|$)", Pattern.DOTALL);

    public SmtpReply {
        lines = List.copyOf(lines);
    }

    static SmtpReply of(int code, List<String> lines) {
        Matcher enhanced = ENHANCED.matcher(lines.getFirst());
        boolean present = enhanced.matches() && enhanced.group(1).charAt(0) - '0' == code / 100;
        return new SmtpReply(code, present ? enhanced.group(1) : "", lines);
    }

    boolean isPositive() {
        return code / 100 == 2;
    }

    /** The server says no, for now or for good. */
    boolean isNegative() {
        return code >= 400;
    }

    /** The server is about to close the connection (RFC 5321 section 3.8). */
    boolean isClosing() {
        return code == 421;
    }

    /** The server has lost count of the commands. */
    boolean isOutOfSequence() {
        return code == 503;
    }

    /** The subject and detail of the enhanced code, as {@code 1.1}; empty where there is none. */
    public String detail() {
        return enhanced.isEmpty() ? "" : enhanced.substring(2);
    }

    /** What its first line says after the codes. */
    public String words() {
        String line = lines.getFirst().strip();
        return line.startsWith(enhanced) ? line.substring(enhanced.length()).strip() : line;
    }

    /** The codes, for an operator. */
    @Override
    public String toString() {
        return enhanced.isEmpty() ? Integer.toString(code) : code + " " + enhanced;
    }
}
