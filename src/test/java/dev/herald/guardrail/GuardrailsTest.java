package dev.herald.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.Email;
import dev.herald.message.Message;
import dev.herald.message.Recipient;
import dev.herald.message.Recipient.Mailbox;
import dev.herald.message.Recipient.Phone;
import dev.herald.message.Sms;
import dev.herald.message.setting.InvalidSettingException;
import dev.herald.message.text.BodyFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class GuardrailsTest {
    private static final Message MESSAGE = sms("Hello");

    @Test
    void allowsEverythingUnlessSaidOtherwise() {
        assertThat(
                new Guardrails(settings(List.of(), List.of(), List.of())).check(5, List.of(to("acme.example"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"acme.example, acme.example, true", "ACME.example, acme.example, true",
            "acme.example, mail.acme.example, false", "acme.example, notacme.example, false",
            "*.acme.example, mail.acme.example, true", "*.acme.example, acme.example, false",
            "bücher.example, xn--bcher-kva.example, true", "*.BÜCHER.example, mail.xn--bcher-kva.example, true",
            "xn--strae-oqa.example, xn--strae-oqa.example, true", "[ipv6:2001:DB8::1], [IPv6:2001:db8::1], true"})
    void allowsOnlyListedDomains(String listed, String domain, boolean allowed) {
        var guardrails = new Guardrails(settings(List.of(listed), List.of(), List.of()));

        assertThat(guardrails.check(5, List.of(to(domain))).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"straße.example", "*.straße.example", "a..b", "*.a..b", "acme.example.", ".acme.example",
            "*acme.example", "a b.example", "a@b", "*.", "", "[1.2.3]"})
    void stopsTheStartAtADomainThatCouldNotMatch(String listed) {
        assertThatThrownBy(() -> settings(List.of(listed), List.of(), List.of()).check())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("herald.guardrails.allowed-recipient-domains has a ");
        assertThatThrownBy(() -> settings(List.of(), List.of(listed), List.of()).check())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("herald.guardrails.denied-recipient-domains has a ");
    }

    @Test
    void deniesADomainEvenIfItIsAllowed() {
        var guardrails = new Guardrails(settings(List.of("acme.example"), List.of("acme.example"), List.of()));

        assertThat(guardrails.check(5, List.of(to("acme.example")))).get().extracting(refused -> refused.reason())
                .isEqualTo("cc: the domain of an address is in herald.guardrails.denied-recipient-domains.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"victim%evil.example", "evil.example!victim", "\"victim@evil.example\"",
            "\"victim%evil.example\"", "\"@acme.example:victim@evil.example\"", "\"victim\\@evil.example\""})
    void letsNoRouteInALocalPartPassAListOfDomains(String local) {
        Mailbox mailbox = new Mailbox("cc", local + "@acme.example", "acme.example");

        for (var guardrails : List.of(new Guardrails(settings(List.of("acme.example"), List.of(), List.of())),
                new Guardrails(settings(List.of(), List.of("evil.example"), List.of())))) {
            assertThat(guardrails.check(5, List.of(mailbox))).get().extracting(refused -> refused.reason())
                    .asString().startsWith("cc: an address has %, !, @ or : before its at sign")
                    .contains("-recipient-domains").doesNotContain("victim");
        }
        assertThat(new Guardrails(settings(List.of(), List.of(), List.of())).check(5, List.of(mailbox)))
                .isEmpty();
    }

    @Test
    void allowsOnlyListedRegions() {
        var guardrails = new Guardrails(settings(List.of(), List.of(), List.of("de", "US")));

        assertThat(guardrails.check(5, List.of(new Phone("phoneNumber", "+4915112345678", "DE")))).isEmpty();
        assertThat(guardrails.check(5, List.of(new Phone("phoneNumber", "+447400123456", "GB")))).get()
                .extracting(refused -> refused.reason()).asString()
                .contains("herald.guardrails.allowed-phone-regions").doesNotContain("447400");
    }

    @Test
    void refusesTooManyRecipients() {
        var guardrails = new Guardrails(settings(List.of(), List.of(), List.of()));

        assertThat(guardrails.check(5, Collections.nCopies(3, to("acme.example")))).isEmpty();
        assertThat(guardrails.check(5, Collections.nCopies(4, to("acme.example")))).get()
                .extracting(refused -> refused.reason()).asString().contains("herald.guardrails.max-recipients");
    }

    @Test
    void refusesAMessageThatIsTooLarge() {
        var guardrails = new Guardrails(settings(List.of(), List.of(), List.of()));

        assertThat(guardrails.check(11, List.of())).get().extracting(refused -> refused.reason())
                .asString().contains("herald.guardrails.max-message-size");
    }

    @Test
    void redirectsAnEmailSoThatNoAnswerAndNoHeaderReachesAnybodyElse() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-SMTPAPI", "{\"to\": [\"eve\\u0040evil.example\"]}");
        headers.put("Mail-Followup-To", "eve@evil.example");
        headers.put("In-Reply-To", "<1@acme.example>");
        headers.put("X-Order", "7");

        assertThat(redirected(email(List.of("Eve <eve@evil.example>\nbob@evil.example", "dan@evil.example"), headers)))
                .isEqualTo(new Email("shop", "crm@acme.example", List.of("qa@acme.example"), List.of(), List.of(),
                        List.of(), Map.of("In-Reply-To", "<1@acme.example>", "X-Order", "7"), List.of(),
                        "[for ann@acme.example, bob@acme.example, replyTo Eve <eve@evil.example> bob@evil.example,"
                                + " dan@evil.example, without its headers X-SMTPAPI, Mail-Followup-To] Hi",
                        "Hello", BodyFormat.TEXT));
    }

    @Test
    void redirectsAnEmailOtherwiseAsItIs() {
        assertThat(redirected(email(List.of(), Map.of("Importance", "high"))))
                .isEqualTo(new Email("shop", "crm@acme.example", List.of("qa@acme.example"), List.of(), List.of(),
                        List.of(), Map.of("Importance", "high"), List.of(),
                        "[for ann@acme.example, bob@acme.example] Hi", "Hello", BodyFormat.TEXT));
    }

    @Test
    void redirectsAnSmsWithItsTextAsItIsAndANoteThatNamesTheOriginal() {
        var guardrails = new Guardrails(new GuardrailSettings(List.of(), List.of(), List.of(), 3, null, null,
                DataSize.ofMegabytes(5), null, "+15550001111"));

        assertThat(guardrails.redirect(MESSAGE, List.of(new Phone("phoneNumber", "+15551234567", "US"))))
                .contains(new Sms(null, "+15550001111", "Hello", List.of(), null, null, null, "[for +15551234567] "));
    }

    @Test
    void redirectsAnSmsWithoutItsMediaAndItsCallback() {
        var guardrails = new Guardrails(new GuardrailSettings(List.of(), List.of(), List.of(), 3, null, null,
                DataSize.ofMegabytes(5), null, "+15550001111"));
        Sms mms = new Sms(null, "+15551234567", "Hello", List.of("https://acme.example/1", "https://acme.example/2"),
                null, "https://acme.example/status", null);

        assertThat(guardrails.redirect(mms, List.of(new Phone("phoneNumber", "+15551234567", "US"))))
                .contains(new Sms(null, "+15550001111", "Hello", List.of(), null, null, null,
                        "[for +15551234567, without its 2 mediaUrls] "));
    }

    private static Email email(List<String> replyTo, Map<String, String> headers) {
        return new Email("shop", "crm@acme.example", List.of("ann@acme.example"), List.of("bob@acme.example"),
                List.of(),
                replyTo, headers, List.of(), "Hi", "Hello", BodyFormat.TEXT);
    }

    private static Message redirected(Email email) {
        return new Guardrails(new GuardrailSettings(List.of(), List.of(), List.of(), 3, null, null,
                DataSize.ofMegabytes(5), "qa@acme.example", null))
                .redirect(email,
                        List.of(new Mailbox("recipient", "ann@acme.example", "acme.example"),
                                new Mailbox("cc", "bob@acme.example", "acme.example")))
                .orElseThrow();
    }

    private static Sms sms(String text) {
        return new Sms(null, "+15551234567", text, List.of(), null, null, null);
    }

    private static Recipient to(String domain) {
        return new Mailbox("cc", "ann@" + domain, domain);
    }

    private static GuardrailSettings settings(List<String> allowed, List<String> denied, List<String> regions) {
        return new GuardrailSettings(allowed, denied, regions, 3, null, null, DataSize.ofBytes(10), null, null);
    }
}
