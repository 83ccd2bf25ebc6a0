package dev.herald.sandbox;

import dev.herald.sandbox.local.LocalSmtpServer;
import dev.herald.sandbox.local.ParsedMail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole sandbox, as {@code mvn spring-boot:test-run} starts it, except for the port of its page. */
class SandboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ANY_PORT = "--herald.sandbox.page-port=0";
    private static final String ANY_HERALD_PORT = "--server.port=0";
    /** The other tests of this JVM shall not be left with the quiet logging of the sandbox. */
    private static final String USUAL_LOGGING = "--logging.config=";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxArguments.parse(ANY_PORT, ANY_HERALD_PORT, USUAL_LOGGING));
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close();
    }

    @Test
    void everyExampleEndsAsItSaysAndTheReportTellsHow() throws Exception {
        var printed = new ByteArrayOutputStream();

        boolean succeeded = sandbox.runExamples(new PrintStream(printed, true, StandardCharsets.UTF_8));

        String report = printed.toString(StandardCharsets.UTF_8);
        assertThat(succeeded).as(report).isTrue();
        assertThat(report).contains("engine   127.0.0.1:", "page     http://localhost:")
                .containsSubsequence("ok      booking-confirmation", "outcome        completed at \"Guest informed\"",
                        "email sent     to ada@guest.example: ", "SMS sent       to +15552345678: ",
                        "emailResult    {status: \"sent\"", "smsResult      {status: \"sent\"",
                        "ok      sms-fallback", "email copy     to practice@clinic.example: ",
                        "ok      support-escalation", "BPMN error     RECIPIENT_REJECTED: ")
                .doesNotContain("FAILED", "Exception");
        assertThat(report.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(125));
        JsonNode copy = message("Your appointment tomorrow");
        assertThat(copy.at("/place/name").asText()).as("who sent the copy").isEqualTo("Remind by email");
        assertThat(task(copy.at("/place/instance").asText()).path("messageIds"))
                .containsExactly(copy.path("messageId"));
        assertThat(filesOf("charles@customer.example", "Invoice INV-2027-0043")).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("Invoice INV-2027-0043.pdf");
            assertThat(file.contentType()).isEqualTo("application/pdf");
            assertThat(file.content()).startsWith("%PDF-1.4".getBytes(StandardCharsets.US_ASCII));
        });
        assertThat(filesOf("grace@client.example", "First consultation")).last().satisfies(file -> {
            assertThat(file.name()).isEqualTo("invite.ics");
            assertThat(new String(file.content(), StandardCharsets.UTF_8)).contains(
                    "METHOD:REQUEST\r\n", "DTSTART:20270514T090000Z\r\n", "DURATION:PT30M\r\n");
        });
    }

    private static List<ParsedMail.File> filesOf(String recipient, String subject) {
        return sandbox.surroundings().outbox().mails().stream()
                .filter(mail -> mail.received().recipients().contains(recipient)
                        && mail.parsed().subject().equals(subject))
                .findFirst().orElseThrow().parsed().files();
    }

    @Test
    void anExampleThatEndsOtherwiseFailsTheRunAndMessagesGoWhereTheCommandLineSays(@TempDir Path folder)
            throws Exception {
        for (String model : List.of("booking-confirmation.bpmn", "background-delivery.bpmn")) {
            Files.copy(Path.of("bpmn", model), folder.resolve(model));
        }
        Files.writeString(folder.resolve("booking-confirmation.example.json"),
                Files.readString(Path.of("bpmn", "booking-confirmation.example.json"))
                        .replace("\"guest_informed\"", "\"guest_lost\""));
        var printed = new ByteArrayOutputStream();

        try (var elsewhere = LocalSmtpServer.start();
                var other = Sandbox
                        .start(SandboxArguments.parse(ANY_PORT, USUAL_LOGGING, "--herald.sandbox.processes=" + folder,
                                "--herald.smtp.presets.default.port=" + elsewhere.port()))) {
            assertThat(other.runExamples(new PrintStream(printed, true, StandardCharsets.UTF_8))).isFalse();
            assertThat(elsewhere.mailbox().newestFirst()).hasSize(1);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).containsSubsequence("FAILED  booking-confirmation",
                "otherwise      it did not reach the end event guest_lost", "0 of 1 examples");
    }

    @Test
    void aStartThatFailsLeavesNothingBehind() {
        var arguments = SandboxArguments.parse(ANY_PORT, USUAL_LOGGING,
                "--herald.smtp.presets.default.hots=mail.example");

        assertThatThrownBy(() -> Sandbox.start(arguments)).isInstanceOf(SandboxFailure.class);
    }

    @Test
    void namesTheFolderThatIsNotThere() {
        assertThatThrownBy(() -> Sandbox.start(SandboxArguments.parse("--herald.sandbox.processes=nowhere")))
                .isInstanceOf(SandboxFailure.class).hasMessageContainingAll("nowhere", "--herald.sandbox.processes");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
        "phone": "12345", phoneNumber
        "email": "not an address", recipient
        """)
    void showsTheErrorOfAnInstanceThatWasStartedFromThePage(String change, String field) throws Exception {
        assertThat(incident(booking("", change))).contains("INVALID_REQUEST", field);
    }

    @Test
    void namesThePresetThatIsNotThere() throws Exception {
        assertThat(incident(booking("\"smtpAuthPreset\": \"nowhere\",", "\"name\": \"Ada\""))).contains("nowhere",
                "default", "recovering");
    }

    @Test
    void startsNothingForAForeignSite() throws Exception {
        String start = "{\"processId\": \"booking-confirmation\", \"variables\": {}}";

        assertThat(post("/instances", start, "Content-Type", "text/plain").statusCode()).isEqualTo(403);
        assertThat(post("/instances", start, "Content-Type", "application/json", "Origin", "http://evil.example")
                .statusCode())
                .isEqualTo(403);
        assertThat(rawReply("GET /state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @CsvSource({"'{\"processId\": \"nobody\", \"variables\": {}}',nobody",
            "'{\"processId\": \"booking-confirmation\", \"variables\": []}',JSON object", "'{',JSON"})
    void saysWhyAnInstanceCanNotBeStarted(String request, String reason) throws Exception {
        HttpResponse<String> reply = post("/instances", request);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains(reason).doesNotContain("\tat ");
    }

    @Test
    void showsAHostileMessageInert() throws Exception {
        send("<script>alert(1)</script>", """
            <meta http-equiv=refresh content="0;url=http://evil.example"><base href="http://evil.example/">
            <link rel="preconnect" href="http://evil.example"><script>alert(2)</script>
            <img src="http://evil.example/pixel" onerror="alert(3)"><iframe src="http://evil.example"></iframe>
            <p>Hello</p>""");

        JsonNode message = await().atMost(PATIENCE).until(() -> message("<script>alert(1)</script>"),
                shown -> !shown.isMissingNode());
        HttpResponse<String> html = get("/emails/" + message.path("number").asLong() + "/html");

        assertThat(html.body()).contains("<p>Hello</p>").doesNotContain("<script", "<meta", "<base", "<link",
                "<iframe");
        assertThat(html.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("sandbox; default-src 'none';").contains("img-src data:", "form-action 'none'")
                .doesNotContain("allow-", "script-src");
        assertThat(get("/emails/" + message.path("number").asLong() + "/source").headers().firstValue("Content-Type"))
                .hasValue("text/plain; charset=utf-8");
    }

    @Test
    void loadsNothingFromElsewhereAndWritesNoMarkupOfOthersIntoThePage() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval", "http");
        assertThat(page.body() + get("/page.css").body()).doesNotContain("http://", "https://", "//", "<script>");
        assertThat(get("/messages.js").body()).contains("sandbox: \"\"");
        for (String script : List.of("page", "dom", "messages", "instance", "diagram")) {
            assertThat(get("/" + script + ".js").body()).isNotEmpty().doesNotContain("innerHTML",
                    "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://");
        }
    }

    /** The example's variables with others in front and changes for the guest. */
    private static String booking(String further, String guest) {
        return """
            {%s "room": "Sea View", "arrival": "2027-05-14", "nights": 3,
             "guest": {"name": "Ada", "email": "ada@guest.example", "phone": "+15552345678", %s}}"""
                .formatted(further, guest);
    }

    private static String incident(String variables) throws Exception {
        String key = started("booking-confirmation", variables);
        return await().atMost(PATIENCE)
                .until(() -> instance(key), shown -> shown.path("status").asText().equals("incident")).path("outcome")
                .asText();
    }

    private static String started(String processId, String variables) throws Exception {
        HttpResponse<String> reply = post("/instances",
                "{\"processId\": \"" + processId + "\", \"variables\": " + variables + "}", "Content-Type",
                "application/json", "Origin", sandbox.page().toString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return reply.body();
    }

    private static JsonNode instance(String key) throws Exception {
        return StreamSupport.stream(state().path("instances").spliterator(), false)
                .filter(instance -> instance.path("key").asText().equals(key)).findFirst()
                .orElse(JSON.missingNode());
    }

    private static JsonNode message(String subject) throws Exception {
        return StreamSupport.stream(state().path("messages").spliterator(), false)
                .filter(message -> message.path("subject").asText().equals(subject)).findFirst()
                .orElse(JSON.missingNode());
    }

    @Test
    void tellsThePathOfAnInstanceAndWhatEachTaskReadAndSent() throws Exception {
        String key = started("booking-confirmation", booking("", "\"name\": \"Ada\""));
        JsonNode instance = await().atMost(PATIENCE).until(() -> JSON.readTree(get("/instances/" + key).body()),
                shown -> shown.path("status").asText().equals("completed"));

        assertThat(instance.path("flows")).hasSize(4);
        assertThat(instance.path("visits").findValuesAsText("name")).containsExactly("Booking received",
                "Reserve room", "Send confirmation email", "Send confirmation SMS", "Guest informed");
        JsonNode email = instance.path("visits").path(2);
        assertThat(email.path("inputs").path("recipient").asText()).isEqualTo("ada@guest.example");
        assertThat(email.path("result").path("status").asText()).isEqualTo("sent");
        String messageId = email.path("messageIds").path(0).asText();
        JsonNode message = StreamSupport.stream(state().path("messages").spliterator(), false)
                .filter(sent -> sent.path("messageId").asText().equals(messageId)).findFirst().orElseThrow();
        assertThat(message.path("place").path("visit").asText()).isEqualTo(email.path("key").asText());
        assertThat(get("/diagrams/" + instance.path("definition").asText()).body())
                .contains("<bpmn:process id=\"booking-");
    }

    @Test
    void settlesAnUnconfirmedMessageAsAnOperatorDoes() throws Exception {
        String key = started("try-email",
                "{\"recipient\": \"message-lost@guest.example\", \"subject\": \"Hello\", \"body\": \"Hello\"}");
        JsonNode task = await().atMost(PATIENCE).until(() -> task(key),
                shown -> shown.path("state").asText().equals("incident"));
        assertThat(task.path("about").path("messageId").asText()).startsWith("<herald.");

        assertThat(post("/variables/" + task.path("key").asText(), "{\"onUnconfirmed\": \"resend\"}").statusCode())
                .isEqualTo(200);
        String incident = "/instances/" + key + "/incidents/" + task.path("incidents").path(0).path("key").asText();
        assertThat(post(incident, "{}").statusCode()).isEqualTo(200);

        await().atMost(PATIENCE).until(() -> task(key), shown -> shown.path("kind").asText().equals("sent"));
        HttpResponse<String> again = post(incident, "{}");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("resolved already");
    }

    private static JsonNode task(String key) throws Exception {
        return StreamSupport.stream(JSON.readTree(get("/instances/" + key).body()).path("visits").spliterator(), false)
                .filter(visit -> visit.path("type").asText().equals("SERVICE_TASK")).findFirst()
                .orElse(JSON.missingNode());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, body, "Content-Type", "application/json");
    }

    private static JsonNode state() throws Exception {
        return JSON.readTree(get("/state").body());
    }

    private static void send(String subject, String html) throws Exception {
        Properties settings = new Properties();
        settings.put("mail.smtp.port", sandbox.surroundings().smtpPort());
        settings.put("mail.smtp.host", "127.0.0.1");
        MimeMessage message = new MimeMessage(Session.getInstance(settings));
        message.setFrom("mallory@evil.example");
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("ada@guest.example"));
        message.setSubject(subject);
        message.setContent(html, "text/html; charset=utf-8");
        Transport.send(message);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(sandbox.page() + path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(sandbox.page() + path)).timeout(PATIENCE)
                .headers(headers).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String rawReply(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.page().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
