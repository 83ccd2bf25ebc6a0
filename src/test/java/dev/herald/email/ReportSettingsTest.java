package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.email.ReportSettings.Imap;
import dev.herald.email.ReportSettings.Request;
import dev.herald.email.smtp.SmtpServer.Security;
import dev.herald.message.setting.InvalidSettingException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportSettingsTest {
    private static final String PATH = "herald.smtp.presets.default.reports";

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"null, address", "no address, address", "bünces@acme.example, address",
            "a-local-part-that-leaves-no-room-for-it@acme.example, address", "'\"b c\"@acme.example', address"})
    void namesTheAddressThatIsNone(@Nullable String address, String property) {
        assertThatThrownBy(() -> new ReportSettings(address, true, Set.of(Request.FAILURE), null).check(PATH))
                .isInstanceOf(InvalidSettingException.class).hasMessageContaining(PATH + '.' + property);
    }

    @Test
    void takesALongAddressWithoutATagAndADomainOfAnyScript() {
        assertThatCode(() -> new ReportSettings("a-local-part-that-leaves-no-room-for-it@acme.example", false, Set.of(),
                null).check(PATH)).doesNotThrowAnyException();
        assertThatCode(() -> new ReportSettings("bounces@bücher.example", true, Set.of(), null).check(PATH))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"null, 993, user, secret, INBOX, Herald, host",
            "mx.acme.example, 0, user, secret, INBOX, Herald, port",
            "mx.acme.example, 993, null, secret, INBOX, Herald, username",
            "mx.acme.example, 993, user, null, INBOX, Herald, password",
            "mx.acme.example, 993, user, secret, INBOX, INBOX, done-folder",
            "mx.acme.example, 993, user, secret, INBOX, ' ', done-folder"})
    void namesWhatIsWrongWithTheMailbox(@Nullable String host, Integer port, @Nullable String username,
            @Nullable String password, String folder, String doneFolder, String property) {
        var imap = new Imap(host, port, Security.TLS, username, password, null, folder, doneFolder, null);

        assertThatThrownBy(
                () -> new ReportSettings("bounces@acme.example", true, Set.of(Request.FAILURE), imap).check(PATH))
                .isInstanceOf(InvalidSettingException.class).hasMessageContaining(PATH + ".imap." + property);
    }
}
