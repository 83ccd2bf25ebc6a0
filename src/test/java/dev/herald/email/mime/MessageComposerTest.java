package dev.herald.email.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.email.Emails;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Base64Content;
import dev.herald.message.file.Blank;
import dev.herald.message.text.BodyFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageComposerTest {

    @Test
    void writesAPlainMessage() throws Exception {
        assertThat(composed(Emails.email().to("Ann <ann@example.com>").cc("bob@example.com").bcc("eve@example.com")
                .replyTo("\"Shop, Acme\" <shop@acme.example>").body("It is on its way.\n"))).isEqualTo("""
                    Date: Sun, 22 Nov 2026 10:15:30 +0000
                    From: Acme Shop <no-reply@acme.example>
                    Reply-To: "Shop, Acme" <shop@acme.example>
                    To: Ann <ann@example.com>
                    Cc: bob@example.com
                    Message-ID: <herald.ID@acme.example>
                    Subject: Your order
                    MIME-Version: 1.0
                    Content-Type: text/plain; charset=utf-8
                    Content-Transfer-Encoding: 7bit
                    Auto-Submitted: auto-generated

                    It is on its way.
                    """);
    }

    @Test
    void writesHtmlWithATextThatAPersonCanRead() throws Exception {
        assertThat(composed(Emails.email().body("<p>Hello <a href=\"https://acme.example/1\">you</a></p>\n")))
                .endsWith("""
                    \tboundary="BOUNDARY0"
                    Auto-Submitted: auto-generated

                    --BOUNDARY0
                    Content-Type: text/plain; charset=utf-8
                    Content-Transfer-Encoding: 7bit

                    Hello you (https://acme.example/1)

                    --BOUNDARY0
                    Content-Type: text/html; charset=utf-8
                    Content-Transfer-Encoding: 7bit

                    <p>Hello <a href="https://acme.example/1">you</a></p>

                    --BOUNDARY0--
                    """);
    }

    @Test
    void givesTheJobTheSameIdWhateverTheMessageSays() throws Exception {
        String id = Composing.compose(Emails.email()).messageId();

        assertThat(Composing.compose(Emails.email().bcc("eve@example.com").body("Corrected.")).messageId())
                .isEqualTo(id);
    }

    @Test
    void escapesHtmlInMarkdown() throws Exception {
        assertThat(composed(
                Emails.email().body("# Hi\n\n<b>x</b> [l](javascript:alert(1))\n").format(BodyFormat.MARKDOWN)))
                .contains("\nHi\n\n<b>x</b> l\n").contains("<h1>Hi</h1>")
                .contains("&lt;b&gt;x&lt;/b&gt; <a rel=\"nofollow\" href=\"\">l</a>");
    }

    @Test
    void putsFilesAroundTheTextAndPicturesBesideThePage() throws Exception {
        Attachment picture = new Attachment("logo.png", "image/png", new Base64Content("aWNvbg=="), true, "logo");
        Attachment file = new Attachment("terms.pdf", "application/pdf", new Base64Content("cGRm"), false, null);

        assertThat(composed(Emails.email().body("<img src=\"cid:logo\" alt=\"Acme\">\n").attachments(picture, file)))
                .containsSubsequence("multipart/mixed;", "boundary=\"BOUNDARY0\"",
                        "multipart/alternative;", "boundary=\"BOUNDARY1\"",
                        "text/plain", "multipart/related;", "boundary=\"BOUNDARY2\"", "type=\"text/html\"", "text/html",
                        "image/png", "Content-Disposition: inline;\n filename=\"logo.png\"", "Content-ID: <logo>",
                        "aWNvbg==", "application/pdf", "Content-Disposition: attachment;\n filename=\"terms.pdf\"",
                        "cGRm");
    }

    @Test
    void writesMarkdownAsATextThatAPersonCanRead() throws Exception {
        assertThat(composed(Emails.email().format(BodyFormat.MARKDOWN).body("""
            # Your order

            Your booking HB&#45;3&#45;5678 is **there**: `done()`,
            see [it](https://acme.example/1).

            - one
            - two
              1. deeper

            > said

            ```
            a
              b
            ```

            | Item | Price |
            |------|------:|
            | Tea  | 3.20  |

            Bye
            """))).contains("""
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Your order

            Your booking HB-3-5678 is there: done(), see it (https://acme.example/1).

            - one
            - two
              1. deeper

            > said

            a
              b

            Item | Price
            ------------
            Tea  | 3.20

            Bye

            --BOUNDARY0
            """.replace("quoted-printable", "7bit"));
    }

    @Test
    void showsAPictureBesideMarkdown() throws Exception {
        Attachment picture = new Attachment("logo.png", "image/png", new Base64Content("aWNvbg=="), true, "logo");

        assertThat(composed(Emails.email().body("![Acme](cid:logo) ![x](javascript:alert(1))\n")
                .format(BodyFormat.MARKDOWN).attachments(picture)).replace("=\n", "").replace("=3D", "="))
                .containsSubsequence("multipart/related", "<img src=\"cid:logo\" alt=\"Acme\" />",
                        "<img src=\"\" alt=\"x\" />",
                        "Content-ID: <logo>");
    }

    @Test
    void writesTheSameBytesEachTimeAndKnowsTheirNumber() throws Exception {
        for (String body : List.of("x", "x\n", "ü", "ü\n", "\u65e5", "<p>x</p>")) {
            ComposedMessage message = Composing.compose(Emails.email().body(body)
                    .attachments(new Attachment("a.bin", "application/pdf", new Base64Content("AAEC"), false, null)));

            assertThat(Composing.bytes(message)).isEqualTo(Composing.bytes(message)).hasSize((int) message.size());
        }
    }

    @Test
    void showsAnInvitationBesideTheTextAndAsAFile() throws Exception {
        Attachment invitation = new Attachment("invite.ics", "text/calendar; charset=UTF-8; method=REQUEST",
                new Base64Content("QkVHSU4="), false, null);

        assertThat(composed(Emails.email().body("Join us.").attachments(invitation))).containsSubsequence(
                "multipart/mixed;", "multipart/alternative;", "text/plain;", "Join us.",
                "\nContent-Type: text/calendar; charset=UTF-8; method=REQUEST\n", "QkVHSU4=",
                "\nContent-Type: application/ics\n", "Content-Disposition: attachment;\n filename=\"invite.ics\"",
                "QkVHSU4=");
        assertThat(composed(Emails.email().body("<p>Join us.</p>").attachments(
                new Attachment("a.ics", "text/calendar;METHOD=cancel", new Base64Content("QkVHSU4="), false, null))))
                .containsSubsequence("multipart/mixed;", "multipart/alternative;", "text/plain;", "text/html;",
                        "\nContent-Type: text/calendar;METHOD=cancel; charset=UTF-8\n", "application/ics");
    }

    @Test
    void leavesACalendarThatInvitesNobodyAFile() throws Exception {
        assertThat(composed(Emails.email().body("Your calendar.").attachments(
                new Attachment("a.ics", "text/calendar", new Base64Content("QkVHSU4="), false, null))))
                .contains("\nContent-Type: text/calendar\n").doesNotContain("multipart/alternative");
    }

    @Test
    void namesAFileSoThatOutlookShowsIt() throws Exception {
        assertThat(composed(file("Größe.pdf", "application/pdf"))).contains("""
            Content-Type: application/pdf;
             name="=?UTF-8?B?R3LDtsOfZS5wZGY=?="
            """, """
            Content-Disposition: attachment;
             filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf
            """);
        assertThat(composed(file("a \"b\" \\c.pdf", "application/pdf"))).contains("""
            Content-Type: application/pdf
            """, """
            Content-Disposition: attachment;
             filename="a \\"b\\" \\\\c.pdf"
            """);
        assertThat(composed(file("Größe.pdf", "application/pdf; name=x")))
                .contains("\nContent-Type: application/pdf; name=x\n");
    }

    private static Emails file(String name, String type) {
        return Emails.email().attachments(new Attachment(name, type, new Base64Content("cGRm"), false, null));
    }

    @Test
    void makesEveryLineEndOneOfSmtp() throws Exception {
        assertThat(new String(Composing.bytes(Composing.compose(Emails.email().body("a\rb\nc\r\nd\n\re\n"))),
                StandardCharsets.US_ASCII)).endsWith("\r\n\r\na\r\nb\r\nc\r\nd\r\n\r\ne\r\n");
    }

    @Test
    void writesFurtherHeaderFields() throws Exception {
        assertThat(composed(Emails.email().headers(Map.of("List-Unsubscribe", "<https://acme.example/u?id=1>"))))
                .contains("\nList-Unsubscribe: <https://acme.example/u?id=1>\n");
        assertThat(composed(Emails.email().headers(Map.of("X-Name", "Größe"))))
                .contains("\nX-Name: =?UTF-8?B?R3LDtsOfZQ==?=\n");
    }

    @Test
    void leavesIdsAndUrlsInFurtherHeaderFieldsAsTheyAre() throws Exception {
        String id = "<" + "x".repeat(80) + "@acme.example>";
        String url = "<https://acme.example/u?id=" + "x".repeat(300) + ">";

        assertThat(composed(Emails.email().headers(Map.of("In-Reply-To", id)))).contains("\nIn-Reply-To: " + id + "\n");
        assertThat(composed(Emails.email().headers(Map.of("References", id + ' ' + id + "  <a@b.example> "))))
                .contains("\nReferences: " + id + "\n " + id + "\n  <a@b.example>\n");
        assertThat(composed(Emails.email().headers(Map.of("List-Unsubscribe", "<mailto:u@acme.example>, " + url))))
                .contains("\nList-Unsubscribe: <mailto:u@acme.example>,\n " + url + "\n");
    }

    @Test
    void encodesWhatNoLineCanHold() throws Exception {
        for (String value : new String[]{"x".repeat(990), "x " + "x".repeat(990), "x" + " ".repeat(990) + "x",
                "=?utf-8?Q?x?="}) {
            assertThat(composed(Emails.email().headers(Map.of("X-A", value))).lines())
                    .allMatch(line -> line.length() <= 78).anyMatch(line -> line.startsWith("X-A: =?UTF-8?"));
        }
    }

    @Test
    void takesAnyNumberOfWords() throws Exception {
        String words = "x ".repeat(5000) + "x";
        assertThat(composed(Emails.email().subject(words)).replace("\n", "")).contains("Subject: " + words);
        assertThat(composed(Emails.email().headers(Map.of("X-A", words))).replace("\n", ""))
                .contains("X-A: " + words);
        String name = "x ".repeat(99) + "x";
        assertThat(composed(Emails.email().to(name + " <ann@example.com>")).replace("\n", ""))
                .contains("To: " + name + " <ann@example.com>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "from", "Sender", "To", "CC", "Bcc", "Reply-To", "Subject", "Date", "Message-ID",
            "MIME-Version", "Content-Type", "content-transfer-encoding", "Content-Foo", "Resent-To", "Received",
            "Return-Path",
            "Auto-Submitted", "DKIM-Signature", "Authentication-Results"})
    void refusesStructuralHeaderFields(String name) {
        assertThatThrownBy(() -> composed(Emails.email().headers(Map.of(name, "x"))))
                .hasMessageStartingWith("headers." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Y", "X:Y", "X\r\nBcc", "Größe", "X\u0000"})
    void refusesHeaderFieldsThatCanNotBeOne(String name) {
        assertThatThrownBy(() -> composed(Emails.email().headers(Map.of(name, "x"))))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("headers: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nBcc: eve@example.com", "x\ny", "x\ry", "x\u0000", "x\ud800", "\udc00x"})
    void refusesWhatWouldEndAHeaderField(String text) {
        assertThatThrownBy(() -> composed(Emails.email().subject(text))).hasMessageStartingWith("subject: contains");
        assertThatThrownBy(() -> composed(Emails.email().headers(Map.of("X-A", text))))
                .hasMessageStartingWith("headers.X-A: contains");
        assertThatThrownBy(() -> composed(Emails.email().to("\"" + text + "\" <a@b.example>")))
                .hasMessageStartingWith("recipient: contains");
        assertThatThrownBy(
                () -> composed(Emails.email()
                        .attachments(new Attachment(text, "text/plain", new Base64Content(""), false, null))))
                .hasMessageStartingWith("attachments[0].filename: contains");
    }

    @Test
    void refusesAnAttachmentThatIsNone() {
        assertProblem("attachments[0].contentBase64: is not Base64",
                new Attachment("a", "text/plain", new Base64Content("%%%"), false, null));
        for (String base64 : List.of("YQ==YQ==", "YQ=", "Y", "YQ==\u00e4", "Y".repeat(8193),
                "YQ==" + " ".repeat(9000) + "YQ==")) {
            assertProblem("attachments[0].contentBase64: is not Base64",
                    new Attachment("a", "text/plain", new Base64Content(base64), false, null));
        }
        assertProblem("attachments[0].filename: is missing",
                new Attachment(" ", "text/plain", new Base64Content(""), false, null));
        assertProblem("attachments[0].contentId: is missing, though inline is true",
                new Attachment("a", "text/plain", new Base64Content(""), true, null));
        assertProblem("attachments[0].contentId: has a character that is not allowed",
                new Attachment("a", "text/plain", new Base64Content(""), true, "a>\r\nBcc: x"));
        Attachment logo = new Attachment("a", "image/png", new Base64Content(""), true, "logo");
        assertProblem("attachments[2].contentId: is that of another inline attachment", logo,
                new Attachment("b", "image/png", new Base64Content(""), true, "Logo"),
                new Attachment("c", "image/png", new Base64Content(""), true, "logo"));
        for (String type : new String[]{"", "text", "text/", "multipart/mixed", "message/rfc822",
                "text/plain\r\nBcc: x",
                "text/plain; name=\"x", "te xt/plain", "text/html;\r\n\r\nx=\"<a href=y>\"", "text/plain;\nname=x",
                "text/plain;\u000bname=x", "text/plain; name=" + "x".repeat(500),
                "text/plain" + "; a=b".repeat(20_000)}) {
            assertProblem("attachments[0].contentType: is not a media type that a file can have, as application/pdf",
                    new Attachment("a", type, new Base64Content(""), false, null));
        }
        String large = Base64.getEncoder().encodeToString(new byte[600_000]);
        assertProblem("attachments: have more than 1048576 bytes together, the preset's max-attachment-size",
                new Attachment("a", "text/plain", new Base64Content(large), false, null),
                new Attachment("b", "text/plain", new Base64Content(large), false, null));
        assertProblem("attachments: have more than 1048576 bytes together, the preset's max-attachment-size",
                new Attachment("a", "text/plain", new Blank(Long.MAX_VALUE), false, null));
    }

    private static void assertProblem(String expected, Attachment... attachments) {
        assertThatThrownBy(() -> composed(Emails.email().attachments(attachments)))
                .isInstanceOf(InvalidFieldException.class).hasMessage(expected);
    }

    /** The message with line feeds, and {@code ID} for what tells it apart from others. */
    private static String composed(Emails email) throws InvalidFieldException, IOException {
        ComposedMessage composed = Composing.compose(email);
        String id = composed.messageId().replaceAll("<herald\\.(.*)@.*", "$1");
        String message = new String(Composing.bytes(composed), StandardCharsets.US_ASCII).replace("\r\n", "\n")
                .replace(id, "ID");
        List<String> boundaries = Pattern.compile("boundary=\"(.*)\"").matcher(message).results()
                .map(found -> found.group(1)).toList();
        for (int i = 0; i < boundaries.size(); i++) {
            message = message.replace(boundaries.get(i), "BOUNDARY" + i);
        }
        return message;
    }
}
