package dev.herald.benchmark.sms;

import com.twilio.http.HttpClient;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.PhoneNumber;
import java.net.URI;

/** twilio-java with the client that it uses by itself. */
final class DefaultTwilio {
    static final String ACCOUNT = "AC00000000000000000000000000000000";
    static final String TOKEN = "token";
    static final String FROM = "+15557654321";
    static final String TO = "+15551234567";
    static final String TEXT = "Your order 4711 has left our house today.";

    private final TwilioRestClient client;

    DefaultTwilio(URI api) {
        client = new TwilioRestClient.Builder(ACCOUNT, TOKEN).httpClient(new Redirected(api)).build();
    }

    void send() {
        Message.creator(new PhoneNumber(TO), new PhoneNumber(FROM), TEXT).create(client);
    }

    /** The default client, which has no setting for where the API is. */
    private static final class Redirected extends HttpClient {
        private final NetworkHttpClient client = new NetworkHttpClient();
        private final URI api;

        Redirected(URI api) {
            this.api = api;
        }

        @Override
        public Response makeRequest(Request request) {
            Request local = new Request(request.getMethod(), api + request.constructURL().getPath());
            local.setAuth(ACCOUNT, TOKEN);
            request.getPostParams().forEach((name, values) -> values.forEach(value -> local.addPostParam(name, value)));
            return client.makeRequest(local);
        }
    }
}
