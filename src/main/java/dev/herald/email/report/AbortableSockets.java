package dev.herald.email.report;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** The sockets of one mailbox: closed from outside where a server drips, which no timeout of a single read ends. */
final class AbortableSockets extends SSLSocketFactory {
    private final SSLSocketFactory tls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    AbortableSockets(SSLSocketFactory tls) {
        this.tls = tls;
    }

    /** For connections that are not encrypted, or not yet. */
    SocketFactory plain() {
        return new Plain();
    }

    void abort() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone
            }
        }
        open.clear();
    }

    private <S extends Socket> S remembered(S socket) {
        open.removeIf(Socket::isClosed);
        open.add(socket);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return remembered(tls.createSocket());
    }

    @Override
    public Socket createSocket(Socket layered, String host, int port, boolean autoClose) throws IOException {
        return remembered(tls.createSocket(layered, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return remembered(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return remembered(tls.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return remembered(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return remembered(tls.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    private final class Plain extends SocketFactory {
        @Override
        public Socket createSocket() {
            return remembered(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remembered(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return remembered(new Socket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remembered(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return remembered(new Socket(host, port, local, localPort));
        }
    }
}
