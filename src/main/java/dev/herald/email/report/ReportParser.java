package dev.herald.email.report;

import dev.herald.email.address.MailStreams;
import dev.herald.email.report.RecipientStatus.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what mail servers send about a message: delivery status notifications (RFC 3464), feedback reports (RFC 5965), and
 * the bounces of servers that know neither. Everything in it is a stranger's: what can't be read is no report.
 */
final class ReportParser {
    private static final int DEEPEST = 4;
    private static final int MOST_PARTS = 30;
    /** Each part that Jakarta Mail finds costs it some kilobytes, whether anybody looks at it or not. */
    private static final int MOST_DELIMITERS = 1000;
    private static final int MOST_RECIPIENTS = 100;
    private static final int LONGEST_FIELDS = 256 * 1024;
    private static final int LONGEST_ADDRESS = 320;
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![.\\d])");
    /** What Herald itself encodes (RFC 3461 section 4); servers return it decoded or not, and +42 may be part of an address. */
    private static final Pattern HEX_ESCAPE = Pattern.compile("\\+(2B|3D)");
    /** Feedback about something else than a complaint (RFC 6430, RFC 6591). */
    private static final List<String> NO_COMPLAINT = List.of("", "not-spam", "auth-failure", "dkim");
    /** Hotmail's junk mail reporting says who complained in the header of the message that it returns. */
    private static final String HOTMAIL = "X-HmXmrOriginalRecipient";

    static {
        var unused = MailStreams.provider(); // before there is a part
    }

    private ReportParser() {}

    /**
     * @param message its beginning, as much of it as is worth reading
     * @return empty where it is no report
     */
    static Optional<ParsedReport> parse(byte[] message) {
        try {
            var mail = new MimeMessage(null, new ByteArrayInputStream(message, 0, length(message)));
            List<RecipientStatus> statuses = find(mail, 0, new int[]{MOST_PARTS});
            if (statuses == null) {
                return PlainBounce.read(mail);
            }
            return statuses.isEmpty() ? Optional.empty() : Optional.of(new ParsedReport(statuses, true));
        } catch (MessagingException | IOException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Ends before there are too many delimiters of parts (RFC 2046 section 5.1.1). */
    private static int length(byte[] message) {
        int delimiters = 0;
        for (int i = 0; i + 2 < message.length; i++) {
            if ((message[i] == '\n' || message[i] == '\r') && message[i + 1] == '-' && message[i + 2] == '-'
                    && ++delimiters > MOST_DELIMITERS) {
                return i;
            }
        }
        return message.length;
    }

    /**
     * What the part says that a machine reads; what a report returns of the message is not looked into.
     *
     * @return null where there is no such part
     */
    private static @Nullable List<RecipientStatus> find(Part part, int depth, int[] left)
            throws MessagingException, IOException {
        String type = type(part);
        switch (type) {
            case "message/delivery-status", "message/global-delivery-status" -> {
                List<RecipientStatus> statuses = deliveries(content(part, LONGEST_FIELDS));
                return statuses.isEmpty() ? null : statuses;
            }
            case "message/feedback-report" -> {
                return complaints(headers(content(part, LONGEST_FIELDS)));
            }
            case "message/rfc822" -> {
                InternetHeaders returned = headers(content(part, LONGEST_FIELDS));
                return returned.getHeader(HOTMAIL) == null
                        ? null
                        : List.of(new RecipientStatus(Kind.COMPLAINED, address(first(returned, HOTMAIL)), ""));
            }
            default -> {
                return type.startsWith("multipart/") && depth < DEEPEST
                        ? findAmong(new MimeMultipart(part.getDataHandler().getDataSource()), depth, left)
                        : null;
            }
        }
    }

    private static @Nullable List<RecipientStatus> findAmong(MimeMultipart parts, int depth, int[] left)
            throws MessagingException, IOException {
        for (int i = 0; i < parts.getCount() && left[0] > 0; i++) {
            left[0]--;
            List<RecipientStatus> found = find(parts.getBodyPart(i), depth + 1, left);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    static String type(Part part) throws MessagingException {
        String type = part.getContentType();
        return type == null ? "" : type.replaceFirst(";(?s:.*)", "").strip().toLowerCase(Locale.ROOT);
    }

    /** The first bytes, decoded where the encoding is one. */
    static byte[] content(Part part, int most) throws MessagingException, IOException {
        InputStream content;
        try {
            content = part.getInputStream();
        } catch (MessagingException | IOException e) {
            content = switch (part) {
                case MimeBodyPart body -> body.getRawInputStream();
                case MimeMessage whole -> whole.getRawInputStream();
                default -> throw e;
            };
        }
        try (InputStream in = content) {
            return in.readNBytes(most);
        }
    }

    private static InternetHeaders headers(byte[] fields) throws MessagingException {
        return new InternetHeaders(new ByteArrayInputStream(fields), true);
    }

    /** Groups of fields with empty lines between them, one for each recipient (RFC 3464 section 2.1, RFC 6533 section 5). */
    private static List<RecipientStatus> deliveries(byte[] fields) throws MessagingException {
        List<RecipientStatus> found = new ArrayList<>();
        String left = new String(fields, StandardCharsets.ISO_8859_1).replace("\r\n", "\n").strip();
        for (int groups = 0; !left.isEmpty() && groups <= MOST_RECIPIENTS; groups++) { // the first is about the message
            int end = left.indexOf("\n\n");
            String group = end < 0 ? left : left.substring(0, end);
            delivery(headers((group + '\n').getBytes(StandardCharsets.ISO_8859_1))).ifPresent(found::add);
            left = end < 0 ? "" : left.substring(end).stripLeading();
        }
        return found;
    }

    private static Optional<RecipientStatus> delivery(InternetHeaders fields) {
        String code = code(first(fields, "Status"), first(fields, "Diagnostic-Code"));
        Kind kind = kind(first(fields, "Action"), code);
        return kind == null
                ? Optional.empty()
                : Optional.of(new RecipientStatus(kind, Stream.of("Original-Recipient", "Final-Recipient")
                        .map(name -> address(first(fields, name))).filter(address -> !address.isEmpty()).findFirst()
                        .orElse(""), code));
    }

    /** What the server answered says more than a status that says nothing. */
    private static String code(String status, String diagnostic) {
        String code = firstMatch(STATUS, status);
        String answered = firstMatch(STATUS, diagnostic);
        return code.isEmpty() || (code.endsWith(".0.0") && answered.startsWith(code.substring(0, 1))) ? answered : code;
    }

    /** RFC 3464 section 2.3.3. */
    private static @Nullable Kind kind(String action, String code) {
        return switch (action.replaceFirst("[ (;](?s:.*)", "").toLowerCase(Locale.ROOT)) {
            case "failed" -> Kind.BOUNCED;
            case "delayed" -> Kind.DELAYED;
            case "delivered" -> Kind.DELIVERED;
            case "relayed", "expanded" -> Kind.RELAYED;
            case "" -> code.startsWith("5") ? Kind.BOUNCED : null;
            default -> null;
        };
    }

    private static List<RecipientStatus> complaints(InternetHeaders fields) {
        if (NO_COMPLAINT.contains(first(fields, "Feedback-Type").toLowerCase(Locale.ROOT))) {
            return List.of();
        }
        String[] recipients = fields.getHeader("Original-Rcpt-To");
        return Arrays.stream(recipients == null ? new String[]{""} : recipients).limit(MOST_RECIPIENTS)
                .map(recipient -> new RecipientStatus(Kind.COMPLAINED, address(recipient), "")).toList();
    }

    private static String first(InternetHeaders fields, String name) {
        String[] values = fields.getHeader(name);
        return values == null || values[0] == null ? "" : values[0].strip();
    }

    /** The address behind its type (RFC 3464 section 2.1.2). */
    static String address(String field) {
        String address = field.replaceFirst("^[^;<>@\"]{1,40};", "").strip().replaceFirst("^<", "")
                .replaceFirst("(?s)>?(?:\\s.*)?$", "");
        String decoded = HEX_ESCAPE.matcher(address).replaceAll(found -> Matcher.quoteReplacement(
                Character.toString(Integer.parseInt(found.group(1), 16))));
        boolean isOne = address.length() <= LONGEST_ADDRESS && decoded.indexOf('@') > 0
                && decoded.chars().noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c));
        return isOne ? decoded : "";
    }

    static String firstMatch(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
