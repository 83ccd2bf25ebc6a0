package dev.herald.email.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.report.RecipientStatus.Kind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportParserTest {
    private static final String POSTFIX = """
        Return-Path: <>
        From: MAILER-DAEMON@mx.acme.example (Mail Delivery System)
        To: bounces+tag@acme.example
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mx.acme.example.

        --b1
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.acme.example
        X-Postfix-Queue-ID: 4F1A
        Arrival-Date: Fri, 27 Nov 2026 10:00:00 +0000 (UTC)

        Final-Recipient: rfc822; ann@guest.example
        Original-Recipient: rfc822;ann+2Bx@guest.example
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.guest.example
        Diagnostic-Code: smtp; 550 5.1.1 <ann@guest.example>: Recipient address rejected

        Final-Recipient: rfc822; bob@guest.example
        Action: delayed
        Status: 4.2.2

        --b1
        Content-Type: text/rfc822-headers

        Message-ID: <herald.1.2@acme.example>
        Subject: Hello

        --b1--
        """;

    @Test
    void readsEachRecipientOfADeliveryStatusNotification() {
        assertThat(parse(POSTFIX)).get().isEqualTo(new ParsedReport(List.of(
                new RecipientStatus(Kind.BOUNCED, "ann+x@guest.example", "5.1.1"),
                new RecipientStatus(Kind.DELAYED, "bob@guest.example", "4.2.2")), true));
    }

    @Test
    void readsAReportThatIsCutOffBehindItsStatus() {
        assertThat(parse(POSTFIX.substring(0, POSTFIX.indexOf("Subject: Hello")))).get()
                .satisfies(report -> assertThat(report.statuses()).hasSize(2));
    }

    @Test
    void readsADelivery() {
        assertThat(
                parse(POSTFIX.replace("Action: failed", "Action: delivered").replace("Status: 5.1.1", "Status: 2.0.0")))
                .get().satisfies(report -> assertThat(report.statuses().getFirst())
                        .isEqualTo(new RecipientStatus(Kind.DELIVERED, "ann+x@guest.example", "2.0.0")));
    }

    @Test
    void doesNotLookIntoAReturnedReport() {
        assertThat(parse("""
            From: Ann <ann@guest.example>
            Content-Type: multipart/mixed; boundary=y

            --y
            Content-Type: text/plain

            What is this?
            --y
            Content-Type: message/rfc822

            """ + POSTFIX + "\n--y--\n")).isEmpty();
    }

    @Test
    void takesWhatCantBeReadForNoReport() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("Content-Type: multipart/report; boundary=")).isEmpty();
        assertThat(parse("Content-Type: multipart/report; boundary=\"\"\n\n--\n\n----")).isEmpty();
        assertThat(parse("\0\u00ff".repeat(10_000))).isEmpty();
        assertThat(parse("Content-Type: \0/\0; boundary=\0\n\n--\0")).isEmpty();
        assertThat(parse("a: b\n".repeat(100_000))).isEmpty();
        assertThat(parse("Content-Type: text/plain;" + " a=b;".repeat(100_000))).isEmpty();
    }

    @Test
    void costsLittleWhateverItIs() {
        for (String hostile : List.of(
                "Content-Type: multipart/report; boundary=\"b\"\n\n" + "--b\n".repeat(130_000),
                "Content-Type: multipart/report; boundary=\"b\"\n\n" + "--b\r\r\r".repeat(80_000),
                "Content-Type: message/delivery-status\n\n" + "\n".repeat(500_000),
                "Content-Type: message/delivery-status\n\n" + "Action: x\n\n".repeat(50_000),
                nested(20_000),
                "Return-Path: <>\nFrom: postmaster@guest.example\nSubject: Undeliverable\n\n" + "<a@".repeat(20_000)
                        + "\n 'b@c' on".repeat(2_000) + "-".repeat(60_000) + "1.".repeat(60_000))) {
            long before = allocated();
            parse(hostile);
            assertThat(allocated() - before).as(hostile.substring(0, 80)).isLessThan(100_000_000);
        }
    }

    @Test
    void readsNoMoreThanAHundredRecipients() {
        assertThat(parse("Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.acme.example\n\n"
                + "Final-Recipient: rfc822; ann@guest.example\nAction: failed\n\n".repeat(7_000))).get()
                .satisfies(report -> assertThat(report.statuses()).hasSize(100));
    }

    private static String nested(int deep) {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < deep; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b").append(i)
                    .append('\n');
        }
        return mail.toString();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static Optional<ParsedReport> parse(String message) {
        return ReportParser.parse(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
