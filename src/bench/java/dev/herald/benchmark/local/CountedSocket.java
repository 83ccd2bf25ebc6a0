package dev.herald.benchmark.local;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts round trips: the reads that come so long after a write that the other side may have waited for it. Below TLS, so
 * that the handshake counts.
 */
final class CountedSocket extends Socket {
    private final LongAdder roundTrips;
    private final long shortest;
    private volatile long written = Long.MAX_VALUE;

    /** @param roundTrip as the network is set up to have it */
    CountedSocket(LongAdder roundTrips, Duration roundTrip) {
        this.roundTrips = roundTrips;
        // what comes earlier was on its way already
        this.shortest = roundTrip.toNanos() / 2;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                return counted(super.read());
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return counted(super.read(bytes, from, length));
            }
        };
    }

    private int counted(int read) {
        long since = written;
        if (since != Long.MAX_VALUE) {
            written = Long.MAX_VALUE;
            if (System.nanoTime() - since >= shortest) {
                roundTrips.increment();
            }
        }
        return read;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int single) throws IOException {
                super.write(single);
                written = System.nanoTime();
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                written = System.nanoTime();
            }
        };
    }
}
