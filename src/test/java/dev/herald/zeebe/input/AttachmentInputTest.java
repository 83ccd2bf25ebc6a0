package dev.herald.zeebe.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.message.Email;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Base64Content;
import dev.herald.message.file.DocumentContent;
import dev.herald.message.file.TextContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms that {@code attachments} takes, as they stand in a process variable. */
class AttachmentInputTest {
    private static final String REFERENCE = """
        {"camunda.document.type": "camunda", "storeId": "aws", "documentId": "doc-1", "contentHash": "abc",
         "metadata": {"contentType": "application/pdf", "fileName": "invoice.pdf", "size": 4711,
                      "expiresAt": "2027-01-01T00:00:00Z", "processDefinitionId": "billing", "processInstanceKey": 1,
                      "customProperties": {"a": 1}}}""";
    private static final Attachment INVOICE = new Attachment("invoice.pdf", "application/pdf",
            new DocumentContent("aws", "doc-1", "abc", 4711, "application/pdf"), false, null);
    private static final String INLINE = """
        {"camunda.document.type": "inline", "content": "a;b", "name": "list.csv", "contentType": "text/csv"}""";
    private static final String BASE64 = "{\"filename\": \"a.txt\", \"contentBase64\": \"YQ==\"}";

    @Test
    void takesADocumentReferenceAloneAndInAList() {
        assertThat(read(REFERENCE)).containsExactly(INVOICE);
        assertThat(read("[" + REFERENCE + "]")).containsExactly(INVOICE);
    }

    @Test
    void takesListsWithinListsMixedInTheirOrder() {
        assertThat(read("[[" + REFERENCE + ", [" + INLINE + "]], null, [], " + BASE64 + "]"))
                .extracting(Attachment::filename).containsExactly("invoice.pdf", "list.csv", "a.txt");
    }

    @Test
    void takesTheTextOfAnInlineDocument() {
        assertThat(read(INLINE)).containsExactly(
                new Attachment("list.csv", "text/csv; charset=utf-8", new TextContent("a;b"), false, null));
        assertThat(read("{\"camunda.document.type\": \"inline\", \"content\": \"\"}")).containsExactly(
                new Attachment("document", "application/octet-stream", new TextContent(""), false, null));
    }

    @Test
    void overridesWhatTheMetadataSays() {
        assertThat(read("{\"document\": " + REFERENCE + ", \"filename\": \"logo.png\", \"contentType\": \"image/png\","
                + " \"inline\": true, \"contentId\": \"logo\"}")).containsExactly(
                        new Attachment("logo.png", "image/png", INVOICE.content(), true, "logo"));
        assertThat(read("{\"document\": " + INLINE + ", \"contentType\": \"text/plain\"}")).containsExactly(
                new Attachment("list.csv", "text/plain; charset=utf-8", new TextContent("a;b"), false, null));
        assertThat(read("{\"document\": " + REFERENCE + ", \"filename\": null, \"contentType\": \" \"}"))
                .containsExactly(INVOICE);
    }

    @Test
    void overridesAFileNameThatIsTooLong() {
        String longName = REFERENCE.replace("invoice.pdf", "x".repeat(300));

        assertThatThrownBy(() -> read(longName)).hasMessageStartingWith("attachments.metadata.fileName: has more than");
        assertThat(read("{\"document\": " + longName + ", \"filename\": \"invoice.pdf\"}")).containsExactly(INVOICE);
    }

    @Test
    void takesAReferenceOfWhichNothingIsKnown() {
        Attachment unknown = new Attachment("document", "application/octet-stream",
                new DocumentContent(null, "doc-1", null, 0, null), false, null);

        assertThat(read("{\"camunda.document.type\": \"camunda\", \"documentId\": \"doc-1\"}"))
                .containsExactly(unknown);
        assertThat(read("""
            {"camunda.document.type": "camunda", "storeId": null, "documentId": "doc-1", "contentHash": null,
             "metadata": {"contentType": null, "fileName": null, "size": null, "customProperties": null}}"""))
                .containsExactly(unknown);
        assertThat(read("""
            {"camunda.document.type": "camunda", "documentId": "doc-1", "metadata": {"size": -1, "fileName": " "}}"""))
                .containsExactly(unknown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[null, {\"camunda.document.type\": \"external\", \"url\": \"https://x.example\", \"name\": \"x\"}] | attachments[1].camunda.document.type: is external",
            "{\"camunda.document.type\": \"other\"} | attachments.camunda.document.type: must be camunda or inline.",
            "{\"camunda.document.type\": []} | attachments.camunda.document.type: must be a string.",
            "{\"camunda.document.type\": \"camunda\", \"documentId\": null} | attachments.documentId: is required.",
            "{\"camunda.document.type\": \"camunda\", \"documentId\": {}} | attachments.documentId: must be a string.",
            "{\"camunda.document.type\": \"camunda\", \"documentId\": \"x\", \"metadata\": []} | attachments.metadata: must be a context.",
            "{\"camunda.document.type\": \"camunda\", \"documentId\": \"x\", \"metadata\": {\"size\": \"nine\"}} | attachments.metadata.size: must be a whole number.",
            "{\"camunda.document.type\": \"inline\"} | attachments.content: is required.",
            "[[{\"document\": {\"documentId\": \"x\"}}]] | attachments[0][0].document: is no document reference",
            "{\"document\": \"doc-1\"} | attachments.document: must be a context.",
            "[{\"document\": {\"camunda.document.type\": \"camunda\", \"documentId\": \"x\"}, \"inline\": 3}] | attachments[0].inline: must be true or false.",
            "\"doc-1\" | attachments: must be a context or a list of contexts.",
            "[[\"doc-1\"]] | attachments[0]: must be a context or a list of contexts."})
    void namesTheFieldThatIsWrong(String json, String problem) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(problem);
    }

    @ParameterizedTest
    @CsvSource({"text/calendar; method=REQUEST, invite.ics", "TEXT/CALENDAR; charset=utf-8; METHOD=cancel, invite.ics",
            "text/calendar, document"})
    void namesAnInvitationAsClientsKnowIt(String contentType, String filename) {
        assertThat(read("{\"camunda.document.type\": \"inline\", \"content\": \"x\", \"contentType\": \"" + contentType
                + "\"}")).extracting(Attachment::filename).containsExactly(filename);
        String base64 = "{\"contentBase64\": \"YQ==\", \"contentType\": \"" + contentType + "\"}";
        if (filename.equals("invite.ics")) {
            assertThat(read(base64)).containsExactly(
                    new Attachment(filename, contentType, new Base64Content("YQ=="), false, null));
        } else {
            assertThatThrownBy(() -> read(base64)).hasMessage("attachments.filename: is required.");
        }
    }

    @Test
    void handsOnWhatItRead() {
        Email email = email("[" + REFERENCE + ", " + INLINE + ", " + BASE64 + ", {\"document\": " + REFERENCE
                + ", \"filename\": \"logo.png\", \"inline\": true, \"contentId\": \"logo\"}]");

        assertThat(EmailInputs.read(Variables.of(new HashMap<>(EmailInputs.write(email))))).isEqualTo(email);
    }

    private static List<Attachment> read(String json) {
        return email(json).attachments();
    }

    private static Email email(String attachments) {
        try {
            Map<String, @Nullable Object> variables = new HashMap<>(
                    Map.of("recipient", "ann@example.com", "subject", "Hello", "body", "World"));
            variables.put("attachments", new ObjectMapper().readValue(attachments, Object.class));
            return EmailInputs.read(Variables.of(variables));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
