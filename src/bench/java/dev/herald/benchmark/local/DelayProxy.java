package dev.herald.benchmark.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A longer way to a server on this machine: whatever goes through takes half a round trip in each direction, and nothing
 * waits for anything else. Opening a connection takes no time.
 */
public final class DelayProxy implements AutoCloseable {
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("delay-", 0).factory());
    private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final int target;
    private final long oneWay;

    public DelayProxy(int target, Duration roundTrip) throws IOException {
        this.target = target;
        this.oneWay = roundTrip.toNanos() / 2;
        threads.execute(this::listen);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Some bytes, and when they arrive; none at the end of the stream. */
    private static final class Flight {
        private final byte[] bytes;
        private final long due;

        Flight(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    private void listen() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                pump(client, upstream);
                pump(upstream, client);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pump(Socket from, Socket to) {
        BlockingQueue<Flight> flights = new LinkedBlockingQueue<>();
        threads.execute(() -> depart(from, flights));
        threads.execute(() -> arrive(flights, to));
    }

    private void depart(Socket from, BlockingQueue<Flight> flights) {
        byte[] buffer = new byte[32 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                flights.add(new Flight(Arrays.copyOf(buffer, read), System.nanoTime() + oneWay));
            }
        } catch (IOException e) {
            // the same as the end
        }
        flights.add(new Flight(new byte[0], System.nanoTime() + oneWay));
    }

    private static void arrive(BlockingQueue<Flight> flights, Socket to) {
        try (to) {
            while (true) {
                Flight flight = flights.take();
                for (long left = flight.due - System.nanoTime(); left > 0; left = flight.due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                if (flight.bytes.length == 0) {
                    return;
                }
                to.getOutputStream().write(flight.bytes);
            }
        } catch (IOException e) {
            // nobody there any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
