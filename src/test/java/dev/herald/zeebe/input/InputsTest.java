package dev.herald.zeebe.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.ActionType;
import dev.herald.message.Email;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Base64Content;
import dev.herald.message.text.BodyFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
                                "onUnconfirmed: must be one of incident, resend, resend-if-unlisted, assume-sent.")));
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

        assertThat(Inputs.request(ActionType.SMTP_SEND_EMAIL, new MessageRef(1, 1), variables))
                .isEqualTo(
                        Inputs.request(ActionType.SMTP_SEND_EMAIL, new MessageRef(1, 1), variables(EMAIL, Map.of())));
        assertThat(SmsInputs.read(variables(sms, Map.of()))).isEqualTo(bare);
        assertThat(Inputs.onFailure(variables)).isEqualTo(OnFailure.ERROR);
        assertThat(Inputs.gateIsClosed(variables)).isFalse();
    }

    @Test
    void takesAFileForEmptyWhereItsContentIs() {
        Email email = EmailInputs.read(variables(EMAIL, Map.of("attachments",
                List.of(Map.of("filename", "a.csv", "contentBase64", "", "contentType", "", "contentId", "", "inline",
                        "")))));

        assertThat(email.attachments())
                .containsExactly(
                        new Attachment("a.csv", "application/octet-stream", new Base64Content(""), false, null));
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
    void tellsBlankFromNullFromMissing(String name) {
        assertThatThrownBy(() -> EmailInputs.read(variables(EMAIL, Map.of(name, " \u200b"))))
                .hasMessage(name + ": is required, but blank.");
        Map<String, @Nullable Object> email = new HashMap<>(EMAIL);
        email.put(name, null);
        assertThatThrownBy(() -> EmailInputs.read(Variables.of(email))).hasMessage(name
                + ": is null: its expression found nothing (a variable that is not there or is hidden by an input, or a"
                + " text + a number).");
        email.remove(name);
        assertThatThrownBy(() -> EmailInputs.read(Variables.of(email)))
                .hasMessage(name + ": is required, but there is no input or variable of that name.");
    }

    @Test
    void namesVariablesThatLookLikeAMisspeltInput() {
        assertThatThrownBy(() -> EmailInputs.read(Variables.of(Map.of("reciepient", "ann@example.com", "subjekt", "Hi",
                "attachment", List.of(), "body", "World", "customer", Map.of()))))
                .hasMessageContainingAll("Misspelt, perhaps: ", "reciepient (the input is recipient)",
                        "subjekt (the input is subject)", "attachment (the input is attachments)")
                .hasMessageNotContaining("customer");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void comparesNamesWithTheInputsHoweverManyThereAre() {
        Map<String, @Nullable Object> values = new HashMap<>();
        IntStream.range(0, 300_000).forEach(i -> values.put("x".repeat(50) + i, i));

        assertThatThrownBy(() -> EmailInputs.read(Variables.of(values)))
                .hasMessageStartingWith("recipient: is required");
    }

    @Test
    void saysThatAnEntryOfAListWasLeftOut() {
        Variables variables = variables(EMAIL, Map.of("recipient", Arrays.asList("ann@example.com", null)));

        assertThat(request(variables).warnings()).containsExactly(
                "recipient: 1 of the list's entries are null or blank, and were left out.");
    }

    @Test
    void warnsOfPlaceholdersWithoutRequiredParams() {
        Variables variables = variables(EMAIL, Map.of("subject", "At {{clinic}}", "successMessage", "To {{clinic}}"));

        assertThat(request(variables).warnings()).containsExactly(
                "subject: {{clinic}} stands there as it is, since this task has no requiredParams.",
                "successMessage: {{clinic}} stands there as it is, since this task has no requiredParams.");
    }

    @Test
    void fillsTheSuccessMessage() {
        Map<String, Object> params = Map.of("requiredParams", Map.of("clinic", "North"), "successMessage",
                "Told {{clinic}}.");

        assertThat(request(variables(EMAIL, params)).successMessage()).isEqualTo("Told North.");
        assertThatThrownBy(() -> request(variables(EMAIL,
                Map.of("requiredParams", Map.of("clinic", "North"), "successMessage", "Told {{clnic}}."))))
                .hasMessageStartingWith("successMessage: {{clnic}} is not among requiredParams (clinic)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject", "subject.title", "orderId, recipient.email", "successMessage"})
    void refusesANameThatAnInputHides(String names) {
        assertThatThrownBy(() -> request(variables(EMAIL, Map.of("requiredParams", names))))
                .hasMessageStartingWith("requiredParams: ").hasMessageContainingAll("hides the process variable",
                        "Give that variable another name", "={value: ");
    }

    @Test
    void boundsEachFieldAndNamesIt() {
        for (String field : List.of("subject", "sender", "smtpAuthPreset", "successMessage")) {
            assertThatThrownBy(() -> request(variables(EMAIL, Map.of(field, "x".repeat(1_000_000)))))
                    .hasMessage(field + ": has more than 2,000 characters.");
        }
        for (String field : List.of("recipient", "cc", "bcc", "replyTo")) {
            assertThatThrownBy(() -> request(variables(EMAIL, Map.of(field, "a@b.example,".repeat(20_000)))))
                    .hasMessage(field + ": has more than 200,000 characters.");
        }
        assertThatThrownBy(() -> request(variables(EMAIL, Map.of("headers", Map.of("X-A", "x".repeat(100_000))))))
                .hasMessage("headers: has more than 32,000 characters.");
        assertThatThrownBy(() -> request(variables(EMAIL, Map.of("attachments", Collections.nCopies(20_000,
                Map.of("filename", "a", "contentBase64", ""))))))
                .hasMessage("attachments: has more than 100 entries.");
        assertThatThrownBy(() -> request(variables(EMAIL,
                Map.of("attachments", Map.of("filename", "a".repeat(300), "contentBase64", "")))))
                .hasMessage("attachments.filename: has more than 255 characters.");
        assertThatThrownBy(() -> request(variables(EMAIL, Map.of("requiredParams", "a,".repeat(1_000_000)))))
                .hasMessage("requiredParams: has more than 10,000 characters.");
        assertThatThrownBy(() -> request(variables(EMAIL, Map.of("requiredParams", "a".repeat(300)))))
                .hasMessage("requiredParams: has a name of more than 200 characters.");
    }

    @Test
    void leavesOutWhatDoesNotCountAtTheEndsOfAField() {
        Email email = EmailInputs.read(variables(EMAIL, Map.of("subject", "\ufeffYour order\r\nis here\n", "sender",
                " a@acme.example\n", "headers", Map.of("X-Order", "4711\n"))));

        assertThat(email.subject()).isEqualTo("Your order is here");
        assertThat(email.sender()).isEqualTo("a@acme.example");
        assertThat(email.headers()).containsEntry("X-Order", "4711");
    }

    @Test
    void needsNoTextWhereThereAreMedia() {
        Map<String, Object> mms = Map.of("phoneNumber", "+15551234567", "mediaUrls", "https://acme.example/a.png");
        assertThat(SmsInputs.read(Variables.of(mms)).text()).isEmpty();
        assertThat(SmsInputs.read(Variables.of(SmsInputs.write(SmsInputs.read(Variables.of(mms))))))
                .isEqualTo(SmsInputs.read(Variables.of(mms)));
    }

    @Test
    void takesNumbersAndBooleansWhereTextIsWanted() {
        Email email = EmailInputs.read(variables(EMAIL, Map.of("subject", 4711, "body", 49.90)));
        Sms sms = SmsInputs.read(Variables.of(Map.of("phoneNumber", 15551234567L, "message", true)));

        assertThat(email.subject()).isEqualTo("4711");
        assertThat(email.body()).isEqualTo("49.9");
        assertThat(sms.phoneNumber()).isEqualTo("15551234567");
        assertThat(sms.text()).isEqualTo("true");
    }

    @Test
    void takesOneAttachmentForAListAndListsWithinAList() {
        Map<String, Object> file = Map.of("filename", "a.csv", "contentBase64", "YQ==");

        assertThat(EmailInputs.read(variables(EMAIL, Map.of("attachments", file))).attachments()).hasSize(1);
        assertThat(
                EmailInputs.read(variables(EMAIL, Map.of("attachments", List.of(file, List.of(file, List.of(file))))))
                        .attachments())
                .hasSize(3);
    }

    private static Inputs.Request request(Variables variables) {
        return Inputs.request(ActionType.SMTP_SEND_EMAIL, new MessageRef(1, 1), variables);
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatHasTheWrongTypeAndNotItsValue(String name, Object value, String complaint) {
        assertThatThrownBy(() -> EmailInputs.read(variables(EMAIL, Map.of(name, value)))).hasMessage(complaint);
    }

    static Object[][] namesWhatHasTheWrongTypeAndNotItsValue() {
        return new Object[][]{{"subject", List.of(5), "subject: must be a string."},
                {"recipient", Map.of("a", "b"), "recipient: must be a string or a list of strings."},
                {"recipient", List.of(1), "recipient: must be a string or a list of strings."},
                {"bodyFormat", "rtf", "bodyFormat: must be one of auto, text, html, markdown."},
                {"headers", "X: y", "headers: must be a context."},
                {"headers", Map.of("X", List.of()), "headers: must be a context of strings."},
                {"attachments", List.of("x"), "attachments: must be a context or a list of contexts."},
                {"attachments", "x", "attachments: must be a context or a list of contexts."},
                {"attachments", List.of(Map.of("contentBase64", "")),
                        "attachments[0].filename: is required."},
                {"attachments", List.of(Map.of("filename", "a.txt")), "attachments[0].contentBase64: is required."}};
    }

    @Test
    void readsBackWhatItWrites() {
        Email email = new Email("marketing", "Acme <a@acme.example>", List.of("ann@example.com", "bob@example.com"),
                List.of("c@example.com"), List.of("d@example.com"), List.of("e@example.com"), Map.of("X-Order", "4711"),
                List.of(new Attachment("a.txt", "text/plain", new Base64Content("YQ=="), true, "a")), "Hello", "World",
                BodyFormat.MARKDOWN);
        Sms sms = new Sms("ops", "+15551234567", "Hello", List.of("https://example.com/a.png"), Duration.ofMinutes(5),
                "https://example.com/status", OffsetDateTime.parse("2026-12-24T18:00:00+01:00"));

        assertThat(EmailInputs.read(variables(EmailInputs.write(email), Map.of()))).isEqualTo(email);
        assertThat(SmsInputs.read(variables(SmsInputs.write(sms), Map.of()))).isEqualTo(sms);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-24T18:00:00+01:00", "2026-12-24T18:00+01:00", "2026-12-24t17:00z",
            "2026-12-24T18:00:00+0100", "2026-12-24T18:00:00+01", "2026-12-24 18:00:00+01:00", "2026-12-24 18:00 +0100",
            "2026-12-24T18:00:00.000+01:00", "2026-12-24T18:00:00@Europe/Berlin", "2026-12-24 18:00@Europe/Berlin",
            "2026-12-24T18:00:00+01:00[Europe/Berlin]", "2026-12-24T18:00:00+01:00@Europe/Berlin",
            "2026-12-24T12:00:00-0500"})
    void readsATimeAsIsoAndFeelAndPeopleWriteIt(String text) {
        assertThat(scheduledAt(text).toInstant()).isEqualTo(Instant.parse("2026-12-24T17:00:00Z"));
    }

    @Test
    void takesTheOffsetThatTellsTheSecondOfTwoEqualTimesApart() {
        assertThat(scheduledAt("2026-10-25T02:30+01:00[Europe/Berlin]").toInstant())
                .isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-24T18:00:00", "2026-12-24 18:00", "2026-12-24", "24.12.2026 18:00 +0100",
            "2026-12-24T18:00:00 CET", "2026-12-24T18:00:00@Nowhere/Land", "2026-02-30T18:00:00Z",
            "2026-10-25T02:30:00@Europe/Berlin", "2026-03-29T02:30:00@Europe/Berlin"})
    void refusesATimeWithoutAnOffsetOrOfMoreThanOneMeaning(String text) {
        assertThatThrownBy(() -> scheduledAt(text)).hasMessage(
                "scheduledAt: must be a date and time with an offset, as 2026-12-24T18:00:00+01:00.");
    }

    private static OffsetDateTime scheduledAt(String text) {
        return Objects.requireNonNull(SmsInputs.read(variables(
                Map.of("phoneNumber", "+15551234567", "message", "Hi", "scheduledAt", text), Map.of())).scheduledAt());
    }

    private static Variables variables(Map<String, ? extends @Nullable Object> base,
            Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> all = new HashMap<>(base);
        all.putAll(more);
        return Variables.of(all);
    }
}
