package dev.herald.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/**
 * A port that nobody listens on.
 *
 * @param note empty, or why it is not the usual one
 */
record FreePort(int number, String note) {

    /** The usual one, or any other where that is taken; 0 asks for any. */
    static FreePort preferably(int usual) {
        if (usual != 0) {
            try {
                return new FreePort(bindable(usual), "");
            } catch (IOException taken) {
                return new FreePort(any(), " (" + usual + " is taken)");
            }
        }
        return new FreePort(any(), "");
    }

    private static int any() {
        try {
            return bindable(0);
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    private static int bindable(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.getLocalPort();
        }
    }
}
