package dev.herald.sandbox.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The documents of Camunda's REST API (version 2: upload and download of one) over plain HTTP on a free local port. It keeps them
 * in memory.
 */
public final class LocalDocumentStore implements AutoCloseable {
    private static final String STORE = "in-memory";
    private static final String PATH = "/v2/documents";
    private static final String ANY_TYPE = "application/octet-stream";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock = Clock.systemUTC();
    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private final List<String> downloads = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("documents-", 0).factory());
    private final HttpServer server;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Document(ObjectNode reference, byte[] content) {}

    private LocalDocumentStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    public static LocalDocumentStore start() throws IOException {
        return new LocalDocumentStore();
    }

    /** The value of {@code camunda.client.rest-address}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The ids of the documents that were read, in their order. */
    public List<String> downloads() {
        return List.copyOf(downloads);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            FormData query = FormData.parse(exchange.getRequestURI().getRawQuery());
            String method = exchange.getRequestMethod();
            if (method.equals("POST") && path.equals(PATH)) {
                upload(exchange, query);
            } else if (method.equals("GET") && path.matches(PATH + "/[^/]+")) {
                download(exchange, URLDecoder.decode(path.substring(PATH.length() + 1).replace("+", "%2B"),
                        StandardCharsets.UTF_8), query);
            } else {
                refuse(exchange, 404, "This is only a store of documents: " + method + " " + path);
            }
        }
    }

    private void upload(HttpExchange exchange, FormData query) throws IOException {
        String id = query.get("documentId").orElseGet(() -> UUID.randomUUID().toString());
        try {
            Document document = read(id, exchange);
            if (documents.putIfAbsent(id, document) == null) {
                reply(exchange, 201, "application/json", JSON.writeValueAsBytes(document.reference()));
            } else {
                refuse(exchange, 409, "There is a document of that id.");
            }
        } catch (MessagingException | IllegalArgumentException e) {
            refuse(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private static Document read(String id, HttpExchange exchange) throws IOException, MessagingException {
        var form = new MimeMultipart(new ByteArrayDataSource(exchange.getRequestBody(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))));
        BodyPart file = part(form, "file").orElseThrow(() -> new IllegalArgumentException("No file provided"));
        Optional<BodyPart> sent = part(form, "metadata");
        JsonNode metadata = sent.isPresent() ? JSON.readTree(content(sent.get())) : MissingNode.getInstance();
        byte[] content = content(file);
        ObjectNode reference = JSON.createObjectNode().put("camunda.document.type", "camunda").put("storeId", STORE)
                .put("documentId", id).put("contentHash", sha256(content));
        ObjectNode known = reference.putObject("metadata").put("fileName", metadata.path("fileName").asText(name(file)))
                .put("contentType", metadata.path("contentType").asText(type(file))).put("size", content.length);
        for (String field : List.of("expiresAt", "processDefinitionId", "processInstanceKey")) {
            known.set(field, metadata.path(field).isMissingNode() ? JSON.nullNode() : metadata.path(field));
        }
        known.set("customProperties", metadata.path("customProperties").isObject()
                ? metadata.path("customProperties")
                : JSON.createObjectNode());
        return new Document(reference, content);
    }

    private void download(HttpExchange exchange, String id, FormData query) throws IOException {
        Document document = documents.get(id);
        if (!query.get("storeId").orElse(STORE).equals(STORE)) {
            refuse(exchange, 400, "There is no store of that id.");
        } else if (document == null || isExpired(document)) {
            refuse(exchange, 404, "Document with id '" + id + "' not found");
        } else if (!query.get("contentHash").orElse(hash(document)).equals(hash(document))) {
            refuse(exchange, 400, "Document hash for document " + id + " doesn't match the provided hash");
        } else {
            downloads.add(id);
            exchange.getResponseHeaders().set("Content-Type",
                    document.reference().at("/metadata/contentType").asText());
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(document.content());
        }
    }

    private boolean isExpired(Document document) {
        try {
            String end = document.reference().at("/metadata/expiresAt").asText("");
            return !end.isEmpty() && OffsetDateTime.parse(end).toInstant().isBefore(clock.instant());
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String hash(Document document) {
        return document.reference().path("contentHash").asText();
    }

    private static Optional<BodyPart> part(MimeMultipart form, String name) throws MessagingException {
        for (int i = 0; i < form.getCount(); i++) {
            BodyPart part = form.getBodyPart(i);
            if (name.equals(disposition(part).getParameter("name"))) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private static ContentDisposition disposition(BodyPart part) throws MessagingException {
        String[] header = part.getHeader("Content-Disposition");
        return new ContentDisposition(header == null ? "form-data" : header[0]);
    }

    private static String name(BodyPart file) throws MessagingException {
        String name = disposition(file).getParameter("filename");
        return name == null ? "document" : name;
    }

    private static String type(BodyPart file) throws MessagingException {
        return file.getHeader("Content-Type") == null ? ANY_TYPE : file.getContentType();
    }

    private static byte[] content(BodyPart part) throws IOException, MessagingException {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String detail) throws IOException {
        reply(exchange, status, "application/problem+json",
                JSON.writeValueAsBytes(Map.of("type", "about:blank", "status", status, "title",
                        status == 404 ? "NOT_FOUND" : "INVALID_ARGUMENT", "detail", detail, "instance",
                        exchange.getRequestURI().getPath())));
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
