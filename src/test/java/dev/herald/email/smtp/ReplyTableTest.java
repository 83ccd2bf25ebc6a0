package dev.herald.email.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.ReplyTable.Verdict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTableTest {

    @ParameterizedTest(name = "{0}: {1} {2} means {3}")
    @CsvSource({
            // no attempt reached the server
            "GREETING, 421, 4.3.2, UNAVAILABLE", "GREETING, 554, '', UNAVAILABLE", "GREETING, 554, 5.7.1, UNAVAILABLE",
            "EHLO, 421, '', UNAVAILABLE", "EHLO, 550, '', UNAVAILABLE", "EHLO, 501, '', MISCONFIGURED",
            "EHLO, 504, 5.5.2, MISCONFIGURED", "STARTTLS, 454, 4.7.0, UNAVAILABLE",
            "STARTTLS, 501, '', UNAVAILABLE",
            "AUTH, 501, 5.5.127, UNAVAILABLE", "AUTH, 535, 5.7.139, UNAVAILABLE", "AUTH, 421, '', UNAVAILABLE",
            "AUTH, 432, 4.7.12, UNAVAILABLE",
            "AUTH, 454, 4.7.0, UNAVAILABLE", "AUTH, 504, 5.5.4, UNAVAILABLE", "AUTH, 534, 5.7.9, UNAVAILABLE",
            "AUTH, 535, 5.7.8, UNAVAILABLE", "AUTH, 538, 5.7.11, UNAVAILABLE", "RSET, 502, '', UNAVAILABLE",
            // the sender
            "MAIL, 421, 4.4.2, UNAVAILABLE", "MAIL, 450, 4.7.1, DEFERRED", "MAIL, 451, 4.3.0, DEFERRED",
            "MAIL, 452, 4.3.1, DEFERRED", "MAIL, 455, '', DEFERRED", "MAIL, 501, 5.1.7, MESSAGE_REJECTED",
            "MAIL, 503, 5.5.1, UNAVAILABLE", "MAIL, 530, 5.7.0, UNAVAILABLE", "MAIL, 550, 5.7.1, MESSAGE_REJECTED",
            "MAIL, 552, 5.3.4, MESSAGE_REJECTED", "MAIL, 553, 5.1.8, MESSAGE_REJECTED",
            "MAIL, 555, '', MESSAGE_REJECTED", "MAIL, 432, 4.3.2, DEFERRED", "MAIL, 454, 4.7.0, DEFERRED",
            "MAIL, 550, 5.1.1, MESSAGE_REJECTED", "MAIL, 552, 5.2.2, MESSAGE_REJECTED",
            "MAIL, 550, 5.4.5, MESSAGE_REJECTED", "MAIL, 504, 5.5.2, MISCONFIGURED",
            "MAIL, 501, 5.5.4, MESSAGE_REJECTED",
            // a recipient
            "RCPT, 421, '', UNAVAILABLE", "RCPT, 450, 4.2.1, DEFERRED", "RCPT, 451, 4.7.1, DEFERRED",
            "RCPT, 452, 4.2.2, DEFERRED", "RCPT, 452, 4.5.3, DEFERRED", "RCPT, 501, 5.1.3, RECIPIENT_REJECTED",
            "RCPT, 503, 5.5.1, UNAVAILABLE", "RCPT, 530, 5.7.0, UNAVAILABLE", "RCPT, 550, 5.1.1, RECIPIENT_REJECTED",
            "RCPT, 550, '', RECIPIENT_REJECTED", "RCPT, 551, 5.1.6, RECIPIENT_REJECTED",
            "RCPT, 551, '', RECIPIENT_REJECTED", "RCPT, 553, '', RECIPIENT_REJECTED",
            "RCPT, 550, 5.1.2, RECIPIENT_REJECTED", "RCPT, 550, 5.1.4, RECIPIENT_REJECTED",
            "RCPT, 550, 5.1.5, RECIPIENT_REJECTED", "RCPT, 556, 5.1.10, RECIPIENT_REJECTED",
            "RCPT, 550, 5.2.0, RECIPIENT_REJECTED", "RCPT, 550, 5.2.1, RECIPIENT_REJECTED",
            "RCPT, 552, 5.2.2, RECIPIENT_REJECTED", "RCPT, 552, 5.2.3, RECIPIENT_REJECTED",
            "RCPT, 552, 5.5.3, DEFERRED", "RCPT, 553, 5.1.3, RECIPIENT_REJECTED",
            // said to a recipient, but not of the mailbox
            "RCPT, 553, 5.7.1, MESSAGE_REJECTED", "RCPT, 554, 5.7.1, MESSAGE_REJECTED",
            "RCPT, 550, 5.7.1, MESSAGE_REJECTED",
            "RCPT, 550, 5.7.26, MESSAGE_REJECTED", "RCPT, 550, 5.1.7, MESSAGE_REJECTED",
            "RCPT, 550, 5.1.8, MESSAGE_REJECTED",
            "RCPT, 550, 5.1.90, MESSAGE_REJECTED", "RCPT, 550, 5.4.5, MESSAGE_REJECTED",
            "RCPT, 550, 5.4.1, MESSAGE_REJECTED",
            "RCPT, 554, 5.2.252, MESSAGE_REJECTED", "RCPT, 552, 5.3.4, MESSAGE_REJECTED",
            "RCPT, 552, '', MESSAGE_REJECTED",
            "RCPT, 554, '', MESSAGE_REJECTED", "RCPT, 554, 5.3.0, MESSAGE_REJECTED", "RCPT, 501, '', MESSAGE_REJECTED",
            "RCPT, 504, 5.5.2, MISCONFIGURED", "RCPT, 501, 5.5.2, MISCONFIGURED", "RCPT, 450, 5.5.2, DEFERRED",
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
            "END_OF_DATA, 552, 5.3.4, MESSAGE_REJECTED", "END_OF_DATA, 554, 5.6.0, MESSAGE_REJECTED",
            "END_OF_DATA, 550, '', MESSAGE_REJECTED", "END_OF_DATA, 552, 5.2.3, MESSAGE_REJECTED",
            "END_OF_DATA, 554, 5.2.0, MESSAGE_REJECTED", "END_OF_DATA, 554, 5.2.252, MESSAGE_REJECTED",
            "END_OF_DATA, 550, 5.4.5, MESSAGE_REJECTED", "END_OF_DATA, 550, 5.1.1, RECIPIENT_REJECTED",
            "END_OF_DATA, 552, 5.2.2, RECIPIENT_REJECTED"})
    void givesEachReplyItsMeaning(SmtpPhase phase, int code, String enhanced, Verdict expected) {
        assertThat(ReplyTable.of(phase, new SmtpReply(code, enhanced, List.of("")))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "no reply in {0} means {1}")
    @CsvSource({"CONNECT, UNAVAILABLE", "TLS, UNAVAILABLE", "GREETING, UNAVAILABLE", "EHLO, UNAVAILABLE",
            "STARTTLS, UNAVAILABLE", "AUTH, UNAVAILABLE", "RSET, UNAVAILABLE", "MAIL, UNAVAILABLE", "RCPT, UNAVAILABLE",
            "DATA, UNAVAILABLE", "CONTENT, UNAVAILABLE", "END_OF_DATA, UNCONFIRMED"})
    void givesEachSilenceItsMeaning(SmtpPhase phase, Verdict expected) {
        assertThat(ReplyTable.withoutReply(phase)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} {2} pushes back: {3}")
    @CsvSource({"GREETING, 421, 4.7.0, true", "GREETING, 450, '', true", "GREETING, 554, '', false",
            "EHLO, 452, '', true", "STARTTLS, 454, 4.7.0, true", "AUTH, 454, 4.7.0, false", "AUTH, 421, '', true",
            "AUTH, 432, 4.7.12, true", "AUTH, 451, '', true", "AUTH, 535, 5.7.8, false", "RSET, 451, '', true",
            "MAIL, 432, 4.3.2, true", "MAIL, 454, 4.7.0, true", "MAIL, 452, 4.3.1, true", "MAIL, 451, '', true",
            "MAIL, 550, 5.7.1, false", "RCPT, 421, '', true", "RCPT, 432, 4.3.2, true", "RCPT, 454, 4.7.1, true",
            "RCPT, 452, 4.3.2, true", "RCPT, 451, 4.4.5, true", "RCPT, 451, 4.7.1, false", "RCPT, 450, 4.2.1, false",
            "RCPT, 452, 4.2.2, false", "RCPT, 452, 4.5.3, false", "RCPT, 452, 4.3.1, false", "DATA, 451, 4.3.0, false",
            "DATA, 421, '', true", "END_OF_DATA, 451, 4.7.1, false", "END_OF_DATA, 451, 4.3.2, true",
            "END_OF_DATA, 421, 4.3.2, true"})
    void tellsWhatIsAboutPaceFromWhatIsAboutOneRecipient(SmtpPhase phase, int code, String enhanced, boolean expected) {
        assertThat(Pushback.isIn(phase, new SmtpReply(code, enhanced, List.of("")))).isEqualTo(expected);
    }
}
