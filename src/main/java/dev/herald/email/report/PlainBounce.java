package dev.herald.email.report;

import dev.herald.email.report.RecipientStatus.Kind;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bounces of servers that answer without a report: Exim names the recipients in a field, qmail in a text of fixed form,
 * others say it in words. An answer that somebody or an absence notice wrote is none.
 */
final class PlainBounce {
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int MOST_RECIPIENTS = 100;
    private static final int DEEPEST = 3;
    private static final int MOST_PARTS = 5;
    private static final Pattern SERVER = Pattern.compile("(?i)(?:^|[<\\s\"])(?:mailer-?daemon|postmaster|mail-?daemon"
            + "|MicrosoftExchange[0-9a-f]{20,40})@|mail delivery (?:sub)?system|^\"?(?:System Administrator|Microsoft Outlook)\"? ");
    private static final Pattern FROM_SERVER = Pattern.compile("(?im)^From:.{0,200}(?:" + SERVER.pattern().substring(4)
            + ")|^X-Failed-Recipients:");
    /** At its beginning: an absence notice quotes the subject of the message, which may say the same, behind words of its own. */
    private static final Pattern SUBJECT = Pattern
            .compile("(?i)^(?:undeliver|delivery (?:status|has )?\\s*fail|delivery status"
                    + "|delivery problem|returned (?:mail|to sender)|failure notice|mail (?:delivery|system) |message delivery (?:fail|delay)"
                    + "|could not be delivered|mail could not be delivered|warning: |delayed mail|delivery delayed|mail delayed"
                    + "|unzustellbar|nicht zugestellt|nicht zustellbar|non remis|non distribu|mancata consegna"
                    + "|no se (?:ha podido|puede) entregar|onbestelbaar)");
    private static final Pattern DELAY = Pattern.compile("(?i)\\bdelayed|has not (?:yet )?been delivered|still trying"
            + "|this is a warning message|will (?:keep|continue) (?:on )?trying|will be (?:retried|tried again)|no action is required");
    // RFC 3463, not as part of an address of the network or a version
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([45]\\.\\d{1,3}\\.\\d{1,3})(?![.\\d])");
    private static final Pattern REPLY = Pattern.compile("(?<![\\d.])([45]\\d\\d)[ -](?![\\d.])");
    /** A line that names a recipient: {@code <ann@guest.example>: ...}, {@code 'ann@guest.example' on ...}. */
    private static final Pattern NAMED = Pattern
            .compile("(?m)^[ \\t]{0,20}(?:<([^<>\\s]{3,320})>(?:(?::|[ \\t]{1,20}\\().{0,1000}|[ \\t]{0,20})"
                    + "|'([^'\\s]{3,320})' on .{0,200}"
                    + "|([^<>\\s:;,]{3,320})(?:<mailto:[^<>\\s]{3,330}>| on .{0,200})?[ \\t]{0,20})$");
    /** Where what a bounce returns of the message begins. */
    private static final Pattern COPY = Pattern
            .compile("(?mi)^(?:[ \\t]{0,8}-{2,20} ?(?:Below this line|Enclosed|This is a copy"
                    + "|Original message|Unsent message|The header of|Returned message|Message header|Undelivered message)"
                    + "|Original message (?:headers|follows)|Message headers follow"
                    + "|Return-Path: |Received: (?:from|by) ).*");

    private PlainBounce() {}

    /** Whether a header is that of a server. */
    static boolean mayBeOne(String header) {
        return FROM_SERVER.matcher(header).find();
    }

    static Optional<ParsedReport> read(MimeMessage mail) throws MessagingException, IOException {
        List<String> failed = failedRecipients(mail);
        String subject = header(mail, "Subject").strip();
        String text = withoutCopy(text(mail, 0));
        String code = ReportParser.firstMatch(STATUS, text);
        if (!isOne(mail, !failed.isEmpty() || isQmail(text), SUBJECT.matcher(subject).find(),
                !code.isEmpty() || REPLY.matcher(text).find())) {
            return Optional.empty();
        }
        Kind kind = failed.isEmpty() && !isQmail(text)
                && (DELAY.matcher(subject).find() || DELAY.matcher(text).find())
                        ? Kind.DELAYED
                        : Kind.BOUNCED;
        List<String> recipients = failed.isEmpty() ? named(text) : failed;
        return Optional.of(new ParsedReport(recipients.size() > 1
                ? each(kind, recipients, text)
                : List.of(new RecipientStatus(kind, String.join("", recipients), code)), !code.isEmpty()));
    }

    /** What is said of one stands between its name and the next. */
    private static List<RecipientStatus> each(Kind kind, List<String> recipients, String text) {
        List<RecipientStatus> statuses = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < recipients.size(); i++) {
            start = Math.max(start, text.indexOf(recipients.get(i), start));
            int next = i + 1 < recipients.size() ? text.indexOf(recipients.get(i + 1), start) : -1;
            statuses.add(new RecipientStatus(kind, recipients.get(i),
                    ReportParser.firstMatch(STATUS, text.substring(start, next < 0 ? text.length() : next))));
        }
        return statuses;
    }

    /**
     * @param hasForm whether it has the form of a server that is known
     * @param saysSo whether its subject is a bounce's
     * @param hasCode whether its text holds what a server answered
     */
    private static boolean isOne(MimeMessage mail, boolean hasForm, boolean saysSo, boolean hasCode)
            throws MessagingException {
        boolean fromServer = SERVER.matcher(header(mail, "From")).find();
        boolean automatic = header(mail, "Return-Path").strip().equals("<>")
                || header(mail, "Auto-Submitted").strip().toLowerCase(Locale.ROOT).startsWith("auto-");
        boolean isAbsence = !fromServer && (header(mail, "X-Autoreply") + header(mail, "X-Autorespond")
                + header(mail, "X-Auto-Response-Suppress")).length() > 0;
        return hasForm || (fromServer && (saysSo || (automatic && hasCode)))
                || (automatic && saysSo && hasCode && !isAbsence);
    }

    private static boolean isQmail(String text) {
        return text.startsWith("Hi. This is the ");
    }

    /** Exim's. */
    private static List<String> failedRecipients(MimeMessage mail) throws MessagingException {
        return Stream.of(header(mail, "X-Failed-Recipients").split(",", MOST_RECIPIENTS + 1)).limit(MOST_RECIPIENTS)
                .map(ReportParser::address).filter(address -> !address.isEmpty()).toList();
    }

    private static List<String> named(String text) {
        return NAMED.matcher(text).results().limit(MOST_RECIPIENTS)
                .flatMap(found -> Stream.of(1, 2, 3).map(found::group))
                .<String>mapMulti((address, next) -> {
                    if (address != null && !ReportParser.address(address).isEmpty()) {
                        next.accept(ReportParser.address(address));
                    }
                }).distinct().toList();
    }

    private static String withoutCopy(String text) {
        var copy = COPY.matcher(text);
        return copy.find() ? text.substring(0, copy.start()) : text;
    }

    /** The first text, read as bytes: codes and addresses are ASCII whatever the charset is called. */
    private static String text(Part part, int depth) throws MessagingException, IOException {
        String type = ReportParser.type(part);
        if (type.startsWith("multipart/") && depth < DEEPEST) {
            var parts = new MimeMultipart(part.getDataHandler().getDataSource());
            for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
                BodyPart inner = parts.getBodyPart(i);
                String text = text(inner, depth + 1);
                if (!text.isBlank()) {
                    return text;
                }
            }
            return "";
        }
        return type.startsWith("text/")
                ? new String(ReportParser.content(part, LONGEST_TEXT), StandardCharsets.ISO_8859_1).replace("\r\n",
                        "\n")
                : "";
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        @Nullable
        String value = mail.getHeader(name, ",");
        return value == null ? "" : value;
    }
}
