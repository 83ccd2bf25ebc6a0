package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.sandbox.local.LocalDocumentStore;
import dev.herald.sandbox.local.ParsedMail;
import dev.herald.sandbox.local.ReceivedMail;
import io.camunda.client.api.response.DocumentReferenceResponse;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of a document store, from the process into an email. */
class DocumentsTest {
    private static final byte[] PDF = random(3_000_000);
    private static LocalDocumentStore store;
    private static RunningHerald herald;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        store = LocalDocumentStore.start();
        herald = new RunningHerald(folder, Map.of("camunda.client.rest-address", store.baseUrl().toString(),
                "herald.guardrails.denied-recipient-domains", "rival.example"));
    }

    @AfterAll
    static void stop() throws IOException {
        herald.close();
        store.close();
    }

    @Test
    void bringsADocumentByteForByte() {
        DocumentReferenceResponse invoice = upload("Rechnung März.pdf", "application/pdf", PDF);
        DocumentReferenceResponse page = upload("page.html", "text/html",
                "<p>Hello</p>".getBytes(StandardCharsets.US_ASCII));

        long instance = herald.start(task("document"), email("document@example.com",
                List.of(List.of(invoice), Map.of("document", page, "filename", "terms.html"),
                        Map.of("filename", "a.txt",
                                "contentBase64", "YQ=="))));

        herald.assertThatCompleted(instance);
        List<ParsedMail.File> files = ParsedMail.of(received("document@example.com").getFirst()).files();
        assertThat(files).extracting(ParsedMail.File::name).containsExactly("Rechnung März.pdf", "terms.html", "a.txt");
        assertThat(files).extracting(ParsedMail.File::contentType).containsExactly("application/pdf", "text/html",
                "application/octet-stream");
        assertThat(Arrays.equals(files.getFirst().content(), PDF)).isTrue();
    }

    @Test
    void handsTheReferenceOnAndTheBackgroundDeliveryReadsIt() {
        DocumentReferenceResponse invoice = upload("async.pdf", "application/pdf", PDF);
        Map<String, Object> email = email("async-document@example.com", invoice);
        email.put("async", true);

        herald.assertThatCompleted(herald.start(task("async-document"), email));

        await().pollInSameThread().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(received("async-document@example.com")).hasSize(1));
        ParsedMail.File file = ParsedMail.of(received("async-document@example.com").getFirst()).files().getFirst();
        assertThat(file.name()).isEqualTo("async.pdf");
        assertThat(Arrays.equals(file.content(), PDF)).isTrue();
    }

    @Test
    void refusesADocumentThatIsNotThere() {
        long instance = herald.start(task("no-document"), email("ann@example.com",
                List.of(Map.of("camunda.document.type", "camunda", "documentId", "../nothing/here"))));

        assertThat(herald.incident(instance)).contains("INVALID_REQUEST", "attachments[0]", "has expired")
                .doesNotContain("nothing/here");
    }

    @Test
    void doesNotReadADocumentThatMayNotBeSent() {
        DocumentReferenceResponse secret = upload("secret.pdf", "application/pdf", PDF);

        assertThat(herald.incident(herald.start(task("denied-document"), email("ceo@rival.example", secret))))
                .contains("NOT_ALLOWED");
        assertThat(herald.incident(herald.start(task("large-document"), email("ann@example.com",
                Map.of("camunda.document.type", "camunda", "documentId", secret.getDocumentId(), "metadata",
                        Map.of("size", 11_000_000))))))
                .contains("INVALID_REQUEST", "max-attachment-size");

        assertThat(store.downloads()).doesNotContain(secret.getDocumentId());
    }

    private static DocumentReferenceResponse upload(String name, String type, byte[] content) {
        return herald.client().newCreateDocumentCommand().content(content).fileName(name).contentType(type).send()
                .join();
    }

    private static Map<String, Object> email(String recipient, Object attachments) {
        return new HashMap<>(Map.of("recipient", recipient, "subject", "Hello", "body", "World", "attachments",
                attachments));
    }

    private static BpmnModelInstance task(String id) {
        return Bpmn.createExecutableProcess(id).startEvent()
                .serviceTask("task", task -> task.zeebeJobType("smtp_send_email").zeebeJobRetries("3")).endEvent()
                .done();
    }

    private static List<ReceivedMail> received(String recipient) {
        return herald.smtp().mailbox().newestFirst().stream().filter(mail -> mail.recipients().contains(recipient))
                .toList();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
