package dev.herald.email.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The sockets of one connection to a mailbox: closed from outside where a server drips, which no timeout of a single read ends,
 * and with bounds for what a server says, which Jakarta Mail believes.
 */
final class ImapSockets extends SSLSocketFactory {
    private final SSLSocketFactory tls;
    private final ImapBounds bounds = new ImapBounds();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean aborted;

    ImapSockets(SSLSocketFactory tls) {
        this.tls = tls;
    }

    /** For connections that are not encrypted, or not yet. */
    SocketFactory plain() {
        return new Plain();
    }

    /** What the server may say begins anew. */
    void nextStep() {
        bounds.nextStep();
    }

    /** Ends whatever is read or written, for good. */
    void abort() {
        aborted = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone
            }
        }
    }

    private void remember(Socket socket) throws IOException {
        open.add(socket);
        if (aborted) {
            socket.close();
        }
    }

    /** The certificate is checked before anything is said: Jakarta Mail takes what this returns for a plain connection. */
    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        remember(connected); // closing it below TLS never blocks
        bounds.pause(); // what comes below TLS is no IMAP
        SSLSocket encrypted = (SSLSocket) tls.createSocket(connected, host, port, autoClose);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818, as RFC 7817 has it for IMAP
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return new Bounded(encrypted, bounds::watch);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
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
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            remember(socket);
            return new Bounded(socket, bounds::watchUnlessPaused);
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    @FunctionalInterface
    private interface Watch {
        InputStream over(InputStream in);
    }

    /** Another socket, watched as it is read. */
    private static final class Bounded extends Socket {
        private final Socket socket;
        private final Watch watch;

        Bounded(Socket socket, Watch watch) {
            this.socket = socket;
            this.watch = watch;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return watch.over(socket.getInputStream());
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            socket.connect(endpoint, timeout);
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            socket.connect(endpoint);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        @Override
        public void setSoTimeout(int timeout) throws SocketException {
            socket.setSoTimeout(timeout);
        }

        @Override
        public int getSoTimeout() throws SocketException {
            return socket.getSoTimeout();
        }

        @Override
        public void setTcpNoDelay(boolean on) throws SocketException {
            socket.setTcpNoDelay(on);
        }

        @Override
        public InetAddress getInetAddress() {
            return socket.getInetAddress();
        }

        @Override
        public InetAddress getLocalAddress() {
            return socket.getLocalAddress();
        }

        @Override
        public int getPort() {
            return socket.getPort();
        }

        @Override
        public int getLocalPort() {
            return socket.getLocalPort();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return socket.getRemoteSocketAddress();
        }

        @Override
        public SocketAddress getLocalSocketAddress() {
            return socket.getLocalSocketAddress();
        }

        @Override
        public boolean isConnected() {
            return socket.isConnected();
        }

        @Override
        public boolean isBound() {
            return socket.isBound();
        }

        @Override
        public boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public boolean isInputShutdown() {
            return socket.isInputShutdown();
        }

        @Override
        public boolean isOutputShutdown() {
            return socket.isOutputShutdown();
        }
    }
}
