package dev.herald.email.report;

import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.EmailReceipts;
import dev.herald.message.later.EmailStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands on what a message in the mailbox reports, if it is about a message of this ledger. */
public final class Reports {
    private static final Pattern END_OF_HEADER = Pattern.compile("\r?\n\r?\n");

    private final BounceAddress address;
    private final AcceptedMessages accepted;
    private final EmailReceipts receipts;
    private final Consumer<String> count;

    /** What became of a message in the mailbox. */
    enum Taken {
        /** It was handed on. */
        YES,
        /** It is no report, or about no message of this ledger. */
        NO,
        /** Its message is not settled, as where another of its recipients is still tried: nobody waits for it yet. */
        NOT_YET
    }

    /** @param count takes each status that was handed on */
    public Reports(BounceAddress address, AcceptedMessages accepted, EmailReceipts receipts, Consumer<String> count) {
        this.address = address;
        this.accepted = accepted;
        this.receipts = receipts;
        this.count = count;
    }

    /** Whether the beginning of a message says that the rest is worth reading. */
    boolean mayBeOne(byte[] beginning) {
        String header = header(beginning);
        return header.toLowerCase(Locale.ROOT).contains("multipart/") || address.tagIn(header).isPresent()
                || PlainBounce.mayBeOne(header);
    }

    /**
     * @param message its beginning, as much of it as is worth reading
     * @throws RuntimeException where the report was not taken, or nobody can tell: it is to be read again
     */
    Taken take(byte[] message) {
        Optional<ParsedReport> report = ReportParser.parse(message);
        OptionalLong jobKey = report.isPresent() ? job(report.get(), message) : OptionalLong.empty();
        if (jobKey.isEmpty()) {
            return Taken.NO;
        }
        Optional<AcceptedMessages.Known> known = accepted.of(jobKey.getAsLong());
        if (known.isEmpty()) {
            return Taken.NO;
        }
        String messageId = known.get().messageId();
        if (messageId == null) {
            return Taken.NOT_YET;
        }
        report.get().statuses().forEach(status -> {
            receipts.received(new EmailStatus(known.get().ref(), messageId, status.kind().word(), status.recipient(),
                    status.statusCode()));
            count.accept(status.kind().word());
        });
        return Taken.YES;
    }

    private OptionalLong job(ParsedReport report, byte[] message) {
        return report.provenByContent()
                ? address.nameIn(new String(message, StandardCharsets.ISO_8859_1))
                : address.tagIn(header(message));
    }

    private static String header(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        Matcher end = END_OF_HEADER.matcher(text);
        return end.find() ? text.substring(0, end.start()) : text;
    }
}
