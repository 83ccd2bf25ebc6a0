package dev.herald.email.report;

import dev.herald.email.report.RecipientStatus.Kind;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads what mail servers send about a message: delivery status notifications (RFC 3464), feedback reports (RFC 5965), and
 * the bounces of servers that know neither. Everything in it is a stranger's: what can't be read is no report.
 */
final class ReportParser {
    private static final int DEEPEST = 4;
    private static final int MOST_PARTS = 30;
    private static final int MOST_RECIPIENTS = 100;
    private static final int LONGEST_ADDRESS = 320;
    private static final Pattern STATUS = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?![.\\d])");
    private static final Pattern HEX_ESCAPE = Pattern.compile("\\+([0-9A-F]{2})");

    private ReportParser() {}

    /**
     * @param message its beginning, as much of it as is worth reading
     * @return empty where it is no report
     */
    static Optional<ParsedReport> parse(byte[] message) {
        try {
            var mail = new MimeMessage(null, new ByteArrayInputStream(message));
            Part report = find(mail, 0, new int[]{MOST_PARTS});
            return report == null
                    ? PlainBounce.read(mail)
                    : Optional.of(statuses(report)).filter(statuses -> !statuses.isEmpty())
                            .map(statuses -> new ParsedReport(statuses, true));
        } catch (MessagingException | IOException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** The part that a machine reads; what a report returns of the message is not looked into. */
    private static @Nullable Part find(Part part, int depth, int[] left) throws MessagingException, IOException {
        if (isDeliveryStatus(part) || isFeedback(part)) {
            return part;
        }
        if (depth >= DEEPEST || !type(part).startsWith("multipart/")) {
            return null;
        }
        var parts = new MimeMultipart(part.getDataHandler().getDataSource());
        for (int i = 0; i < parts.getCount() && left[0] > 0; i++) {
            left[0]--;
            BodyPart inner = parts.getBodyPart(i);
            Part found = find(inner, depth + 1, left);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean isDeliveryStatus(Part part) throws MessagingException {
        return type(part).equals("message/delivery-status") || type(part).equals("message/global-delivery-status");
    }

    private static boolean isFeedback(Part part) throws MessagingException {
        return type(part).equals("message/feedback-report");
    }

    static String type(Part part) throws MessagingException {
        String type = part.getContentType();
        return type == null ? "" : type.replaceFirst(";(?s:.*)", "").strip().toLowerCase(Locale.ROOT);
    }

    private static List<RecipientStatus> statuses(Part report) throws MessagingException, IOException {
        try (InputStream in = report.getInputStream()) {
            return isFeedback(report) ? complaints(new InternetHeaders(in)) : deliveries(new DeliveryStatus(in));
        }
    }

    private static List<RecipientStatus> deliveries(DeliveryStatus status) {
        List<RecipientStatus> found = new ArrayList<>();
        for (int i = 0; i < Math.min(status.getRecipientDSNCount(), MOST_RECIPIENTS); i++) {
            InternetHeaders fields = status.getRecipientDSN(i);
            String code = firstMatch(STATUS, first(fields, "Status") + ' ' + first(fields, "Diagnostic-Code"));
            Kind kind = kind(first(fields, "Action"), code);
            if (kind != null) {
                String original = first(fields, "Original-Recipient");
                found.add(new RecipientStatus(kind,
                        address(original.isEmpty() ? first(fields, "Final-Recipient") : original), code));
            }
        }
        return found;
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
        String type = first(fields, "Feedback-Type").toLowerCase(Locale.ROOT);
        if (type.isEmpty() || type.equals("not-spam")) {
            return List.of(); // RFC 6430
        }
        String[] recipients = fields.getHeader("Original-Rcpt-To");
        if (recipients == null) {
            return List.of(new RecipientStatus(Kind.COMPLAINED, "", ""));
        }
        return List.of(recipients).stream().limit(MOST_RECIPIENTS)
                .map(recipient -> new RecipientStatus(Kind.COMPLAINED, address(recipient), "")).toList();
    }

    private static String first(InternetHeaders fields, String name) {
        String[] values = fields.getHeader(name);
        return values == null || values[0] == null ? "" : values[0].strip();
    }

    /** The address behind its type (RFC 3464 section 2.1.2), xtext decoded (RFC 3461 section 4). */
    static String address(String field) {
        String address = field.replaceFirst("^[^;<>@\"]{1,40};", "").strip().replaceFirst("^<", "").replaceFirst(">$",
                "");
        String decoded = HEX_ESCAPE.matcher(address)
                .replaceAll(found -> Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(found.group(1), 16))));
        boolean isOne = address.length() <= LONGEST_ADDRESS && decoded.indexOf('@') > 0
                && decoded.chars().noneMatch(Character::isISOControl);
        return isOne ? decoded : "";
    }

    static String firstMatch(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
