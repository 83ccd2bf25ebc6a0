package dev.herald.email.report;

import dev.herald.email.report.RecipientStatus.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
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
    private static final Pattern SERVER = Pattern
            .compile("(?i)(?:^|[<\\s\"])(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|maildaemon)@");
    private static final Pattern SUBJECT = Pattern
            .compile("(?i)undeliver|delivery (?:status|has )?\\s*fail|delivery status"
                    + "|delivery problem|returned (?:mail|to sender)|failure notice|mail delivery|could not be delivered"
                    + "|unzustellbar|nicht zugestellt|nicht zustellbar|non remis|non distribu|mancata consegna|no se ha podido entregar");
    private static final Pattern DELAY = Pattern.compile("(?i)delayed|not yet been delivered|still trying|warning:");
    // RFC 3463, not as part of an address of the network or a version
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([45]\\.\\d{1,3}\\.\\d{1,3})(?![.\\d])");
    private static final Pattern REPLY = Pattern.compile("(?<![\\d.])([45]\\d\\d)[ -](?![\\d.])");
    private static final Pattern QMAIL = Pattern.compile("(?m)^<([^<>\\s]{3,320})>:\\s*$");

    private PlainBounce() {}

    static Optional<ParsedReport> read(MimeMessage mail) throws MessagingException, IOException {
        List<String> named = failedRecipients(mail);
        String text = text(mail, 0);
        boolean isQmail = text.startsWith("Hi. This is the ");
        boolean fromServer = SERVER.matcher(header(mail, "From") + '\n' + header(mail, "Sender")).find();
        boolean automatic = header(mail, "Return-Path").strip().equals("<>") || fromServer
                || header(mail, "Auto-Submitted").strip().toLowerCase(Locale.ROOT).startsWith("auto-");
        boolean saysSo = SUBJECT.matcher(header(mail, "Subject")).find();
        if (named.isEmpty() && !isQmail && !(automatic && (fromServer || saysSo))) {
            return Optional.empty();
        }
        String code = ReportParser.firstMatch(STATUS, text);
        String first = code.isEmpty() ? ReportParser.firstMatch(REPLY, text) : code;
        if (first.isEmpty() && !saysSo && named.isEmpty() && !isQmail) {
            return Optional.empty();
        }
        Kind kind = first.startsWith("4") || (first.isEmpty() && DELAY.matcher(header(mail, "Subject")).find())
                ? Kind.DELAYED
                : Kind.BOUNCED;
        List<String> recipients = named.isEmpty() && isQmail ? qmailRecipients(text) : named;
        return Optional.of(new ParsedReport(
                (recipients.isEmpty() ? Stream.of("") : recipients.stream())
                        .map(recipient -> new RecipientStatus(kind, recipient, code)).toList(),
                false));
    }

    /** Exim's. */
    private static List<String> failedRecipients(MimeMessage mail) throws MessagingException {
        return Stream.of(header(mail, "X-Failed-Recipients").split(",", MOST_RECIPIENTS + 1)).limit(MOST_RECIPIENTS)
                .map(ReportParser::address).filter(address -> !address.isEmpty()).toList();
    }

    /** QSBMF: each failed recipient begins a paragraph. */
    private static List<String> qmailRecipients(String text) {
        return QMAIL.matcher(text.replaceFirst("(?s)\n--- (?:Below this line|Enclosed).*", "")).results()
                .limit(MOST_RECIPIENTS).map((MatchResult found) -> ReportParser.address(found.group(1)))
                .filter(address -> !address.isEmpty()).toList();
    }

    /** The first text, read as bytes: codes and addresses are ASCII whatever the charset is called. */
    private static String text(Part part, int depth) throws MessagingException, IOException {
        String type = ReportParser.type(part);
        if (type.startsWith("multipart/") && depth < 3) {
            var parts = new MimeMultipart(part.getDataHandler().getDataSource());
            return parts.getCount() == 0 ? "" : text(parts.getBodyPart(0), depth + 1);
        }
        if (!type.startsWith("text/")) {
            return "";
        }
        try (InputStream in = part.getInputStream()) {
            return new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        }
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        @Nullable
        String value = mail.getHeader(name, ",");
        return value == null ? "" : value;
    }
}
