package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when the server refuses a message. */
class RefusalReasonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"MAIL | 550 5.7.1 | sender | 550 5.7.1, not allowed by the server's policy",
            "MAIL | 553 5.1.8 | sender | 553 5.1.8, the sender's domain does not exist",
            "MAIL | 552 5.3.4 | body | 552 5.3.4, the message is too large",
            "MAIL | 552 5.2.3 | body | 552 5.2.3, the message is too large for the mailbox",
            "MAIL | 552 | body | 552", "MAIL | 552 5.2.2 | sender | 552 5.2.2, the mailbox is full",
            "MAIL | 554 5.6.1 | body | 554 5.6.1", "MAIL | 553 5.6.7 | sender | 553 5.6.7",
            "DATA | 554 5.7.1 | body | 554 5.7.1, not allowed by the server's policy",
            "END_OF_DATA | 552 5.3.4 | body | 552 5.3.4, the message is too large",
            "END_OF_DATA | 554 5.7.1 | body | 554 5.7.1, not allowed by the server's policy",
            "END_OF_DATA | 550 5.1.7 | sender | 550 5.1.7, malformed sender address",
            "END_OF_DATA | 550 5.1.1 | recipient | 550 5.1.1, no such mailbox", "END_OF_DATA | 554 | body | 554"})
    void namesTheFieldThatTheCodeIsAbout(Step step, String reply, String field, String answer) {
        try (FaultySmtpServer server = FaultySmtpServer.start().fail(step, new Fault.Reply(reply + " no"));
                Mailer mailer = Mailer.with(Presets.on(server.port()))) {
            assertThat(mailer.send(Emails.email())).isEqualTo(
                    new Outcome.Refused(ErrorCode.MESSAGE_REJECTED, field + ": the server answered " + answer));
        }
    }
}
