package dev.herald.email.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.ReplyTable.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTableTest {

    @ParameterizedTest(name = "{0}: {1} {2} means {3}")
    @CsvSource({
            // no attempt reached the server
            "GREETING, 421, 4.3.2, UNAVAILABLE", "GREETING, 554, '', UNAVAILABLE", "GREETING, 554, 5.7.1, UNAVAILABLE",
            "EHLO, 421, '', UNAVAILABLE", "EHLO, 550, '', UNAVAILABLE", "STARTTLS, 454, 4.7.0, UNAVAILABLE",
            "STARTTLS, 501, '', UNAVAILABLE", "AUTH, 421, '', UNAVAILABLE", "AUTH, 432, 4.7.12, UNAVAILABLE",
            "AUTH, 454, 4.7.0, UNAVAILABLE", "AUTH, 504, 5.5.4, UNAVAILABLE", "AUTH, 534, 5.7.9, UNAVAILABLE",
            "AUTH, 535, 5.7.8, UNAVAILABLE", "AUTH, 538, 5.7.11, UNAVAILABLE", "RSET, 502, '', UNAVAILABLE",
            // the sender
            "MAIL, 421, 4.4.2, UNAVAILABLE", "MAIL, 450, 4.7.1, DEFERRED", "MAIL, 451, 4.3.0, DEFERRED",
            "MAIL, 452, 4.3.1, DEFERRED", "MAIL, 455, '', DEFERRED", "MAIL, 501, 5.1.7, MESSAGE_REJECTED",
            "MAIL, 503, 5.5.1, UNAVAILABLE", "MAIL, 530, 5.7.0, UNAVAILABLE", "MAIL, 550, 5.7.1, MESSAGE_REJECTED",
            "MAIL, 552, 5.3.4, MESSAGE_REJECTED", "MAIL, 553, 5.1.8, MESSAGE_REJECTED",
            "MAIL, 555, '', MESSAGE_REJECTED",
            // a recipient
            "RCPT, 421, '', UNAVAILABLE", "RCPT, 450, 4.2.1, DEFERRED", "RCPT, 451, 4.7.1, DEFERRED",
            "RCPT, 452, 4.2.2, DEFERRED", "RCPT, 452, 4.5.3, DEFERRED", "RCPT, 501, 5.1.3, RECIPIENT_REJECTED",
            "RCPT, 503, 5.5.1, UNAVAILABLE", "RCPT, 530, 5.7.0, UNAVAILABLE", "RCPT, 550, 5.1.1, RECIPIENT_REJECTED",
            "RCPT, 550, '', RECIPIENT_REJECTED", "RCPT, 551, 5.1.6, RECIPIENT_REJECTED",
            "RCPT, 552, 5.2.2, RECIPIENT_REJECTED", "RCPT, 552, '', RECIPIENT_REJECTED", "RCPT, 552, 5.5.3, DEFERRED",
            "RCPT, 553, 5.1.3, RECIPIENT_REJECTED", "RCPT, 554, 5.7.1, RECIPIENT_REJECTED",
            // the message, announced
            "DATA, 421, '', UNAVAILABLE", "DATA, 451, 4.3.0, DEFERRED", "DATA, 452, '', DEFERRED",
            "DATA, 503, 5.5.1, UNAVAILABLE", "DATA, 550, 5.7.1, MESSAGE_REJECTED", "DATA, 554, 5.5.1, MESSAGE_REJECTED",
            // the message, not yet handed over
            "CONTENT, 421, 4.3.1, UNAVAILABLE", "CONTENT, 450, '', DEFERRED", "CONTENT, 552, 5.3.4, MESSAGE_REJECTED",
            // the message, handed over
            "END_OF_DATA, 250, 2.0.0, ACCEPTED", "END_OF_DATA, 251, '', ACCEPTED", "END_OF_DATA, 354, '', UNCONFIRMED",
            "END_OF_DATA, 421, 4.3.2, DEFERRED", "END_OF_DATA, 450, 4.7.1, DEFERRED",
            "END_OF_DATA, 451, 4.3.0, DEFERRED",
            "END_OF_DATA, 452, 4.3.1, DEFERRED", "END_OF_DATA, 550, 5.7.1, MESSAGE_REJECTED",
            "END_OF_DATA, 552, 5.3.4, MESSAGE_REJECTED", "END_OF_DATA, 554, 5.6.0, MESSAGE_REJECTED"})
    void givesEachReplyItsMeaning(SmtpPhase phase, int code, String enhanced, Verdict expected) {
        assertThat(ReplyTable.of(phase, code, enhanced)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "no reply in {0} means {1}")
    @CsvSource({"CONNECT, UNAVAILABLE", "TLS, UNAVAILABLE", "GREETING, UNAVAILABLE", "EHLO, UNAVAILABLE",
            "STARTTLS, UNAVAILABLE", "AUTH, UNAVAILABLE", "RSET, UNAVAILABLE", "MAIL, UNAVAILABLE", "RCPT, UNAVAILABLE",
            "DATA, UNAVAILABLE", "CONTENT, UNAVAILABLE", "END_OF_DATA, UNCONFIRMED"})
    void givesEachSilenceItsMeaning(SmtpPhase phase, Verdict expected) {
        assertThat(ReplyTable.withoutReply(phase)).isEqualTo(expected);
    }
}
