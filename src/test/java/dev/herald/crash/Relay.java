package dev.herald.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Stands between Herald and a server and can withhold what one of them says. */
final class Relay implements AutoCloseable {
    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private final Listener listener;
    private final int target;
    private final Trip trip;
    private final Duration pause;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong withheld = new AtomicLong();
    private volatile @Nullable Marker marker;
    private volatile CountDownLatch requests = OPEN;
    private volatile CountDownLatch replies = OPEN;

    /**
     * @param target the server's port on this machine
     * @param pause after which what it says goes on
     */
    Relay(int target, Trip trip, Duration pause) {
        this.target = target;
        this.trip = trip;
        this.pause = pause;
        listener = new Listener(this::relay);
    }

    int port() {
        return listener.port();
    }

    /** From now on Herald hears nothing. */
    void withholdReplies() {
        withheld.set(0);
        replies = new CountDownLatch(1);
    }

    /** From the next request on that holds the text, nothing of what Herald says arrives. */
    void withholdRequestsFrom(String text) {
        marker = new Marker(text, this::withholdRequests);
    }

    /** From the next request on that holds the text, Herald hears nothing. */
    void withholdRepliesFrom(String text) {
        marker = new Marker(text, this::withholdReplies);
    }

    /** How many bytes were withheld so far. */
    long withheld() {
        return withheld.get();
    }

    /** Cuts all connections, so that what was withheld is lost, and lets new ones pass. */
    void cut() {
        marker = null;
        sockets.forEach(Relay::close);
        requests.countDown();
        replies.countDown();
        requests = OPEN;
        replies = OPEN;
    }

    private void relay(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, true));
        pump(server, client, false);
    }

    private void pump(Socket from, Socket to, boolean areRequests) {
        byte[] buffer = new byte[16384];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                trip.tick();
                if (areRequests) {
                    notice(new String(buffer, 0, length, ISO_8859_1));
                }
                CountDownLatch gate = areRequests ? requests : replies;
                if (gate.getCount() > 0) {
                    withheld.addAndGet(length);
                }
                gate.await();
                if (!areRequests) {
                    LockSupport.parkNanos(pause.toNanos());
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // one of them is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.remove(from);
        sockets.remove(to);
    }

    private void withholdRequests() {
        withheld.set(0);
        requests = new CountDownLatch(1);
    }

    private void notice(String request) {
        Marker awaited = marker;
        if (awaited != null && request.contains(awaited.text)) {
            marker = null;
            awaited.withholding.run();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private record Marker(String text, Runnable withholding) {}
}
