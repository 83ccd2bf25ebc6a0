package dev.herald.sms;

import com.twilio.exception.ApiException;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.herald.message.HandoverMark;
import dev.herald.message.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends each request of twilio-java once: it follows no redirect, answers no challenge and repeats nothing, and its
 * exceptions say whether anything was sent. Requests go to {@code base-url} in place of {@code https://api.twilio.com}.
 */
final class OnePostHttpClient extends HttpClient implements AutoCloseable {
    /** Shorter than the idle timeouts of the load balancers in front of Twilio, so that they rarely close first. */
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(30);
    /** Without a charset: the form itself is ASCII, and percent-encodes UTF-8. */
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");
    /** A reply to a POST has about one; of a list's page, with 50 messages of 1600 characters, less than a million. */
    private static final int MAX_REPLY_BYTES = 64 << 10;
    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final Http1Config HTTP = Http1Config.custom().setMaxLineLength(16 << 10).setMaxHeaderCount(200)
            .setMaxEmptyLineCount(10).build();
    private static final String SENT = OnePostHttpClient.class.getName() + ".sent";
    private static final String MARK = OnePostHttpClient.class.getName() + ".mark";

    private final String base;
    private final CloseableHttpClient http;
    private final ScheduledThreadPoolExecutor alarm;

    OnePostHttpClient(URI baseUrl, int maxConnections, Duration connectTimeout) {
        base = baseUrl.toString().replaceFirst("/+$", "");
        Timeout connect = Timeout.of(connectTimeout);
        var connections = PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(maxConnections)
                .setMaxConnTotal(maxConnections)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(HTTP).build())
                .setTlsSocketStrategy(DefaultClientTlsStrategy.createSystemDefault())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(connect)
                        // Asked at every lease: a request on a connection that the server closed could never be told
                        // from one that it read.
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS).build())
                .build();
        http = HttpClients.custom().setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(connect)
                        .setConnectionKeepAlive(KEEP_ALIVE).setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false).build())
                .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
                .setRequestExecutor(new PointOfNoReturn()).disableAutomaticRetries().disableRedirectHandling()
                .disableAuthCaching().disableCookieManagement().disableContentCompression().disableConnectionState()
                .setUserAgent("Herald (twilio-java " + com.twilio.Twilio.VERSION + ")").build();
        alarm = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("twilio-deadline").factory());
        alarm.setRemoveOnCancelPolicy(true);
    }

    /** A request that is given up after {@code limit}, from leasing a connection to the last byte of the reply. */
    static final class Limited extends Request {
        private final Duration limit;
        private final HandoverMark mark;

        /** Something that may be asked again. */
        Limited(HttpMethod method, String url, Duration limit) {
            this(method, url, limit, before -> {});
        }

        /** @param mark is set when the connection is there, before the first byte of the request */
        Limited(HttpMethod method, String url, Duration limit, HandoverMark mark) {
            super(method, url);
            this.limit = limit;
            this.mark = mark;
        }
    }

    /** No byte of the request was written. Its text is a sentence for an operator. */
    static final class NotSentException extends RuntimeException {
        NotSentException(String problem, Exception cause) {
            super(problem, cause);
        }
    }

    /** The request was written, maybe in part, and no status line came back. */
    static final class ReplyLostException extends RuntimeException {
        ReplyLostException(Exception cause) {
            super("the connection broke or the deadline passed before the reply", cause);
        }
    }

    /** Sends once, where twilio-java would repeat on a 5xx. */
    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    /**
     * Sends once.
     *
     * @return the reply, with as much of its body as came and fits
     * @throws NotSentException where nothing was sent
     * @throws ReplyLostException where it is unknown what became of the request
     */
    @Override
    public Response makeRequest(Request request) {
        if (!(request instanceof Limited limited)) {
            throw new IllegalArgumentException("a request without a limit");
        }
        HttpUriRequestBase outgoing = new HttpUriRequestBase(request.getMethod().toString(), address(request));
        outgoing.setHeader("Authorization", request.getAuthString());
        outgoing.setHeader("Accept", "application/json");
        if (request.getMethod() == HttpMethod.POST) {
            outgoing.setEntity(new StringEntity(request.encodeFormBody(), FORM));
        }
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(MARK, limited.mark);
        try {
            return within(limited.limit, outgoing, context);
        } catch (IOException | RuntimeException e) {
            throw context.getAttribute(SENT) == null
                    ? new NotSentException(problem(e), e)
                    : new ReplyLostException(e);
        }
    }

    private URI address(Request request) {
        try {
            return URI.create(base + request.constructURL().getFile());
        } catch (ApiException | IllegalArgumentException e) { // what Twilio calls its next page is none
            throw new NotSentException("Twilio could not be asked: the address is no URL.", e);
        }
    }

    private Response within(Duration time, HttpUriRequestBase outgoing, HttpClientContext context)
            throws IOException {
        ScheduledFuture<?> deadline = alarm.schedule(outgoing::cancel, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse reply = http.executeOpen(null, outgoing, context);
            try {
                if (context.getAttribute(SENT) == null) {
                    throw new ProxyRefusalException(reply.getCode()); // its answer to CONNECT
                }
                int limit = HttpGet.METHOD_NAME.equals(outgoing.getMethod()) ? MAX_PAGE_BYTES : MAX_REPLY_BYTES;
                return new Response(content(reply, limit), reply.getCode(), reply.getHeaders());
            } finally {
                Closer.closeQuietly(reply);
            }
        } finally {
            deadline.cancel(false);
        }
    }

    /** The beginning of the reply: as much as came of it, or fits. */
    private static String content(ClassicHttpResponse reply, int limit) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        if (reply.getEntity() != null) {
            try (InputStream in = reply.getEntity().getContent()) {
                byte[] buffer = new byte[4096];
                for (int read = in.read(buffer); read >= 0 && content.size() <= limit; read = in.read(buffer)) {
                    content.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // the deadline passed, or the connection broke: the status counts, and what came
            }
        }
        return content.toString(StandardCharsets.UTF_8);
    }

    private static String problem(Exception cause) {
        return switch (cause) {
            case NotMarkedException e -> String.valueOf(e.getMessage());
            case UnknownHostException e -> "Twilio could not be reached: the host name of base-url is unknown.";
            case ConnectTimeoutException e -> "Twilio could not be reached: no connection within connect-timeout.";
            case SocketTimeoutException e -> "Twilio could not be reached: no connection within connect-timeout.";
            case SSLException e -> "Twilio could not be reached: the TLS handshake failed.";
            case ProxyRefusalException e ->
                "Twilio could not be reached: the JVM's proxy refused with HTTP " + e.status + ".";
            default -> "Twilio could not be reached: no connection could be opened.";
        };
    }

    @Override
    public void close() {
        alarm.shutdownNow();
        http.close(CloseMode.GRACEFUL);
    }

    private static final class ProxyRefusalException extends IOException {
        private final int status;

        ProxyRefusalException(int status) {
            this.status = status;
        }
    }

    private static final class NotMarkedException extends IOException {
        NotMarkedException(HandoverMark.NotNotedException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Sets the request's mark, and notes in the context that from now on bytes may be on their way. */
    private static final class PointOfNoReturn extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
                HttpResponseInformationCallback information, HttpContext context) throws IOException, HttpException {
            if (!Method.CONNECT.isSame(request.getMethod())) {
                try {
                    ((HandoverMark) context.getAttribute(MARK)).set(Progress.NONE);
                } catch (HandoverMark.NotNotedException e) {
                    throw new NotMarkedException(e);
                }
                context.setAttribute(SENT, true);
            }
            return super.execute(request, connection, information, context);
        }
    }
}
