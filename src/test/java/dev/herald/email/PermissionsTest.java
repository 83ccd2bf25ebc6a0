package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.Channel.Preparation;
import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a preset lets an action do; speaks to no server. */
class PermissionsTest {
    private static final String PRESET = "herald.smtp.presets.default";

    @ParameterizedTest
    @ValueSource(strings = {"no-reply@acme.example", "NO-REPLY@Acme.Example", "Bank <kiosk@b\u00fccher.example>",
            "kiosk@xn--bcher-kva.example", "kiosk@B\u00dcCHER.example"})
    void letsTheAllowedSendersPass(String sender) {
        assertThat(prepare(Emails.email().sender(sender), preset())).isInstanceOf(Preparation.Ready.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kiosk@boo\u212aing.example", "kiosk@\uff42ooking.example", "kiosk@boo\u212aing.EXAMPLE"})
    void refusesASenderThatOnlyResemblesAnAllowedOne(String sender) {
        assertThat(prepare(Emails.email().sender(sender), preset())).isEqualTo(notAllowed(
                "sender: the domain has a character that only looks like one of an address among " + PRESET
                        + ".allowed-senders"));
    }

    @Test
    void refusesAnyOtherSender() {
        assertThat(prepare(Emails.email().sender("ceo@acme.example"), preset()))
                .isEqualTo(notAllowed("sender: is not among " + PRESET + ".allowed-senders"));
        assertThat(prepare(Emails.email().sender("\u212aiosk@b\u00fccher.example"), preset()))
                .isInstanceOf(Preparation.NotSendable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-SMTPAPI", "x-smtpapi", "X-MC-Tags", "X-MSYS-API", "X-Mailgun-Variables", "X-PM-Bcc",
            "X-SES-CONFIGURATION-SET", "X-MS-Exchange-Organization-SCL", "Disposition-Notification-To",
            "Return-Receipt-To", "X-Confirm-Reading-To", "X-Receiver", "X-Envelope-To"})
    void refusesHeadersThatCommandAProviderUnlessTheyAreNamed(String name) {
        Emails email = Emails.email().headers(Map.of(name, "{}"));

        assertThat(prepare(email, preset())).isEqualTo(notAllowed("headers." + name
                + ": commands the mail provider, and is not among " + PRESET + ".allowed-headers"));
        assertThat(prepare(email, preset().allowedHeaders(name.toUpperCase(Locale.ROOT))))
                .isInstanceOf(Preparation.Ready.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Priority", "List-Unsubscribe", "X-Auto-Response-Suppress", "X-Order", "References",
            "X-Mailer", "Importance"})
    void letsOtherHeadersPass(String name) {
        assertThat(prepare(Emails.email().headers(Map.of(name, "x")), preset())).isInstanceOf(Preparation.Ready.class);
    }

    @Test
    void isForTheTenantsThatAreAllowed() {
        Presets ofSales = preset().allowedTenants("sales", "marketing");

        assertThat(prepare(Emails.email(), ofSales, "sales")).isInstanceOf(Preparation.Ready.class);
        assertThat(prepare(Emails.email(), ofSales, "hr")).isEqualTo(notAllowed(
                "smtpAuthPreset: " + PRESET + ".allowed-tenants has not the tenant of this process."));
        assertThat(prepare(Emails.email(), ofSales, MessageRef.DEFAULT_TENANT))
                .isInstanceOf(Preparation.NotSendable.class);
        assertThat(prepare(Emails.email(), preset(), "hr")).isInstanceOf(Preparation.Ready.class);
    }

    private static Presets preset() {
        return Presets.on(1).allowedSenders("no-reply@acme.example", "kiosk@b\u00fccher.example",
                "kiosk@booking.example");
    }

    private static Preparation prepare(Emails email, Presets preset) {
        return prepare(email, preset, MessageRef.DEFAULT_TENANT);
    }

    private static Preparation prepare(Emails email, Presets preset, String tenant) {
        try (Mailer mailer = Mailer.with(preset)) {
            return mailer.prepare(email.build(), new MessageRef(1, 2, tenant));
        }
    }

    private static Preparation notAllowed(String reason) {
        return new Preparation.NotSendable(new Outcome.Refused(ErrorCode.NOT_ALLOWED, reason));
    }
}
