package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator reads when the server refuses a message. */
class RefusalReasonTest {

    private static final String PRESET = "herald.smtp.presets.default";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"MAIL | 550 5.7.1 | sender | 550 5.7.1, not authorized",
            "MAIL | 553 5.1.8 | sender | 553 5.1.8, the sender's domain does not exist",
            "MAIL | 552 5.3.4 | body | 552 5.3.4, the message is too large",
            "MAIL | 552 5.2.3 | body | 552 5.2.3, the message is too large for the mailbox",
            "MAIL | 552 | body | 552", "MAIL | 552 5.2.2 | sender | 552 5.2.2, the mailbox is full",
            "MAIL | 554 5.6.1 | body | 554 5.6.1", "MAIL | 553 5.6.7 | sender | 553 5.6.7",
            "MAIL | 550 5.4.5 | the day's limit (herald.smtp.presets.default) | 550 5.4.5, the day's limit",
            "MAIL | 550 5.7.60 | sender | 550 5.7.60, not allowed to send as this sender",
            "RCPT | 553 5.7.1 | the server's policy (herald.smtp.presets.default) | 553 5.7.1, not authorized (recipient)",
            "RCPT | 554 5.7.1 | the server's policy (herald.smtp.presets.default) | 554 5.7.1, not authorized (recipient)",
            "RCPT | 550 5.7.23 | sender | 550 5.7.23, SPF failed (recipient)",
            "RCPT | 552 5.3.4 | body | 552 5.3.4, the message is too large (recipient)",
            "DATA | 554 5.7.1 | the server's policy (herald.smtp.presets.default) | 554 5.7.1, not authorized",
            "END_OF_DATA | 552 5.3.4 | body | 552 5.3.4, the message is too large",
            "END_OF_DATA | 554 5.6.0 | body | 554 5.6.0",
            "END_OF_DATA | 554 5.7.1 | the server's policy (herald.smtp.presets.default) | 554 5.7.1, not authorized",
            "END_OF_DATA | 554 5.2.252 | sender | 554 5.2.252, not allowed to send as this sender",
            "END_OF_DATA | 550 5.4.5 | the day's limit (herald.smtp.presets.default) | 550 5.4.5, the day's limit",
            "END_OF_DATA | 550 5.1.7 | sender | 550 5.1.7, malformed sender address", "END_OF_DATA | 554 | body | 554"})
    void namesWhatTheCodeIsAbout(Step step, String reply, String subject, String answer) {
        assertThat(sentInto(step, reply)).isEqualTo(new Outcome.Refused(ErrorCode.MESSAGE_REJECTED,
                subject + ": the server answered " + answer, new ProviderReply(reply, "no")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"RCPT | 550 5.1.1 | recipient | 550 5.1.1, no such mailbox",
            "RCPT | 553 | recipient | 553", "END_OF_DATA | 550 5.1.1 | recipient | 550 5.1.1, no such mailbox"})
    void blamesARecipientOnlyForWhatIsSaidOfTheMailbox(Step step, String reply, String subject, String answer) {
        assertThat(sentInto(step, reply)).isEqualTo(new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED,
                subject + ": the server answered " + answer, new ProviderReply(reply, "no")));
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"EHLO", "MAIL", "RCPT"})
    void namesTheSettingForANameThatTheServerDoesNotTake(Step step) {
        assertThat(sentInto(step, "504 5.5.2")).isEqualTo(new Outcome.Misconfigured(PRESET + ".helo-name: the server"
                + " answered 504 5.5.2 to what Herald calls itself. Set it to the full name of this machine, as the server"
                + " can look it up", new ProviderReply("504 5.5.2", "no")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "GREETING | 421 4.7.0 | true | the server answered 421 4.7.0, security or policy (the greeting)",
            "MAIL | 452 4.3.1 | true | the server answered 452 4.3.1, the mail system is full (MAIL FROM)",
            "MAIL | 530 5.7.0 | false | the server answered 530 5.7.0, security or policy (MAIL FROM). It wants a login or encryption first: see username and security"})
    void namesThePresetWhereTheServerSaysLater(Step step, String reply, boolean pushback, String text) {
        Outcome outcome = sentInto(step, reply);

        assertThat(outcome).isIn(
                new Outcome.Deferred(PRESET + ": " + text, Duration.ZERO, pushback, new ProviderReply(reply, "no")),
                new Outcome.Unavailable(PRESET + ": " + text, Duration.ZERO, pushback, new ProviderReply(reply, "no")));
    }

    @Test
    void quotesTheServerWithoutWhatStandsInTheMessage() {
        Emails email = Emails.email().to("Ann Miller <ann@example.com>").subject("Biopsy of Knuth, order 471199")
                .body("The result is malignant.").headers(Map.of("X-Case", "case-8842"));
        try (FaultySmtpServer server = FaultySmtpServer.start().fail(Step.RCPT, new Fault.Reply(
                "550-5.1.1 <ann@example.com>: ann unknown, 'Biopsy of Knuth, order 471199' malignant 8842 from"
                        + " no-reply@acme.example\r\n550 5.1.1 see example.com"));
                Mailer mailer = Mailer.with(Presets.on(server.port()))) {
            assertThat(mailer.send(email)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                assertThat(refused.reply().code()).isEqualTo("550 5.1.1");
                assertThat(refused.reply().text()).startsWith("<***>: *** unknown, '***")
                        .doesNotContainIgnoringCase("ann@").doesNotContain("Biopsy", "Knuth", "4711", "malignant",
                                "8842",
                                "acme", "example");
            });
        }
    }

    private static Outcome sentInto(Step step, String reply) {
        try (FaultySmtpServer server = FaultySmtpServer.start().fail(step, new Fault.Reply(reply + " no"));
                Mailer mailer = Mailer.with(Presets.on(server.port()))) {
            return mailer.send(Emails.email());
        }
    }
}
