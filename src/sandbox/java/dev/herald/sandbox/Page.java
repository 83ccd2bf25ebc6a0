package dev.herald.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The sandbox's page, for this machine only. What was sent may come from anywhere, so it is shown without scripts, forms or
 * anything that would be loaded from elsewhere.
 */
final class Page implements AutoCloseable {
    private static final int MAX_BODY = 8 * 1024 * 1024;
    /** Any other name means that a foreign site has pointed its own name to this machine. */
    private static final Pattern OWN_HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private final Routes routes;
    private final HttpServer server;
    private final ExecutorService executor = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("page-", 0).factory());

    Page(int port, Routes routes) throws IOException {
        this.routes = routes;
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
        if (!OWN_HOST.matcher(host).matches()) {
            return Answer.text(403, "This page is for localhost.");
        }
        String path = exchange.getRequestURI().getPath();
        return switch (exchange.getRequestMethod()) {
            case "GET" -> routes.get(path, String.valueOf(exchange.getRequestURI().getRawQuery()));
            case "POST" -> isFromThisPage(exchange, host)
                    ? post(exchange, path)
                    : Answer.text(403, "This is done from the sandbox's own page.");
            default -> Answer.text(405, "Method not allowed");
        };
    }

    private Answer post(HttpExchange exchange, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        return body.length > MAX_BODY
                ? Answer.text(413, "This is more than 8 MB.")
                : routes.post(path, new String(body, StandardCharsets.UTF_8));
    }

    /** A form or script of another site can't send JSON here without being asked for its origin. */
    private static boolean isFromThisPage(HttpExchange exchange, String host) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        return type.startsWith("application/json") && (origin == null || origin.equals("http://" + host));
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
