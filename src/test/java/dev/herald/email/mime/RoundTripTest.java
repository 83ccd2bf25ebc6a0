package dev.herald.email.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.email.Emails;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Base64Content;
import dev.herald.message.text.BodyFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in comes out of an independent parser, byte for byte. */
class RoundTripTest {
    private static final List<String> TEXTS = NaughtyStrings.all();
    private static final int LONGEST_NAME = 200;

    private final Path directory;

    RoundTripTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void needsPython() {
        assumeTrue(PythonEmail.isPresent());
    }

    @Test
    void subjects() {
        check(text -> Emails.email().subject(text), found -> found.get("subject").asText(), text -> text);
    }

    @Test
    void displayNames() {
        check(TEXTS.stream().filter(text -> text.length() <= LONGEST_NAME).toList(),
                text -> Emails.email().to(quoted(text) + " <ann@example.com>", "bob@example.com"),
                found -> found.at("/toNames/0").asText(), text -> text);
    }

    @Test
    void textBodies() {
        check(text -> Emails.email().body(text).format(BodyFormat.TEXT), found -> found.get("plain").asText(),
                text -> text);
    }

    @Test
    void textBodiesOfSeveralLines() {
        check(text -> Emails.email().body(text + "\n\n" + text + "\n.\n..\nFrom me\n").format(BodyFormat.TEXT),
                found -> found.get("plain").asText().replace("\r\n", "\n"),
                text -> text + "\n\n" + text + "\n.\n..\nFrom me\n");
    }

    @Test
    void htmlBodies() {
        check(text -> Emails.email().body("<p>" + text + "</p>\n").format(BodyFormat.HTML),
                found -> found.get("html").asText().replace("\r\n", "\n"), text -> "<p>" + text + "</p>\n");
    }

    @Test
    void markdownBodies() {
        check(text -> Emails.email().body(text).format(BodyFormat.MARKDOWN),
                found -> found.get("plain").asText().replace("\r\n", "\n"),
                text -> HtmlText.of(Markdown.toHtml(text)));
    }

    @Test
    void fileNames() {
        check(text -> Emails.email()
                .attachments(new Attachment(text, "text/plain", new Base64Content("aGk="), false, null)),
                found -> found.at("/files/0/filename").asText(),
                RoundTripTest::asPythonHasFileNames);
    }

    @Test
    void files() {
        check(text -> Emails.email()
                .attachments(new Attachment("a.bin", "application/octet-stream", new Base64Content(base64(text)), false,
                        null)),
                found -> found.at("/files/0/content").asText(), RoundTripTest::base64);
    }

    private void check(Function<String, Emails> toEmail, Function<JsonNode, String> found,
            Function<String, String> expected) {
        check(TEXTS, toEmail, found, expected);
    }

    private void check(List<String> texts, Function<String, Emails> toEmail, Function<JsonNode, String> found,
            Function<String, String> expected) {
        List<byte[]> messages = texts.stream().map(text -> composed(toEmail.apply(text))).toList();
        List<JsonNode> parsed = PythonEmail.parse(directory, messages);
        assertThat(parsed).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            JsonNode message = parsed.get(i);
            assertThat(found.apply(message)).as(text).isEqualTo(expected.apply(text));
            assertThat(message.get("defects")).as(text).allMatch(RoundTripTest::isAboutTheTextItself);
            assertThat(message.get("longestHeaderLine").asInt()).as(text).isLessThanOrEqualTo(78);
            assertThat(message.get("longestLine").asInt()).as(text).isLessThanOrEqualTo(998);
            assertThat(message.get("bareLineEnds").asInt()).as(text).isZero();
            assertThat(message.get("eightBit").asBoolean()).as(text).isFalse();
        }
    }

    /** It takes away white space, and what it takes for quotes. */
    private static String asPythonHasFileNames(String name) {
        return name.replaceAll("^(?:\"(.+)\"|<(.+)>)$", "$1$2")
                .replaceAll("^[\\s\\x{a0}]+|[\\s\\x{a0}]+$", "");
    }

    /** Python complains about control characters, however well they are encoded, and about file names as Outlook needs them. */
    private static boolean isAboutTheTextItself(JsonNode defect) {
        return defect.asText().contains("NonPrintableDefect")
                || defect.asText().matches("Content-Type: InvalidHeaderDefect\\('(encoded word inside quoted string"
                        + "|missing trailing whitespace after encoded-word)'\\)");
    }

    private static byte[] composed(Emails email) {
        try {
            return Composing.bytes(Composing.compose(email));
        } catch (InvalidFieldException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
