package dev.herald.email.smtp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection to an SMTP server: lines out, replies in. What is written waits in a buffer until {@link #flush}, so that
 * several commands share a packet. Not thread-safe, but {@link #abort} may come from anywhere.
 */
public final class SmtpConnection {
    private static final int BUFFER = 16 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};

    private final Socket raw;
    private final Duration readTimeout;
    private final long opened = System.nanoTime();
    private InputStream in;
    private OutputStream out;
    private Extensions extensions = Extensions.NONE;
    private long idleSince = opened;
    private int uses;
    private boolean usable = true;
    private boolean transactionOpen;

    /** @param readTimeout how long to wait for a reply */
    SmtpConnection(Socket raw, Duration readTimeout) throws IOException {
        this.raw = raw;
        this.readTimeout = readTimeout;
        setTimeout(readTimeout);
        in = new BufferedInputStream(raw.getInputStream());
        out = new BufferedOutputStream(raw.getOutputStream(), BUFFER);
    }

    /** Buffers one command. */
    void write(SmtpPhase phase, String command) throws SmtpException {
        if (command.indexOf('\r') >= 0 || command.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a command is one line");
        }
        write(phase, command.getBytes(StandardCharsets.UTF_8));
        write(phase, CRLF);
    }

    /** Buffers bytes of a message. */
    void write(SmtpPhase phase, byte[] bytes) throws SmtpException {
        write(phase, bytes, 0, bytes.length);
    }

    void write(SmtpPhase phase, byte[] bytes, int from, int length) throws SmtpException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw broken(phase, e);
        }
    }

    /** Hands what is buffered to the network. */
    void flush(SmtpPhase phase) throws SmtpException {
        try {
            out.flush();
        } catch (IOException e) {
            throw broken(phase, e);
        }
    }

    /** Waits for the next reply. */
    SmtpReply read(SmtpPhase phase) throws SmtpException {
        try {
            return SmtpReplyReader.read(in);
        } catch (SmtpReplyReader.NotSmtpException e) {
            usable = false;
            throw SmtpException.broken(phase, SmtpFault.GARBAGE, e);
        } catch (IOException e) {
            throw broken(phase, e);
        }
    }

    /**
     * Waits for the next reply, for a while longer than usual.
     *
     * @param patience how long, if that is longer
     */
    SmtpReply read(SmtpPhase phase, Duration patience) throws SmtpException {
        if (patience.compareTo(readTimeout) <= 0) {
            return read(phase);
        }
        setTimeout(patience);
        try {
            return read(phase);
        } finally {
            setTimeout(readTimeout);
        }
    }

    /** A socket that can't take it is closed: what is read next says so, and a reply that was read counts nevertheless. */
    private void setTimeout(Duration timeout) {
        try {
            raw.setSoTimeout(Math.toIntExact(timeout.toMillis()));
        } catch (SocketException e) {
            usable = false;
        }
    }

    /** Sends one command and waits for its reply. */
    SmtpReply ask(SmtpPhase phase, String command) throws SmtpException {
        write(phase, command);
        flush(phase);
        return read(phase);
    }

    /** Whether the server has been silent since it last answered; a goodbye or a late reply makes the connection useless. */
    boolean isQuiet() {
        try {
            return in.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Goes on encrypted, with the server's certificate checked against {@code host}. */
    void secure(SSLSocketFactory factory, String host) throws SmtpException {
        if (!isQuiet()) {
            // what came before the handshake could be an attacker's
            throw SmtpException.broken(SmtpPhase.TLS, SmtpFault.PLAIN_TEXT, null);
        }
        try {
            SSLSocket tls = (SSLSocket) factory.createSocket(raw, host, raw.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            in = new BufferedInputStream(tls.getInputStream());
            out = new BufferedOutputStream(tls.getOutputStream(), BUFFER);
            // RFC 3207 section 4.2: what was said in the clear could be an attacker's
            extensions = Extensions.NONE;
        } catch (SocketTimeoutException e) {
            throw broken(SmtpPhase.TLS, e);
        } catch (IOException e) {
            throw SmtpException.broken(SmtpPhase.TLS, SmtpFault.ofHandshake(e), e);
        }
    }

    /** What the server offers; nothing until it was asked, and again after {@link #secure}. */
    public Extensions extensions() {
        return extensions;
    }

    void setExtensions(Extensions offered) {
        extensions = offered;
    }

    /** Whether a transaction was begun and must be reset before the next. */
    boolean isTransactionOpen() {
        return transactionOpen;
    }

    void setTransactionOpen(boolean open) {
        transactionOpen = open;
    }

    /** Whether another transaction may follow. */
    boolean isUsable() {
        return usable;
    }

    /** No transaction may follow. */
    public void retire() {
        usable = false;
    }

    /** Whether it has been idle since it was opened or last used. */
    public boolean isReused() {
        return uses > 0;
    }

    /** How often it has been idle after a use. */
    int uses() {
        return uses;
    }

    void markIdle() {
        uses++;
        idleSince = System.nanoTime();
    }

    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - idleSince);
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - opened);
    }

    /** From now on {@code deadline} ends it. */
    public void guardWith(Deadline deadline) {
        deadline.guard(raw);
    }

    /** Says goodbye; whatever comes of it. May wait for the server, for {@code patience} at most. */
    public void quit(Duration patience) {
        try {
            setTimeout(patience);
            ask(SmtpPhase.RSET, "QUIT");
        } catch (SmtpException e) {
            // nothing was at stake
        } finally {
            abort();
        }
    }

    /** Closes the socket without a word. Never blocks. */
    void abort() {
        try {
            raw.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    InetAddress localAddress() {
        return raw.getLocalAddress();
    }

    private SmtpException broken(SmtpPhase phase, IOException e) {
        usable = false;
        return SmtpException.broken(phase,
                e instanceof SocketTimeoutException ? SmtpFault.TIMED_OUT : SmtpFault.CLOSED, e);
    }
}
