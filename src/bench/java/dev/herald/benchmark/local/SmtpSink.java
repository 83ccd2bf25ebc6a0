package dev.herald.benchmark.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** An SMTP server that takes every message, counts it and forgets it. */
public final class SmtpSink implements AutoCloseable {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder roundTrips = new LongAdder();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("smtp-sink-", 0).factory());
    private final @Nullable SSLSocketFactory tls;
    private final Duration roundTrip;
    private final ServerSocket server;

    private SmtpSink(@Nullable SSLSocketFactory tls, Duration roundTrip) throws IOException {
        this.tls = tls;
        this.roundTrip = roundTrip;
        server = new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                Socket socket = new CountedSocket(roundTrips, SmtpSink.this.roundTrip);
                implAccept(socket);
                return socket;
            }
        };
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        threads.execute(this::listen);
    }

    /** A server that wants STARTTLS and AUTH. */
    public static SmtpSink withTls(Certificate certificate, Duration roundTrip)
            throws IOException, GeneralSecurityException {
        return new SmtpSink(certificate.serverContext().getSocketFactory(), roundTrip);
    }

    /** A server that speaks in plain text and knows no users. */
    public static SmtpSink plain(Duration roundTrip) throws IOException {
        return new SmtpSink(null, roundTrip);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many messages it has taken. */
    public long accepted() {
        return accepted.sum();
    }

    /** How often a client has waited for an answer. */
    public long roundTrips() {
        return roundTrips.sum();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new SmtpSession(socket, tls, accepted).run();
        } catch (IOException e) {
            // the client has gone
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdown();
    }
}
