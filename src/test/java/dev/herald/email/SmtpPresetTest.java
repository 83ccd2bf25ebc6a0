package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.setting.InvalidSettingException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SmtpPresetTest {
    private static final String PRESET = "herald.smtp.presets.shop.";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"host= | host", "host=smtp://mail.example | host",
            "host=mail.example:25 | host", "port=0 | port", "port=65536 | port", "username=user | password",
            "password=hunter2 | username", "username=user;password= | password",
            "username=user;password=hunter2\u2003 | password", "username=user;password= hunter2 | password",
            "username=user ;password=hunter2 | username", "max-messages-per-connection=0 | max-messages-per-connection",
            "allowed-headers[0]=X-* | allowed-headers",
            "username=u;oauth2.token-uri=https://login.example/token;oauth2.client-id=i;oauth2.client-secret=hunter2\u2003 | oauth2.client-secret",
            "username=u;oauth2.token-uri=https://login.example/token;oauth2.client-id=i;oauth2.refresh-token=hunter2\u2003 | oauth2.refresh-token",
            "username=u;oauth2.token-uri=https://login.example/token;oauth2.client-id=i;oauth2.refresh-token= | oauth2.client-secret",
            "username= ;password=hunter2 | username",
            "security=none;ssl-bundle=internal-ca | ssl-bundle", "sender= | sender", "sender=acme | sender",
            "sender=a@b.example, c@d.example | sender",
            "allowed-senders[0]=ok@acme.example;allowed-senders[1]=acme | allowed-senders[1]",
            "max-connections=0 | max-connections",
            "connect-timeout=0s | connect-timeout", "read-timeout=-1s | read-timeout",
            "send-deadline=2h | send-deadline", "on-unconfirmed=resend-if-unlisted | on-unconfirmed",
            "helo-name=not a name | helo-name", "max-attachment-size=-1B | max-attachment-size",
            "username=u;oauth2.client-id=i;oauth2.client-secret=hunter2 | oauth2.token-uri",
            "username=u;oauth2.token-uri=http://login.example/token;oauth2.client-id=i;oauth2.client-secret=hunter2 | oauth2.token-uri",
            "username=u;oauth2.token-uri=https://login.example/token;oauth2.client-secret=hunter2 | oauth2.client-id",
            "username=u;oauth2.token-uri=https://login.example/token;oauth2.client-id=i | oauth2.client-secret",
            "oauth2.token-uri=https://login.example/token;oauth2.client-id=i;oauth2.client-secret=hunter2 | username",
            "username=u;password=hunter2;oauth2.token-uri=https://login.example/t;oauth2.client-id=i;oauth2.client-secret=hunter2 | password"})
    void stopsTheStartAndNamesTheProperty(String changes, String property) {
        assertThatThrownBy(() -> bind(changes).check()).isInstanceOfSatisfying(InvalidSettingException.class, e -> {
            assertThat(e.property()).isEqualTo(PRESET + property);
            assertThat(e).message().startsWith(PRESET + property).doesNotContain("hunter2");
            assertThat(e.remedy()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"host=mail.example", "host=192.0.2.1", "host=::1",
            "host=[::1]",
            "username=u;password=p", "username=;password=", "security=tls;ssl-bundle=internal-ca",
            "sender=\"Acme, Inc\" <a@b.example>", "sender=-;allowed-senders[0]=a@b.example",
            "security=none", "security=tls;port=4650", "allowed-headers[0]=X-SMTPAPI;allowed-tenants[0]=<default>",
            "username=u;oauth2.token-uri=https://login.example/t;oauth2.client-id=i;oauth2.refresh-token=hunter2",
            "helo-name=[192.0.2.1]", "max-attachment-size=0B",
            "username=u;oauth2.token-uri=https://login.example/t;oauth2.client-id=i;oauth2.client-secret=hunter2"})
    void acceptsWhatIsRight(String changes) {
        bind(changes).check();
    }

    @Test
    void hasThePortOfItsSecurity() {
        assertThat(preset("security=starttls").effectivePort()).isEqualTo(587);
        assertThat(preset("security=tls").effectivePort()).isEqualTo(465);
        assertThat(preset("security=none").effectivePort()).isEqualTo(25);
        assertThat(preset("port=2525").effectivePort()).isEqualTo(2525);
    }

    @Test
    void logsInOnlyWithWhatIsThere() {
        assertThat(preset("username=;password= ").username()).isNull();
        assertThat(preset("username=;password= ").password()).isNull();
        assertThat(preset("username=u;password=p p").password()).isEqualTo("p p");
    }

    @Test
    void keepsItsSecrets() {
        assertThat(preset("username=u;password=hunter2").toString()).doesNotContain("hunter2");
        assertThat(preset("oauth2.client-secret=hunter2").toString()).doesNotContain("hunter2");
        assertThat(String.valueOf(preset("oauth2.client-secret=hunter2").oauth2())).doesNotContain("hunter2");
    }

    private static SmtpPreset preset(String changes) {
        return bind(changes).presets().values().iterator().next();
    }

    private static SmtpSettings bind(String changes) {
        Map<String, String> properties = new TreeMap<>(
                Map.of(PRESET + "host", "mail.example", PRESET + "sender", "Acme <no-reply@acme.example>"));
        for (String change : changes.split(";", -1)) {
            String[] entry = change.split("=", 2);
            if (entry[1].equals("-")) {
                properties.remove(PRESET + entry[0]);
            } else {
                properties.put(PRESET + entry[0], entry[1]);
            }
        }
        return new Binder(new MapConfigurationPropertySource(properties)).bind("herald.smtp", SmtpSettings.class).get();
    }
}
