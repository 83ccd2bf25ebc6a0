package dev.herald.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.herald.sandbox.local.FormData;
import dev.herald.sandbox.local.ParsedMail;
import io.camunda.client.api.command.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** What the page's server answers to which path. */
final class Routes {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private static final Map<String, String> TYPES = Map.of("html", "text/html", "css", "text/css", "js",
            "text/javascript");
    private static final String BPMN_JS = "/META-INF/resources/webjars/bpmn-js/8.0.0/dist/";
    /** Files by path, on the class path. */
    private static final Map<String, String> FILES = Map.of("/", "/sandbox/page.html", "/page.css",
            "/sandbox/page.css", "/page.js", "/sandbox/page.js", "/dom.js", "/sandbox/dom.js", "/diagram.js",
            "/sandbox/diagram.js", "/instance.js", "/sandbox/instance.js", "/messages.js", "/sandbox/messages.js",
            "/bpmn-js/diagram-js.css", BPMN_JS + "assets/diagram-js.css", "/bpmn-js/viewer.js",
            BPMN_JS + "bpmn-viewer.production.min.js");
    private static final String NUMBER = "(\\d{1,18})";

    private final PageData data;
    private final Operator operator;
    private final List<Route> gets;
    private final List<Route> posts;

    Routes(PageData data, Operator operator) {
        this.data = data;
        this.operator = operator;
        gets = List.of(new Route("/state", (path, query) -> state(FormData.parse(query))),
                new Route("/tries", (path, query) -> json(Tries.all())),
                new Route("/instances/" + NUMBER,
                        (path, query) -> found(data.instance(number(path, 1)).map(Routes::json))),
                new Route("/diagrams/" + NUMBER,
                        (path, query) -> found(data.diagram(number(path, 1)).map(Routes::xml))),
                new Route("/files/([^/]+)", (path, query) -> found(data.file(path.group(1)).map(Routes::xml))),
                new Route("/emails/" + NUMBER + "/(html|text|source)",
                        (path, query) -> found(data.mail(number(path, 1)).flatMap(mail -> part(mail, path.group(2))))),
                new Route("/emails/" + NUMBER + "/files/(\\d{1,4})",
                        (path, query) -> found(
                                data.mail(number(path, 1)).flatMap(mail -> attachment(mail, number(path, 2))))));
        posts = List.of(new Route("/instances", (path, body) -> start(JSON.readTree(body))),
                new Route("/variables/" + NUMBER, (path, body) -> set(number(path, 1), JSON.readTree(body))),
                new Route("/instances/" + NUMBER + "/incidents/" + NUMBER,
                        (path, body) -> retry(number(path, 1), number(path, 2))),
                new Route("/jobs/" + NUMBER, (path, body) -> complete(number(path, 1), JSON.readTree(body))),
                new Route("/files/([^/]+)", (path, body) -> drop(path.group(1), body)),
                new Route("/dismissed/([^/]+)", (path, body) -> dismiss(path.group(1))));
    }

    /** @param path all of it has to match */
    private record Route(Pattern path, Handler handler) {
        Route(String path, Handler handler) {
            this(Pattern.compile(path), handler);
        }
    }

    private interface Handler {
        Answer answer(MatchResult path, String input) throws IOException;
    }

    Answer get(String path, String query) throws IOException {
        return FILES.containsKey(path) ? file(FILES.get(path)) : answer(gets, path, query);
    }

    /** Answers with 400 and the reason where the request can't be done. */
    Answer post(String path, String body) throws IOException {
        try {
            return answer(posts, path, body);
        } catch (JsonProcessingException e) {
            return Answer.text(400, "This is no JSON: " + e.getOriginalMessage());
        } catch (ClientException e) {
            return Answer.text(400, String.valueOf(e.getMessage()).replaceFirst("^Command .*?: ", ""));
        } catch (SandboxFailure e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        }
    }

    private static Answer answer(List<Route> routes, String path, String input) throws IOException {
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (matcher.matches()) {
                return route.handler().answer(matcher, input);
            }
        }
        return Answer.text(404, "Not found");
    }

    private Answer state(FormData query) throws IOException {
        boolean unchanged = query.get("after").equals(Optional.of(String.valueOf(data.version())));
        long seen = query.get("seen").filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf).orElse(-1L);
        return unchanged ? Answer.text(204, "") : json(data.state(seen));
    }

    private Answer start(JsonNode request) {
        JsonNode variables = object(request.path("variables"));
        return Answer.text(201, String.valueOf(operator.start(request.path("processId").asText(), variables)));
    }

    private Answer set(long scope, JsonNode variables) {
        operator.set(scope, object(variables));
        return Answer.text(200, "");
    }

    private Answer retry(long instance, long incident) {
        operator.retry(instance, incident);
        return Answer.text(200, "");
    }

    private Answer complete(long job, JsonNode variables) {
        operator.complete(job, object(variables));
        return Answer.text(200, "");
    }

    private Answer drop(String name, String content) {
        if (!Catalog.knows(name)) {
            throw new SandboxFailure(name + " is no BPMN file: its name has to end with " + Catalog.BPMN + ".");
        }
        return Answer.text(201, operator.drop(name, content).processes().stream().findFirst().orElse(""));
    }

    private Answer dismiss(String name) {
        operator.dismiss(name);
        return Answer.text(200, "");
    }

    private static JsonNode object(JsonNode variables) {
        if (!variables.isObject()) {
            throw new SandboxFailure("The variables have to be a JSON object.");
        }
        return variables;
    }

    private static Answer file(String resource) throws IOException {
        try (InputStream content = Routes.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException(resource + " is not on the class path");
            }
            String type = TYPES.getOrDefault(resource.substring(resource.lastIndexOf('.') + 1), "text/plain");
            return Answer.own(200, type + "; charset=utf-8", content.readAllBytes());
        }
    }

    private static Optional<Answer> part(Outbox.Mail mail, String part) {
        return switch (part) {
            case "source" -> Optional.of(plain(mail.received().raw()));
            case "text" -> Optional.ofNullable(mail.parsed().text())
                    .map(text -> plain(text.getBytes(StandardCharsets.UTF_8)));
            default -> mail.parsed().htmlWithImages().map(html -> Answer.foreign("text/html; charset=utf-8",
                    inert(html).getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static Answer plain(byte[] text) {
        return Answer.foreign("text/plain; charset=utf-8", text);
    }

    private static Optional<Answer> attachment(Outbox.Mail mail, long index) {
        List<ParsedMail.File> files = mail.parsed().files();
        return index < files.size() ? Optional.of(Answer.file(files.get((int) index).content())) : Optional.empty();
    }

    /** The content security policy forbids these too, except that a browser may look up the host of a link element. */
    private static String inert(String html) {
        Document document = Jsoup.parse(html);
        document.select("script, link, base, meta, iframe, frame, object, embed").remove();
        return document.outerHtml();
    }

    private static Answer xml(byte[] bpmn) {
        return Answer.foreign("text/plain; charset=utf-8", bpmn);
    }

    private static Answer json(Object value) {
        try {
            return Answer.own(200, "application/json", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every view can be written", e);
        }
    }

    private static Answer found(Optional<Answer> answer) {
        return answer.orElse(Answer.text(404, "Not found"));
    }

    private static long number(MatchResult path, int group) {
        return Long.parseLong(path.group(group));
    }
}
