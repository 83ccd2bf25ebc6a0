package dev.herald.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTwilioTest {
    private static final String MESSAGES = "/2010-04-01/Accounts/" + LocalTwilio.ACCOUNT_SID + "/Messages.json";
    private static final String FROM = "+15557654321";
    private static final String TO = "+15551234567";

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalTwilio twilio;

    @BeforeEach
    void start() throws IOException {
        twilio = LocalTwilio.start();
    }

    @AfterEach
    void stop() {
        twilio.close();
        http.close();
    }

    @Test
    void answersACreatedMessageWithEveryPropertyOfTwiliosResource() throws Exception {
        Answer answer = post(Map.of("To", TO, "From", FROM, "Body", "Hello"));

        assertThat(answer.status).isEqualTo(201);
        assertThat(answer.json.fieldNames()).toIterable().containsExactlyInAnyOrder("account_sid", "api_version",
                "body",
                "date_created", "date_sent", "date_updated", "direction", "error_code", "error_message", "from",
                "messaging_service_sid", "num_media", "num_segments", "price", "price_unit", "sid", "status",
                "subresource_uris", "to", "uri");
        assertThat(answer.text("sid")).matches("SM[0-9a-f]{32}");
        assertThat(answer.text("status")).isEqualTo("queued");
        assertThat(answer.text("num_segments")).isEqualTo("1");
        assertThat(answer.json.get("date_sent").isNull()).isTrue();
        assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.text("date_created"))).isNotNull();
        assertThat(twilio.newestFirst()).singleElement().extracting(TextMessage::to, TextMessage::body)
                .containsExactly(TO, "Hello");
    }

    @Test
    void acceptsAnApiKeyInPlaceOfTheAuthToken() throws Exception {
        assertThat(get(MESSAGES, LocalTwilio.API_KEY, LocalTwilio.API_SECRET).status).isEqualTo(200);
    }

    @Test
    void refusesAWrongTokenWith20003() throws Exception {
        Answer answer = get(MESSAGES, LocalTwilio.ACCOUNT_SID, "wrong");

        assertThat(answer.status).isEqualTo(401);
        assertThat(answer.json.toString()).isEqualTo("{\"code\":20003,\"message\":\"Authenticate\","
                + "\"more_info\":\"https://www.twilio.com/docs/errors/20003\",\"status\":401}");
    }

    @ParameterizedTest
    @CsvSource({"To=,21604", "From=,21603", "Body=,21602", "To=5551234567,21211", "To=+0155,21211",
            "To=+15005550001,21211", "To=+15005550002,21612", "To=+15005550003,21408", "To=+15005550004,21610",
            "To=+15005550009,21614", "From=+15005550001,21212", "From=+15005550007,21606", "From=+15005550008,21611",
            "MessagingServiceSid=nothing,21701", "StatusCallback=nothing,21609", "MediaUrl=nothing,21620",
            "ValidityPeriod=0,21624"})
    void refusesWithTwiliosCode(String change, int code) throws Exception {
        Map<String, String> form = new LinkedHashMap<>(Map.of("To", TO, "From", FROM, "Body", "Hello"));
        form.put(change.substring(0, change.indexOf('=')), change.substring(change.indexOf('=') + 1));

        Answer answer = post(form);

        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.json.get("code").intValue()).isEqualTo(code);
        assertThat(answer.json.get("status").intValue()).isEqualTo(400);
        assertThat(answer.text("more_info")).endsWith("/" + code);
        assertThat(twilio.newestFirst()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"+15005550429,429,20429", "+15005550503,503,20503"})
    void takesTheMessageOnlyAfterItSaidLaterTwice(String to, int status, int code) throws Exception {
        Map<String, String> form = Map.of("To", to, "From", FROM, "Body", "Hello");
        for (int attempt = 1; attempt <= 2; attempt++) {
            Answer later = post(form);
            assertThat(later.status).isEqualTo(status);
            assertThat(later.json.get("code").intValue()).isEqualTo(code);
        }
        assertThat(twilio.newestFirst()).isEmpty();

        assertThat(post(form).status).isEqualTo(201);
        assertThat(post(form).status).as("and so on with the next message").isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"+15005550500,1", "+15005550599,0"})
    void dropsTheLineWhetherItTookTheMessageOrNot(String to, int taken) throws Exception {
        Map<String, String> form = Map.of("To", to, "From", FROM, "Body", "Hello");

        assertThatThrownBy(() -> post(form)).isInstanceOf(IOException.class);
        assertThat(twilio.newestFirst()).hasSize(taken);
        assertThat(post(form).status).isEqualTo(201);
    }

    @Test
    void refusesABodyOfMoreThan1600CharactersWith21617() throws Exception {
        assertThat(post(Map.of("To", TO, "From", FROM, "Body", "x".repeat(1600))).status).isEqualTo(201);
        assertThat(post(Map.of("To", TO, "From", FROM, "Body", "x".repeat(1601))).json.get("code").intValue())
                .isEqualTo(21617);
    }

    @Test
    void leavesTheSenderOpenWhereAMessagingServiceChoosesIt() throws Exception {
        Answer answer = post(Map.of("To", TO, "MessagingServiceSid", "MG" + "0".repeat(32), "Body", "Hello"));

        assertThat(answer.text("status")).isEqualTo("accepted");
        assertThat(answer.text("num_segments")).isEqualTo("0");
        assertThat(answer.json.get("from").isNull()).isTrue();
    }

    @Test
    void schedulesOnlyThroughAMessagingServiceAndNotTooSoon() throws Exception {
        Map<String, String> form = new LinkedHashMap<>(Map.of("To", TO, "From", FROM, "Body", "Hello", "ScheduleType",
                "fixed", "SendAt", Clock.systemUTC().instant().plus(1, ChronoUnit.HOURS).toString()));
        assertThat(post(form).json.get("code").intValue()).isEqualTo(35118);

        form.put("MessagingServiceSid", "MG" + "0".repeat(32));
        assertThat(post(form).text("status")).isEqualTo("scheduled");

        form.put("SendAt", Clock.systemUTC().instant().plus(1, ChronoUnit.MINUTES).toString());
        assertThat(post(form).json.get("code").intValue()).isEqualTo(35115);
    }

    @ParameterizedTest
    @CsvSource({"a,160,1", "a,161,2", "a,306,2", "a,307,3", "€,80,1", "€,81,2", "ж,70,1", "ж,71,2", "ж,134,2",
            "ж,135,3"})
    void countsSegments(String character, int length, String segments) throws Exception {
        Answer answer = post(Map.of("To", TO, "From", FROM, "Body", character.repeat(length)));

        assertThat(answer.text("num_segments")).isEqualTo(segments);
    }

    @Test
    void findsMessagesByRecipientSenderAndTime() throws Exception {
        post(Map.of("To", TO, "From", FROM, "Body", "one"));
        post(Map.of("To", "+15559999999", "From", FROM, "Body", "two"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        assertThat(bodies(Map.of("To", TO))).isEqualTo("one");
        assertThat(bodies(Map.of("From", FROM))).isEqualTo("two,one");
        assertThat(bodies(Map.of("To", TO, "DateSent>", today.minusDays(1).toString()))).isEqualTo("one");
        assertThat(bodies(Map.of("To", TO, "DateSent>", today.plusDays(2) + "T00:00:00Z"))).isEmpty();
        assertThat(bodies(Map.of("To", TO, "DateSent<", today.minusDays(1).toString()))).isEmpty();
        assertThat(bodies(Map.of("DateSent", today.minusDays(3).toString()))).isEmpty();
    }

    @Test
    void pagesThroughTheListNewestFirst() throws Exception {
        for (String body : new String[]{"one", "two", "three"}) {
            post(Map.of("To", TO, "From", FROM, "Body", body));
        }

        Answer first = get(MESSAGES + "?PageSize=2");
        assertThat(first.bodies()).isEqualTo("three,two");
        assertThat(first.json.get("previous_page_uri").isNull()).isTrue();
        Answer second = get(first.text("next_page_uri"));
        assertThat(second.bodies()).isEqualTo("one");
        assertThat(second.json.get("next_page_uri").isNull()).isTrue();
        assertThat(second.json.get("start").intValue()).isEqualTo(2);
    }

    @Test
    void fetchesOneMessageAndTheAccount() throws Exception {
        String uri = post(Map.of("To", TO, "From", FROM, "Body", "one")).text("uri");

        assertThat(get(uri).text("body")).isEqualTo("one");
        assertThat(get(uri.replaceAll("SM\\w+", "SM" + "0".repeat(32))).json.get("code").intValue()).isEqualTo(20404);
        assertThat(get("/2010-04-01/Accounts/" + LocalTwilio.ACCOUNT_SID + ".json").text("status")).isEqualTo("active");
    }

    @Test
    void postsSignedStatusCallbacksInOrder() throws Exception {
        BlockingQueue<Callback> callbacks = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            callbacks.add(new Callback(FormData.parse(body),
                    exchange.getRequestHeaders().getFirst("X-Twilio-Signature")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/status?tenant=a%20b";
            String sid = post(Map.of("To", TO, "From", FROM, "Body", "Hello", "StatusCallback", url)).text("sid");

            for (String status : new String[]{"sent", "delivered"}) {
                Callback callback = callbacks.poll(30, TimeUnit.SECONDS);
                assertThat(callback).isNotNull();
                assertThat(callback.form.get("MessageSid")).contains(sid);
                assertThat(callback.form.get("MessageStatus")).contains(status);
                Map<String, String> fields = callback.form.fields().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().getFirst()));
                assertThat(new RequestValidator(LocalTwilio.AUTH_TOKEN).validate(url, fields, callback.signature))
                        .isTrue();
            }
        } finally {
            receiver.stop(0);
        }
    }

    private String bodies(Map<String, String> filters) throws Exception {
        return get(MESSAGES + "?" + FormData.encode(filters)).bodies();
    }

    private Answer post(Map<String, String> form) throws Exception {
        return send(request(MESSAGES, LocalTwilio.ACCOUNT_SID, LocalTwilio.AUTH_TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(FormData.encode(form))));
    }

    private Answer get(String path) throws Exception {
        return get(path, LocalTwilio.ACCOUNT_SID, LocalTwilio.AUTH_TOKEN);
    }

    private Answer get(String path, String user, String password) throws Exception {
        return send(request(path, user, password));
    }

    private HttpRequest.Builder request(String path, String user, String password) {
        String credentials = Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(twilio.baseUrl() + path)).timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + credentials);
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
    }

    private record Callback(FormData form, String signature) {}

    private record Answer(int status, JsonNode json) {

        String text(String property) {
            return json.get(property).textValue();
        }

        String bodies() {
            return json.get("messages").findValuesAsText("body").stream().collect(Collectors.joining(","));
        }
    }
}
