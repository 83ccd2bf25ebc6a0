package dev.herald.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts connections from this machine on a free port, each on a thread of its own. */
final class Listener implements AutoCloseable {
    private final ServerSocket socket;

    /** What becomes of a connection. */
    @FunctionalInterface
    interface Conversation {
        void hold(Socket client) throws IOException;
    }

    Listener(Conversation conversation) {
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> listen(conversation));
    }

    int port() {
        return socket.getLocalPort();
    }

    private void listen(Conversation conversation) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> hold(conversation, client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private static void hold(Conversation conversation, Socket client) {
        try (client) {
            conversation.hold(client);
        } catch (IOException e) {
            // the other side is gone
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
