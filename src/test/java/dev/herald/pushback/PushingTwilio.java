package dev.herald.pushback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Twilio that pushes back by a rule, and counts what each number got. Its list of messages shows nothing. */
public final class PushingTwilio implements AutoCloseable {
    static {
        System.setProperty("jdk.httpserver.maxConnections", "-1");
    }

    private static final Pattern TO = Pattern.compile("(?:^|&)To=([^&]*)");

    /** A refusal, as {@code 429}. */
    public record Refusal(int status, int code) {
        /** It takes the message. */
        public static final Refusal NONE = new Refusal(0, 0);
    }

    private final IntFunction<Refusal> rule;
    private final Duration service;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final AtomicInteger atWork = new AtomicInteger();
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final AtomicInteger sids = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    /**
     * @param rule by how many requests are at work, this one included
     * @param service how long each message takes
     */
    public PushingTwilio(IntFunction<Refusal> rule, Duration service) throws IOException {
        this.rule = rule;
        this.service = service;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many SMS each number has. */
    public Map<String, Integer> taken() {
        return taken;
    }

    /** How many requests it has pushed back. */
    public long refused() {
        return refused.sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!exchange.getRequestMethod().equals("POST")) {
            reply(exchange, 200, "{\"messages\": [], \"next_page_uri\": null}");
            return;
        }
        Refusal refusal = rule.apply(atWork.incrementAndGet());
        try {
            if (refusal.equals(Refusal.NONE)) {
                LockSupport.parkNanos(service.toNanos());
                Matcher to = TO.matcher(form);
                if (to.find()) {
                    taken.merge(URLDecoder.decode(to.group(1), StandardCharsets.UTF_8), 1, Integer::sum);
                }
            }
        } finally {
            atWork.decrementAndGet();
        }
        if (refusal.equals(Refusal.NONE)) {
            reply(exchange, 201, "{\"sid\": \"SM%032x\", \"status\": \"queued\", \"num_segments\": \"1\"}"
                    .formatted(sids.incrementAndGet()));
        } else {
            refused.increment();
            reply(exchange, refusal.status(), "{\"code\": " + refusal.code() + ", \"message\": \"later\", \"status\": "
                    + refusal.status() + "}");
        }
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
