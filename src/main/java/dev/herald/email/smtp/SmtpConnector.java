package dev.herald.email.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections for one preset, up to the point where a transaction can begin. */
public final class SmtpConnector {
    private final SmtpServer server;
    private final SSLSocketFactory tls;
    private final SmtpLogin login;

    public SmtpConnector(SmtpServer server, SSLSocketFactory tls, SmtpLogin login) {
        this.server = server;
        this.tls = tls;
        this.login = login;
    }

    /** A connection that is protected as it must be and logged in. */
    public SmtpConnection open(Deadline deadline) throws SmtpException {
        SmtpConnection connection = connect(deadline);
        boolean ready = false;
        try {
            if (server.security() == SmtpServer.Security.TLS) {
                connection.secure(tls, server.host());
            }
            expect(SmtpPhase.GREETING, connection.read(SmtpPhase.GREETING));
            greet(connection);
            if (server.security() == SmtpServer.Security.STARTTLS) {
                startTls(connection);
            }
            login.run(connection, deadline);
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.abort();
            }
        }
    }

    private SmtpConnection connect(Deadline deadline) throws SmtpException {
        long limit = Math.min(server.connectTimeout().toNanos(), deadline.left().toNanos());
        long end = System.nanoTime() + limit;
        InetAddress[] addresses = resolve(limit);
        IOException last = new UnknownHostException();
        for (int i = 0; i < addresses.length; i++) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            int timeout = (int) Math.max(1, left.dividedBy(addresses.length - i).toMillis());
            Socket socket = new Socket();
            try {
                deadline.guard(socket);
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(new InetSocketAddress(addresses[i], server.port()), timeout);
                return new SmtpConnection(socket, server.readTimeout());
            } catch (IOException e) {
                last = e;
                closeQuietly(socket);
            }
        }
        throw SmtpException.broken(SmtpPhase.CONNECT, SmtpFault.ofConnecting(last), last);
    }

    /** The JDK's resolver knows no timeout. */
    private InetAddress[] resolve(long limit) throws SmtpException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(server.host()));
        Thread.ofVirtual().name("smtp-lookup").start(lookup);
        try {
            return lookup.get(limit, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw SmtpException.broken(SmtpPhase.CONNECT, SmtpFault.UNKNOWN_HOST, e);
        } catch (TimeoutException e) {
            throw SmtpException.broken(SmtpPhase.CONNECT, SmtpFault.LOOKUP_TIMED_OUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SmtpException.broken(SmtpPhase.CONNECT, SmtpFault.LOOKUP_TIMED_OUT, e);
        }
    }

    private void greet(SmtpConnection connection) throws SmtpException {
        String name = HeloName.of(server.heloName(), connection.localAddress());
        SmtpReply reply = connection.ask(SmtpPhase.EHLO, "EHLO " + name);
        if (reply.isPositive()) {
            connection.setExtensions(Extensions.of(reply.lines()));
        } else if (reply.code() / 100 == 5) {
            // RFC 5321 section 3.2: a server from before 2001
            expect(SmtpPhase.EHLO, connection.ask(SmtpPhase.EHLO, "HELO " + name));
        } else {
            throw SmtpException.rejected(SmtpPhase.EHLO, reply);
        }
    }

    private void startTls(SmtpConnection connection) throws SmtpException {
        if (!connection.extensions().offer("STARTTLS")) {
            throw SmtpException.broken(SmtpPhase.STARTTLS, SmtpFault.NO_STARTTLS, null);
        }
        expect(SmtpPhase.STARTTLS, connection.ask(SmtpPhase.STARTTLS, "STARTTLS"));
        connection.secure(tls, server.host());
        greet(connection);
    }

    private static void expect(SmtpPhase phase, SmtpReply reply) throws SmtpException {
        if (!reply.isPositive()) {
            throw SmtpException.rejected(phase, reply);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it was never open
        }
    }
}
