package dev.herald.email.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.report.RecipientStatus.Kind;
import java.nio.charset.StandardCharsets;
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
        assertThat(parse(POSTFIX)).get().isEqualTo(new ParsedReport(java.util.List.of(
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
    void readsAComplaint() {
        assertThat(parse("""
            From: fbl@isp.example
            Content-Type: multipart/report; report-type=feedback-report; boundary=x

            --x
            Content-Type: text/plain

            This is an email abuse report.
            --x
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: SomeGenerator/1.0
            Version: 1
            Original-Mail-From: <bounces+tag@acme.example>
            Original-Rcpt-To: <ann@isp.example>

            --x
            Content-Type: message/rfc822

            From: <no-reply@acme.example>
            Message-ID: <herald.1.2@acme.example>

            Spam
            --x--
            """)).get().isEqualTo(new ParsedReport(
                java.util.List.of(new RecipientStatus(Kind.COMPLAINED, "ann@isp.example", "")), true));
    }

    @Test
    void readsTheBounceOfExim() {
        assertThat(parse("""
            Return-path: <>
            X-Failed-Recipients: ann@guest.example
            Auto-Submitted: auto-replied
            From: Mail Delivery System <Mailer-Daemon@mx.guest.example>
            To: bounces+tag@acme.example
            Subject: Mail delivery failed: returning message to sender

            This message was created automatically by mail delivery software.

              ann@guest.example
                host mx.guest.example [192.0.2.1]
                SMTP error from remote mail server after RCPT TO:<ann@guest.example>:
                550 5.7.1 Blocked
            """)).get().isEqualTo(new ParsedReport(
                java.util.List.of(new RecipientStatus(Kind.BOUNCED, "ann@guest.example", "5.7.1")), false));
    }

    @Test
    void readsTheBounceOfQmail() {
        assertThat(parse("""
            Return-Path: <>
            From: MAILER-DAEMON@mx.guest.example
            To: bounces+tag@acme.example
            Subject: failure notice

            Hi. This is the qmail-send program at mx.guest.example.
            I'm afraid I wasn't able to deliver your message to the following addresses.
            This is a permanent error; I've given up. Sorry it didn't work out.

            <ann@guest.example>:
            192.0.2.1 does not like recipient.
            Remote host said: 550 no such user
            Giving up on 192.0.2.1.

            --- Below this line is a copy of the message.

            <eve@evil.example>:
            """)).get().isEqualTo(new ParsedReport(
                java.util.List.of(new RecipientStatus(Kind.BOUNCED, "ann@guest.example", "")), false));
    }

    @Test
    void takesNoAbsenceNoticeForABounce() {
        assertThat(parse("""
            Return-Path: <>
            From: Ann <ann@guest.example>
            To: bounces+tag@acme.example
            Subject: Automatic reply: Your invoice
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: All

            I am out of the office until 5.1.2027 and read 550 mails a day.
            """)).isEmpty();
    }

    @Test
    void takesNoAnswerOfAPersonForABounce() {
        assertThat(parse("""
            From: Ann <ann@guest.example>
            To: bounces+tag@acme.example
            Subject: Re: Undelivered parcel

            550 thanks
            """)).isEmpty();
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
        assertThat(parse("Content-Type: multipart/report; boundary=\"b\"\n\n" + "--b\n".repeat(50_000))).isEmpty();
        assertThat(parse("Content-Type: message/delivery-status\n\n" + "\n".repeat(100_000))).isEmpty();
        assertThat(parse("\0\u00ff".repeat(10_000))).isEmpty();
    }

    private static Optional<ParsedReport> parse(String message) {
        return ReportParser.parse(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
