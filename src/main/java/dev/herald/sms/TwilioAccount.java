package dev.herald.sms;

import com.twilio.http.HttpMethod;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import dev.herald.message.HandoverMark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The REST API of one account, with one sender's credentials and connections. */
final class TwilioAccount implements AutoCloseable {
    private static final String API = "https://api.twilio.com";

    private final OnePostHttpClient http;
    private final TwilioRestClient client;
    private final String path;
    private final boolean apiKey;

    TwilioAccount(SmsSender sender) {
        // One connection more than messages in the air, for the health check.
        http = new OnePostHttpClient(sender.baseUrl(), sender.maxConnections() + 1, sender.effectiveConnectTimeout());
        String sid = Objects.requireNonNull(sender.accountSid());
        apiKey = sender.apiKey() != null;
        String login = sender.mainAccountSid() != null ? sender.mainAccountSid() : sid;
        client = new TwilioRestClient.Builder(apiKey ? sender.apiKey() : login,
                apiKey ? sender.apiSecret() : sender.authToken()).accountSid(sid).httpClient(http).build();
        path = "/2010-04-01/Accounts/" + sid;
    }

    /** Creates a message, in one POST; {@code mark} is set before its first byte. */
    Response create(Map<String, List<String>> parameters, Duration limit, HandoverMark mark) {
        var request = new OnePostHttpClient.Limited(HttpMethod.POST, API + path + "/Messages.json", limit, mark);
        // Not addPostParam, which drops a text that reads "null".
        request.getPostParams().putAll(parameters);
        return client.request(request);
    }

    /** One page of the messages to a number, the most recent first. */
    Response messagesTo(String number, Duration limit) {
        var request = new OnePostHttpClient.Limited(HttpMethod.GET, API + path + "/Messages.json", limit);
        request.addQueryParam("To", number);
        request.addQueryParam("PageSize", "50");
        return client.request(request);
    }

    /** Another page. */
    Response page(String uri, Duration limit) {
        return client.request(new OnePostHttpClient.Limited(HttpMethod.GET, API + uri, limit));
    }

    /** Whether it logs in with an API key, which may be restricted. */
    boolean hasApiKey() {
        return apiKey;
    }

    /** Something cheap that only the right credentials may see; a standard API key may not see the account itself. */
    Response check(Duration limit) {
        String resource = apiKey ? path + "/Messages.json" : path + ".json";
        var request = new OnePostHttpClient.Limited(HttpMethod.GET, API + resource, limit);
        if (apiKey) {
            request.addQueryParam("PageSize", "1");
        }
        return client.request(request);
    }

    @Override
    public void close() {
        http.close();
    }
}
