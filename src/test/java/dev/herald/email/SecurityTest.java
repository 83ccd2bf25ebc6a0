package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.email.smtp.SmtpServer;
import dev.herald.email.smtp.TestTls;
import dev.herald.message.InvalidSettingException;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** TLS and login. */
class SecurityTest {
    private final FaultySmtpServer server = FaultySmtpServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sendsOverStartTls() {
        server.startTls(TestTls.server()).pipelining(true);

        assertThat(send(trusting(SmtpServer.Security.STARTTLS))).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.commands()).containsSubsequence("EHLO client.example", "STARTTLS", "EHLO client.example");
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void sendsOverTlsFromTheFirstByte() {
        server.implicitTls(TestTls.server());

        assertThat(send(trusting(SmtpServer.Security.TLS))).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void sendsNothingWhereStartTlsIsNotOffered() {
        assertThat(reason(send(trusting(SmtpServer.Security.STARTTLS).login("user", "secret")))).isEqualTo(
                "herald.smtp.presets.default: the server does not offer STARTTLS, which herald.smtp.presets.default.security requires"
                        + " (STARTTLS)");
        assertThat(server.commands()).containsExactly("EHLO client.example");
    }

    @Test
    void sendsNothingWhereStartTlsIsRefused() {
        server.startTls(TestTls.server()).fail(Step.STARTTLS, new Fault.Reply("454 4.7.0 not now"));

        assertThat(send(trusting(SmtpServer.Security.STARTTLS))).isInstanceOf(Outcome.Unavailable.class);
        assertThat(server.commands()).containsExactly("EHLO client.example", "STARTTLS");
    }

    @Test
    void sendsNothingWhereSomeoneSpeaksIntoTheHandshake() {
        server.startTls(TestTls.server()).fail(Step.STARTTLS, new Fault.Reply("220 go ahead\r\n250 injected"));

        assertThat(send(trusting(SmtpServer.Security.STARTTLS))).isInstanceOf(Outcome.Unavailable.class);
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void sendsNothingToACertificateThatNobodyTrusts() {
        server.startTls(TestTls.server());

        assertThat(reason(send(Presets.on(server.port()).security(SmtpServer.Security.STARTTLS))))
                .startsWith("herald.smtp.presets.default: the server's certificate");
        assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void sendsNothingToAServerWithAnothersCertificate() {
        server.startTls(TestTls.server());

        Outcome outcome = send(trusting(SmtpServer.Security.STARTTLS).host("127.0.0.1"));

        assertThat(reason(outcome)).isEqualTo("herald.smtp.presets.default: the server's certificate is not for"
                + " herald.smtp.presets.default.host, or nobody trusts it; see herald.smtp.presets.default.ssl-bundle"
                + " (the TLS handshake)");
    }

    @ParameterizedTest
    @EnumSource(value = SmtpServer.Security.class, names = {"STARTTLS", "TLS"})
    void isUnavailableWhenTheHandshakeFailsOrHangs(SmtpServer.Security security) {
        if (security == SmtpServer.Security.TLS) {
            server.implicitTls(TestTls.server());
        } else {
            server.startTls(TestTls.server());
        }
        for (Fault fault : List.of(new Fault.Drop(), new Fault.Garbage(), new Fault.Stall())) {
            server.fail(Step.HANDSHAKE, fault);
            assertThat(send(trusting(security).readTimeout(Duration.ofMillis(500))))
                    .isInstanceOf(Outcome.Unavailable.class);
        }
    }

    @Test
    void forgetsWhatTheServerOfferedInTheClear() {
        server.startTls(TestTls.server()).offer("AUTH PLAIN").fail(Step.EHLO_AFTER_STARTTLS,
                new Fault.Reply("502 5.5.1 no"));

        assertThat(reason(send(trusting(SmtpServer.Security.STARTTLS).login("user", "secret"))))
                .contains("offers no authentication");
        assertThat(server.commands()).endsWith("STARTTLS", "EHLO client.example", "HELO client.example");
    }

    @Test
    void aSslBundleThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> Mailer.with(
                Presets.on(1).security(SmtpServer.Security.TLS).sslBundle("absent"), new DefaultSslBundleRegistry()))
                .isInstanceOfSatisfying(InvalidSettingException.class,
                        e -> assertThat(e.property()).isEqualTo("herald.smtp.presets.default.ssl-bundle"));
    }

    @ParameterizedTest
    @CsvSource({"AUTH LOGIN PLAIN CRAM-MD5, true, PLAIN", "AUTH LOGIN CRAM-MD5, true, LOGIN",
            "AUTH CRAM-MD5, true, CRAM-MD5",
            "AUTH PLAIN LOGIN CRAM-MD5, false, CRAM-MD5", "AUTH plain login, false, PLAIN"})
    void logsInWithWhatTheServerOffers(String offered, boolean encrypted, String expected) {
        List<String> seen = new ArrayList<>();
        server.offer(offered)
                .credentials((mechanism, response) -> seen.add(mechanism + '/' + response.replace('\0', '|')));
        Presets preset = Presets.on(server.port());
        if (encrypted) {
            server.startTls(TestTls.server());
            preset = trusting(SmtpServer.Security.STARTTLS);
        }

        assertThat(send(preset.login("jürgen", "pässword"))).isInstanceOf(Outcome.Accepted.class);

        assertThat(seen).containsExactly(expected + '/' + switch (expected) {
            case "PLAIN" -> "|jürgen|pässword";
            case "LOGIN" -> "jürgen|pässword";
            default -> "jürgen 1f843a9f30c0b665da40cc53779d1b92";
        });
    }

    @Test
    void isUnavailableWhenTheLoginIsRefused() {
        server.offer("AUTH PLAIN").credentials((mechanism, response) -> false);

        assertThat(reason(send(Presets.on(server.port()).login("user", "secret")))).isEqualTo(
                "herald.smtp.presets.default: the server refused the login, 535 5.7.8, wrong credentials."
                        + " Check its username and password or oauth2");
    }

    @Test
    void isUnavailableWhenTheServerOffersNoLoginThatFits() {
        server.offer("AUTH GSSAPI");

        assertThat(reason(send(Presets.on(server.port()).login("user", "secret")))).isEqualTo(
                "herald.smtp.presets.default: the server offers no authentication that fits herald.smtp.presets.default.username"
                        + " (authentication)");
    }

    private Presets trusting(SmtpServer.Security security) {
        return Presets.on(server.port()).security(security).sslBundle(TestTls.TRUSTING);
    }

    private static Outcome send(Presets preset) {
        try (Mailer mailer = Mailer.with(preset, TestTls.bundles())) {
            return mailer.send(Emails.email());
        }
    }

    private static String reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        return ((Outcome.Unavailable) outcome).reason();
    }
}
