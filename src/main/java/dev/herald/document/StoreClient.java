package dev.herald.document;

import dev.herald.document.DocumentException.Kind;
import dev.herald.message.file.DocumentContent;
import io.camunda.client.CredentialsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Camunda's REST API for documents ({@code GET /v2/documents/{documentId}}), with the credentials of Camunda's client. Not
 * with its own request (camunda-client-java 8.8), which takes a buffer of 5 MB for each document, follows redirects and puts
 * an id with a slash into the path as it is.
 */
final class StoreClient {
    /** So that what is cached of a token is dropped. */
    private static final CredentialsProvider.StatusCode UNAUTHORIZED = new CredentialsProvider.StatusCode() {
        @Override
        public int code() {
            return 401;
        }

        @Override
        public boolean isUnauthorized() {
            return true;
        }
    };
    private static final String ADDRESS = "camunda.client.rest-address";

    private final HttpClient http;
    private final @Nullable URI address;
    private final @Nullable CredentialsProvider credentials;

    /** @param http follows no redirects */
    StoreClient(HttpClient http, @Nullable URI address, @Nullable CredentialsProvider credentials) {
        this.http = http;
        this.address = address;
        this.credentials = credentials;
    }

    /**
     * The content, to be read and closed.
     *
     * @param end when the answer must have begun, as {@link System#nanoTime()} counts
     */
    InputStream open(DocumentContent document, long end) throws DocumentException {
        HttpResponse<InputStream> response = ask(document, end);
        if (response.statusCode() == 401 && credentials != null && credentials.shouldRetryRequest(UNAUTHORIZED)) {
            close(response);
            response = ask(document, end);
        }
        DocumentException problem = problem(response.statusCode(), type(response), document);
        if (problem != null) {
            close(response);
            throw problem;
        }
        return response.body();
    }

    private HttpResponse<InputStream> ask(DocumentContent document, long end) throws DocumentException {
        CompletableFuture<HttpResponse<InputStream>> response = http.sendAsync(request(document),
                HttpResponse.BodyHandlers.ofInputStream());
        try {
            return response.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw unavailable("did not answer in time");
        } catch (ExecutionException e) {
            throw unavailable("can't be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for");
        }
    }

    private HttpRequest request(DocumentContent document) throws DocumentException {
        if (address == null || address.getHost() == null || !isHttp(address)) {
            throw new DocumentException(Kind.SETTING, "documents are read over Camunda's REST API, but " + ADDRESS
                    + " is not set or no URL. Set it to where the REST API is, as http://localhost:8080");
        }
        String base = address.toString().replaceFirst("/+$", "");
        String query = "?" + (document.storeId() == null ? "" : "storeId=" + encoded(document.storeId()) + '&')
                + (document.contentHash() == null ? "" : "contentHash=" + encoded(document.contentHash()));
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create(base + "/v2/documents/" + segment(document.documentId())
                        + query.replaceFirst("[?&]$", "")))
                .header("Accept", "application/octet-stream, application/problem+json, */*;q=0.5").GET();
        if (credentials != null) {
            try {
                credentials.applyCredentials(request::setHeader);
            } catch (IOException | RuntimeException e) { // of the second kind, too, as the provider of OAuth has it
                throw unavailable("can't be asked, since no credentials are to be had");
            }
        }
        return request.build();
    }

    private static boolean isHttp(URI address) {
        return "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    }

    /** One segment of a path, whatever is in it: dots alone would lead elsewhere. */
    private static String segment(String id) throws DocumentException {
        if (id.chars().allMatch(c -> c == '.')) {
            throw new DocumentException(Kind.INPUT, "its documentId is none");
        }
        return encoded(id).replace("+", "%20");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "").strip()
                .toLowerCase(Locale.ROOT);
    }

    /** What an answer means; null where it brings the document. */
    private static @Nullable DocumentException problem(int status, String type, DocumentContent document) {
        if (status / 100 == 2) {
            // the store answers with the type that the document was uploaded with
            return type.equals("text/html") && !document.isHtml() ? notTheApi("a page") : null;
        }
        if (status / 100 == 3) {
            return notTheApi("a redirect");
        }
        return switch (status) {
            case 401, 403 -> new DocumentException(Kind.SETTING, "Herald may not read the document (HTTP " + status
                    + "). Give its client the permission DOCUMENT:READ");
            case 404 -> type.equals("application/problem+json")
                    ? new DocumentException(Kind.INPUT,
                            "the document is not in Camunda's document store, or has expired")
                    : notTheApi("HTTP 404");
            case 400 -> new DocumentException(Kind.INPUT,
                    "Camunda's document store does not take the reference (HTTP 400): its storeId or contentHash is wrong");
            case 408, 429 -> unavailable("asks to wait (HTTP " + status + ")");
            default -> status >= 500 ? unavailable("does not work (HTTP " + status + ")") : notTheApi("HTTP " + status);
        };
    }

    private static DocumentException notTheApi(String answer) {
        return new DocumentException(Kind.SETTING, "what answers at " + ADDRESS + " with " + answer
                + " is not Camunda's REST API. Set it to where that is, as http://localhost:8080");
    }

    private static DocumentException unavailable(String problem) {
        return new DocumentException(Kind.UNAVAILABLE, "Camunda's document store " + problem + " (" + ADDRESS + ")");
    }

    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // nobody reads it
        }
    }
}
