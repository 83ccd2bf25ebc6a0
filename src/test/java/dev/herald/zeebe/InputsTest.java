package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.ActionType;
import dev.herald.message.Attachment;
import dev.herald.message.BodyFormat;
import dev.herald.message.Email;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
    private static final Map<String, Object> EMAIL = Map.of("recipient", "ann@example.com", "subject", "Hello", "body",
            "World");

    @Test
    void readsAnEmailWithNothingButWhatIsRequired() {
        assertThat(EmailInputs.read(variables(EMAIL, Map.of())))
                .isEqualTo(new Email(null, null, List.of("ann@example.com"), List.of(), List.of(), List.of(), Map.of(),
                        List.of(), "Hello", "World", BodyFormat.AUTO));
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "true, true, false", "true, , false", "false, false, false", ", false, false"})
    void closesTheGateOnlyWhereItIsAskedForAndAStepFailed(@Nullable Boolean asked, @Nullable Boolean succeeded,
            boolean closed) {
        Map<String, @Nullable Object> gate = new HashMap<>();
        gate.put("onlyIfPreviousSucceeded", asked);
        gate.put("previousStepsSucceeded", succeeded);

        assertThat(Inputs.gateIsClosed(Variables.of(gate))).isEqualTo(closed);
    }

    @Test
    void leavesAnOperatorsSlipOfThePenToTheOperator() {
        assertThatThrownBy(() -> Inputs.onUnconfirmed(variables(EMAIL, Map.of("onUnconfirmed", "assume_sent"))))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.outcome()).isEqualTo(
                        new Outcome.Misconfigured(
                                "onUnconfirmed: must be one of incident, resend, assume-sent.")));
    }

    @Test
    void takesNullForAbsent() {
        Map<String, @Nullable Object> nulls = new HashMap<>();
        for (String name : List.of("smtpAuthPreset", "sender", "cc", "bcc", "replyTo", "headers", "attachments",
                "bodyFormat")) {
            nulls.put(name, null);
        }

        assertThat(EmailInputs.read(variables(EMAIL, nulls))).isEqualTo(EmailInputs.read(variables(EMAIL, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void takesBlankForAbsent(String blank) {
        Map<String, Object> email = new HashMap<>(EMAIL);
        for (String name : List.of("smtpAuthPreset", "sender", "cc", "bcc", "replyTo", "headers", "attachments",
                "bodyFormat", "onFailure", "async", "onlyIfPreviousSucceeded", "previousStepsSucceeded",
                "requiredParams", "successMessage", "onUnconfirmed")) {
            email.put(name, blank);
        }
        Map<String, Object> sms = new HashMap<>(Map.of("phoneNumber", "+15551234567", "message", "Hi"));
        Sms bare = SmsInputs.read(Variables.of(new HashMap<>(sms)));
        for (String name : List.of("smsSender", "mediaUrls", "validityPeriod", "statusCallback", "scheduledAt")) {
            sms.put(name, blank);
        }
        Variables variables = variables(email, Map.of());

        assertThat(Inputs.action(ActionType.SMTP_SEND_EMAIL, new MessageRef(1, 1), variables))
                .isEqualTo(Inputs.action(ActionType.SMTP_SEND_EMAIL, new MessageRef(1, 1), variables(EMAIL, Map.of())));
        assertThat(SmsInputs.read(variables(sms, Map.of()))).isEqualTo(bare);
        assertThat(Inputs.onFailure(variables)).isEqualTo(OnFailure.ERROR);
        assertThat(Inputs.gateIsClosed(variables)).isFalse();
        assertThat(Inputs.successMessage(variables)).isEmpty();
    }

    @Test
    void takesAFileForEmptyWhereItsContentIs() {
        Email email = EmailInputs.read(variables(EMAIL, Map.of("attachments",
                List.of(Map.of("filename", "a.csv", "contentBase64", "", "contentType", "", "contentId", "", "inline",
                        "")))));

        assertThat(email.attachments())
                .containsExactly(new Attachment("a.csv", "application/octet-stream", "", false, null));
    }

    @Test
    void skipsAnAttachmentThatIsNullAndCountsOnAsInTheProcess() {
        Map<String, Object> file = Map.of("filename", "a.csv", "contentBase64", "YQ==");

        assertThat(EmailInputs.read(variables(EMAIL, Map.of("attachments", Arrays.asList(null, file)))).attachments())
                .hasSize(1);
        assertThatThrownBy(() -> EmailInputs.read(
                variables(EMAIL, Map.of("attachments", Arrays.asList(null, file, Map.of("filename", "b.csv"))))))
                .hasMessage("attachments[2].contentBase64: is required.");
    }

    @Test
    void ignoresEmptyAndNullEntriesOfAList() {
        Email email = EmailInputs.read(variables(EMAIL, Map.of("cc", Arrays.asList("", null, " ", "bob@example.com"))));

        assertThat(email.cc()).containsExactly("bob@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipient", "subject", "body"})
    void namesWhatIsMissingOrBlank(String name) {
        assertThatThrownBy(() -> EmailInputs.read(variables(EMAIL, Map.of(name, "  "))))
                .hasMessage(name + ": is required, but missing or blank.");
        Map<String, @Nullable Object> absent = new HashMap<>();
        absent.put(name, null);
        assertThatThrownBy(() -> EmailInputs.read(variables(EMAIL, absent)))
                .hasMessage(name + ": is required, but missing or blank.");
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatHasTheWrongTypeAndNotItsValue(String name, Object value, String complaint) {
        assertThatThrownBy(() -> EmailInputs.read(variables(EMAIL, Map.of(name, value)))).hasMessage(complaint);
    }

    static Object[][] namesWhatHasTheWrongTypeAndNotItsValue() {
        return new Object[][]{{"subject", 5, "subject: must be a string."},
                {"recipient", Map.of("a", "b"), "recipient: must be a string or a list of strings."},
                {"recipient", List.of(1), "recipient: must be a string or a list of strings."},
                {"bodyFormat", "rtf", "bodyFormat: must be one of auto, text, html, markdown."},
                {"headers", "X: y", "headers: must be a context."},
                {"headers", Map.of("X", List.of()), "headers: must be a context of strings."},
                {"attachments", Map.of(), "attachments: must be a list of contexts."},
                {"attachments", List.of("x"), "attachments: must be a list of contexts."},
                {"attachments", List.of(Map.of("contentBase64", "")),
                        "attachments[0].filename: is required, but missing or blank."},
                {"attachments", List.of(Map.of("filename", "a.txt")), "attachments[0].contentBase64: is required."}};
    }

    @Test
    void readsBackWhatItWrites() {
        Email email = new Email("marketing", "Acme <a@acme.example>", List.of("ann@example.com", "bob@example.com"),
                List.of("c@example.com"), List.of("d@example.com"), List.of("e@example.com"), Map.of("X-Order", "4711"),
                List.of(new Attachment("a.txt", "text/plain", "YQ==", true, "a")), "Hello", "World",
                BodyFormat.MARKDOWN);
        Sms sms = new Sms("ops", "+15551234567", "Hello", List.of("https://example.com/a.png"), Duration.ofMinutes(5),
                "https://example.com/status", OffsetDateTime.parse("2026-12-24T18:00:00+01:00"));

        assertThat(EmailInputs.read(variables(EmailInputs.write(email), Map.of()))).isEqualTo(email);
        assertThat(SmsInputs.read(variables(SmsInputs.write(sms), Map.of()))).isEqualTo(sms);
    }

    @Test
    void readsATimeAsFeelWritesIt() {
        Sms sms = SmsInputs.read(variables(Map.of("phoneNumber", "+15551234567", "message", "Hi", "scheduledAt",
                "2026-12-24T18:00:00+01:00[Europe/Berlin]"), Map.of()));

        assertThat(sms.scheduledAt()).isEqualTo(OffsetDateTime.parse("2026-12-24T18:00:00+01:00"));
    }

    @Test
    void refusesATimeWithoutAnOffset() {
        assertThatThrownBy(() -> SmsInputs.read(variables(
                Map.of("phoneNumber", "+15551234567", "message", "Hi", "scheduledAt", "2026-12-24T18:00:00"),
                Map.of())))
                .hasMessageStartingWith("scheduledAt: must be a date and time with an offset");
    }

    private static Variables variables(Map<String, ? extends @Nullable Object> base,
            Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> all = new HashMap<>(base);
        all.putAll(more);
        return Variables.of(all);
    }
}
