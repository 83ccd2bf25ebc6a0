package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.email.smtp.SmtpServer;
import dev.herald.email.smtp.TestTls;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import dev.herald.message.setting.InvalidSettingException;
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
                "herald.smtp.presets.default: localhost:" + server.port() + " does not offer STARTTLS, which security:"
                        + " starttls requires. Usual are starttls at port 587 or 25 and tls at port 465: change security or"
                        + " port");
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
    void saysWhichPortAndSecurityGoTogetherWhereTlsMeetsPlainText() {
        assertThat(reason(send(trusting(SmtpServer.Security.TLS)))).isEqualTo("herald.smtp.presets.default: localhost:"
                + server.port()
                + " can't be reached: it speaks plain text, but security is tls. Usual are starttls at port"
                + " 587 or 25 and tls at port 465: change security or port");
    }

    @ParameterizedTest
    @EnumSource(value = SmtpServer.Security.class, names = {"STARTTLS", "NONE"})
    void saysWhichPortAndSecurityGoTogetherWherePlainTextMeetsTls(SmtpServer.Security security) {
        server.implicitTls(TestTls.server());
        Presets preset = Presets.on(server.port()).security(security).readTimeout(Duration.ofMillis(500));

        assertThat(reason(send(preset))).isEqualTo("herald.smtp.presets.default: localhost:" + server.port()
                + " did not answer within read-timeout (the greeting). Where the server wants TLS from the first byte, as at"
                + " port 465, set security: tls");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "535 5.7.139 | refused the login, 535 5.7.139, SMTP AUTH is switched off for the mailbox or its tenant. Have SMTP AUTH switched on there, or use oauth2: the password may well be right",
            "534 5.7.9 | refused the login, 534 5.7.9, the authentication mechanism is too weak. The provider wants another kind of login: an app password, or oauth2",
            "538 5.7.11 | refused the login, 538 5.7.11, the authentication mechanism wants encryption. Set security to starttls or tls",
            "454 4.7.0 | could not check the login, 454 4.7.0, security or policy"})
    void saysWhatElseThanThePasswordMayBeWrongWithALogin(String reply, String text) {
        server.offer("AUTH PLAIN").fail(Step.AUTH, new Fault.Reply(reply + " no"));

        assertThat(send(Presets.on(server.port()).login("user", "secret"))).isEqualTo(new Outcome.Unavailable(
                "herald.smtp.presets.default: the server " + text, Duration.ZERO, false,
                new ProviderReply(reply, "no")));
    }

    @Test
    void sendsNothingToACertificateThatNobodyTrusts() {
        server.startTls(TestTls.server());

        assertThat(reason(send(Presets.on(server.port()).security(SmtpServer.Security.STARTTLS))))
                .isEqualTo("herald.smtp.presets.default: localhost:" + server.port() + " can't be reached: the"
                        + " certificate is signed by nobody whom this JVM trusts. See ssl-bundle");
        assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void sendsNothingToAServerWithAnothersCertificate() {
        server.startTls(TestTls.server());

        Outcome outcome = send(trusting(SmtpServer.Security.STARTTLS).host("127.0.0.1"));

        assertThat(reason(outcome)).isEqualTo("herald.smtp.presets.default: 127.0.0.1:" + server.port()
                + " can't be reached: the certificate is not for that name. Change host, or have the certificate name it");
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
                .contains("offers no login that fits: it offers none");
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
        server.offer("AUTH GSSAPI <script>ann@example.com NTLM");

        assertThat(reason(send(Presets.on(server.port()).login("user", "secret")))).isEqualTo(
                "herald.smtp.presets.default: localhost:" + server.port()
                        + " offers no login that fits: it offers GSSAPI,"
                        + " NTLM, and Herald knows PLAIN, LOGIN and CRAM-MD5");
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
