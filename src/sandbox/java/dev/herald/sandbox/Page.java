package dev.herald.sandbox;

import dev.herald.sandbox.local.FormData;
import dev.herald.sandbox.local.ReceivedMail;
import dev.herald.sandbox.local.ParsedMail;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camunda.client.api.command.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * The sandbox's page, for this machine only. What was sent may come from anywhere, so it is shown without scripts, forms or
 * anything that would be loaded from elsewhere.
 */
final class Page implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private static final Map<String, String> FILES = Map.of("/", "text/html", "/page.css", "text/css", "/page.js",
            "text/javascript");
    private static final Pattern EMAIL = Pattern.compile("/emails/(\\d{1,18})/(html|source|files/(\\d{1,4}))");
    /** Any other name means that a foreign site has pointed its own name to this machine. */
    private static final Pattern OWN_HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private final PageData data;
    private final HttpServer server;
    private final ExecutorService executor = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("page-", 0).factory());

    Page(int port, PageData data) throws IOException {
        this.data = data;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange).send(exchange);
            }
        });
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + path;
        Matcher email = EMAIL.matcher(path);
        if (!OWN_HOST.matcher(host).matches()) {
            return Answer.text(403, "This page is for localhost.");
        } else if (request.equals("POST /instances")) {
            return isFromThisPage(exchange, host)
                    ? start(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    : Answer.text(403, "Instances are started from this page.");
        } else if (!exchange.getRequestMethod().equals("GET")) {
            return Answer.text(405, "Method not allowed");
        } else if (path.equals("/state")) {
            return state(FormData.parse(exchange.getRequestURI().getRawQuery()));
        } else if (FILES.containsKey(path)) {
            return file(path);
        } else if (email.matches()) {
            return data.mail(Long.parseLong(email.group(1))).flatMap(mail -> part(mail, email))
                    .orElse(Answer.text(404, "Not found"));
        }
        return Answer.text(404, "Not found");
    }

    private Answer state(FormData query) throws IOException {
        boolean unchanged = query.get("after").equals(Optional.of(String.valueOf(data.version())));
        return unchanged
                ? Answer.text(204, "")
                : Answer.own(200, "application/json", JSON.writeValueAsBytes(data.state()));
    }

    private static Answer file(String path) throws IOException {
        String name = path.equals("/") ? "/page.html" : path;
        try (InputStream content = Page.class.getResourceAsStream("/sandbox" + name)) {
            if (content == null) {
                throw new IOException(name + " is not on the class path");
            }
            return Answer.own(200, FILES.get(path) + "; charset=utf-8", content.readAllBytes());
        }
    }

    private static Optional<Answer> part(ReceivedMail received, Matcher path) {
        if (path.group(2).equals("source")) {
            return Optional.of(Answer.foreign("text/plain; charset=utf-8", received.raw()));
        }
        ParsedMail mail = ParsedMail.of(received);
        if (path.group(2).equals("html")) {
            return mail.htmlWithImages().map(html -> Answer.foreign("text/html; charset=utf-8",
                    inert(html).getBytes(StandardCharsets.UTF_8)));
        }
        List<ParsedMail.File> files = mail.files();
        int index = Integer.parseInt(path.group(3));
        return index < files.size() ? Optional.of(Answer.file(files.get(index).content())) : Optional.empty();
    }

    /** The content security policy forbids these too, except that a browser may look up the host of a link element. */
    private static String inert(String html) {
        Document document = Jsoup.parse(html);
        document.select("script, link, base, meta, iframe, frame, object, embed").remove();
        return document.outerHtml();
    }

    /** A form or script of another site can't send JSON here without being asked for its origin. */
    private static boolean isFromThisPage(HttpExchange exchange, String host) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        return type.startsWith("application/json") && (origin == null || origin.equals("http://" + host));
    }

    private Answer start(String body) {
        try {
            JsonNode request = JSON.readTree(body);
            JsonNode variables = request.path("variables");
            if (variables.getNodeType() != JsonNodeType.OBJECT) {
                return Answer.text(400, "The variables have to be a JSON object.");
            }
            long key = data.startInstance(request.path("processId").asText(), variables);
            return Answer.text(201, String.valueOf(key));
        } catch (JsonProcessingException e) {
            return Answer.text(400, "This is no JSON: " + e.getOriginalMessage());
        } catch (ClientException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
