package dev.herald.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedMailTest {

    @Test
    void showsTextHtmlAndFilesOfAMultipartMessage() {
        ParsedMail mail = parsed("""
            From: =?UTF-8?Q?J=C3=BCrgen?= <j@acme.example>
            To: ada@guest.example
            Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
            Message-ID: <1@acme.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe
            --inner
            Content-Type: text/html; charset=utf-8

            <img src="cid:logo"><b>Hello</b>
            --inner--
            --outer
            Content-Type: image/png
            Content-Disposition: inline; filename=logo.png
            Content-ID: <logo>
            Content-Transfer-Encoding: base64

            AQID
            --outer--
            """);

        assertThat(mail.from()).isEqualTo("Jürgen <j@acme.example>");
        assertThat(mail.subject()).isEqualTo("Grüße");
        assertThat(mail.messageId()).isEqualTo("<1@acme.example>");
        assertThat(mail.text()).isEqualTo("Grüße");
        assertThat(mail.htmlWithImages()).hasValue("<img src=\"data:image/png;base64,AQID\"><b>Hello</b>");
        assertThat(mail.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("logo.png");
            assertThat(file.content()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void showsWhatIsNoEmailAsFarAsItGoes() {
        assertThat(parsed("").subject()).isEmpty();
        assertThat(parsed("Content-Type: multipart/mixed; boundary=x\n\nno part at all").files()).isNotNull();
    }

    private static ParsedMail parsed(String message) {
        return ParsedMail.of(new ReceivedMail(1, Instant.EPOCH, "j@acme.example", List.of("ada@guest.example"),
                message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }
}
