package dev.herald.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the page's server answers.
 *
 * @param contentSecurityPolicy what the browser may do with it
 * @param download whether the browser shall save it instead of showing it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, String contentType, byte[] body, String contentSecurityPolicy, boolean download) {
    /** Style attributes are for bpmn-js, which writes them into its markup; no text of others becomes markup here. */
    private static final String OWN = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "style-src-attr 'unsafe-inline'; connect-src 'self'; "
            + "frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** The sandbox directive also forbids scripts, forms, pop-ups and every navigation of the page around it. */
    private static final String FOREIGN = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
            + "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /** Something of the sandbox's own. */
    static Answer own(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body, OWN, false);
    }

    static Answer text(int status, String text) {
        return own(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Something from a message, which may be hostile. */
    static Answer foreign(String contentType, byte[] body) {
        return new Answer(200, contentType, body, FOREIGN, false);
    }

    /** A file from a message. */
    static Answer file(byte[] body) {
        return new Answer(200, "application/octet-stream", body, FOREIGN, true);
    }

    void send(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Content-Security-Policy", contentSecurityPolicy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-DNS-Prefetch-Control", "off");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
        if (download) {
            headers.set("Content-Disposition", "attachment");
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
