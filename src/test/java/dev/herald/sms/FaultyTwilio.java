package dev.herald.sms;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on plain sockets that answers as it is told, breaks off where it is told, and counts what it read. */
final class FaultyTwilio implements AutoCloseable {

    /** What to do with a request that was read; throwing closes the connection. */
    interface Behaviour {
        void answer(Request request, Connection connection) throws IOException;
    }

    /** A request as it was read. */
    record Request(String method, String target, Map<String, String> headers, String body) {
        boolean isPost() {
            return method.equals("POST");
        }

        /** The parameters of the form, or of the query. */
        Map<String, List<String>> parameters() {
            String encoded = isPost() ? body : target.substring(target.indexOf('?') + 1);
            Map<String, List<String>> parameters = new LinkedHashMap<>();
            for (String pair : encoded.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.computeIfAbsent(decode(parts[0]), name -> new CopyOnWriteArrayList<>())
                        .add(decode(parts[1]));
            }
            return parameters;
        }

        private static String decode(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    /** The way back. */
    record Connection(Socket socket) {

        void reply(int status, String headers, String body) throws IOException {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                    + content.length + "\r\n\r\n" + body);
        }

        void raw(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** Ends the connection as a crashed machine does. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Behaviour post = created("SM" + "1".repeat(32));
    private volatile Behaviour get = list("");
    private volatile boolean deaf;

    FaultyTwilio() throws IOException {
        server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    FaultyTwilio onPost(Behaviour behaviour) {
        post = behaviour;
        return this;
    }

    FaultyTwilio onGet(Behaviour behaviour) {
        get = behaviour;
        return this;
    }

    /** Accepts connections and reads nothing until it is closed. */
    FaultyTwilio deaf() {
        deaf = true;
        return this;
    }

    static Behaviour reply(int status, String headers, String body) {
        return (request, connection) -> connection.reply(status, headers, body);
    }

    static Behaviour created(String sid) {
        return reply(201, "", """
            {"sid": "%s", "status": "queued", "num_segments": "1"}""".formatted(sid));
    }

    static Behaviour list(String messages) {
        return reply(200, "", "{\"messages\": [" + messages + "], \"next_page_uri\": null}");
    }

    /** Reads the request and says nothing until the client gives up. */
    Behaviour silence() {
        return (request, connection) -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    List<Request> posts() {
        return requests.stream().filter(Request::isPost).toList();
    }

    List<Request> gets() {
        return requests.stream().filter(request -> !request.isPost()).toList();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (deaf) {
                closing.await();
                count(socket);
                return;
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                Request request = read(in);
                requests.add(request);
                (request.isPost() ? post : get).answer(request, new Connection(socket));
            }
        } catch (IOException e) {
            // the client has gone, or the behaviour wanted so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** What lies in the socket's buffer of a server that never read. */
    private void count(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            requests.add(read(in));
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] line = line(in).split(" ", -1);
        if (line.length < 3) {
            throw new IOException("not HTTP");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(":", 2);
            if (parts.length < 2) {
                throw new IOException("not HTTP");
            }
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new Request(line[0], line[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Closes the listening socket, lets deaf connections count, and closes the rest. */
    @Override
    public void close() {
        closing.countDown();
        close(server);
        if (!deaf) {
            open.forEach(FaultyTwilio::close);
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // is closed
        }
    }
}
