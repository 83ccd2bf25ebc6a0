package dev.herald.benchmark.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An API that takes every SMS after a while, counts it and forgets it. */
public final class TwilioApi implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("jdk.httpserver.maxConnections", "-1");
    }

    private final AtomicLong accepted = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final long latency;

    /** @param latency from the request to the reply */
    public TwilioApi(Duration latency) throws IOException {
        this.latency = latency.toNanos();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** How many messages it has taken. */
    public long accepted() {
        return accepted.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        long due = System.nanoTime() + latency;
        exchange.getRequestBody().readAllBytes();
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        byte[] reply = """
            {"sid": "SM%032x", "account_sid": "AC00000000000000000000000000000000", "status": "queued",
             "num_segments": "1", "error_code": null, "error_message": null}""".formatted(accepted.incrementAndGet())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
