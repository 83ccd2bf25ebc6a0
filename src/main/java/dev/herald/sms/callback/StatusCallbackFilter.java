package dev.herald.sms.callback;

import dev.herald.message.later.DeliveryReceipts;
import dev.herald.sms.callback.StatusReports.Answer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Twilio reports. Anybody can write here: a report is bounded in size and time before anything of it is read, no
 * thread waits for its bytes, and nothing else that has a body is let in.
 */
public final class StatusCallbackFilter extends HttpFilter {
    /** Twilio's reports have less than one thousand. */
    static final int MAX_BYTES = 16 << 10;
    /** Less than {@code server.tomcat.connection-timeout}, after which nobody could answer any more. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(4);
    private static final String FORM = "application/x-www-form-urlencoded";

    private final transient StatusReports reports;

    /**
     * @param url that Twilio calls and signs
     * @param tokens with which each account may sign
     */
    public StatusCallbackFilter(String url, Map<String, List<String>> tokens, DeliveryReceipts receipts) {
        reports = new StatusReports(url, tokens, receipts, System::nanoTime);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.equals(CallbackSettings.PATH) && request.getMethod().equals("POST")) {
            report(request);
        } else if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            reading(request, "").answer(Answer.UNKNOWN);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void report(HttpServletRequest request) throws IOException {
        String signature = request.getHeader("X-Twilio-Signature");
        if (signature == null) {
            reading(request, "").answer(reports.refuse(Answer.FORBIDDEN, "it has no signature"));
        } else if (!isForm(request.getContentType())) {
            reading(request, "").answer(reports.refuse(Answer.UNREADABLE, "it is no form"));
        } else if (request.getContentLengthLong() > MAX_BYTES) {
            reading(request, "").answer(tooLarge());
        } else {
            reading(request, signature);
        }
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(FORM);
    }

    private Answer tooLarge() {
        return reports.refuse(Answer.TOO_LARGE, "it has more than " + MAX_BYTES + " bytes");
    }

    /** Even what is refused at once: else a thread would wait for the rest of it. */
    private Reading reading(HttpServletRequest request, String signature) throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(LONGEST_READ.toMillis());
        Reading reading = new Reading(context, request.getInputStream(), signature);
        context.addListener(reading);
        request.getInputStream().setReadListener(reading);
        return reading;
    }

    /** Collects what comes, and answers once. */
    private final class Reading implements ReadListener, AsyncListener {
        private final AsyncContext context;
        private final ServletInputStream in;
        private final String signature;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean answered;

        Reading(AsyncContext context, ServletInputStream in, String signature) {
            this.context = context;
            this.in = in;
            this.signature = signature;
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] buffer = new byte[4096];
            while (in.isReady() && !in.isFinished()) {
                int read = in.read(buffer);
                if (read < 0) {
                    return;
                }
                body.write(buffer, 0, read);
                if (body.size() > MAX_BYTES) {
                    answer(tooLarge());
                    return;
                }
            }
        }

        @Override
        public void onAllDataRead() {
            answer(reports.take(body.toByteArray(), signature));
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            answer(reports.refuse(Answer.TOO_SLOW, "it took longer than " + LONGEST_READ.toSeconds() + " s"));
        }

        @Override
        public void onError(Throwable e) {
            answer(reports.refuse(Answer.UNREADABLE, "it broke off"));
        }

        @Override
        public void onError(AsyncEvent event) {
            answer(reports.refuse(Answer.UNREADABLE, "it broke off"));
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}

        private synchronized void answer(Answer answer) {
            if (answered) {
                return;
            }
            answered = true;
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setStatus(answer.status());
            if (answer.isRefusal()) {
                response.setHeader("Connection", "close");
            }
            context.complete();
        }
    }
}
